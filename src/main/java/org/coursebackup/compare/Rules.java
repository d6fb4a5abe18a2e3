package org.coursebackup.compare;

import java.util.Base64;
import java.util.Set;
import java.util.regex.Pattern;

/** What may differ between any two backups of one course, and where the order of siblings matters. */
final class Rules {
    private static final String INDEX = "moodle_backup.xml";

    private static final Set<String> VOLATILE = Set.of(
            "moodle_backup/information/name",
            "moodle_backup/information/backup_date",
            "moodle_backup/information/details/detail@backup_id",
            "moodle_backup/information/details/detail/executiontime",
            "moodle_backup/information/details/detail/interactive",
            "moodle_backup/information/details/detail/mode",
            "moodle_backup/information/details/detail/execution");

    /** Elsewhere rows come in whatever order the database happens to return them. */
    private static final Pattern ORDERED =
            Pattern.compile("moodle_backup/information/contents/(?:activities/activity|sections/section)"
                    + "|enrolments/enrols/enrol"
                    + "|question_categories/.*/(?:answers/answer|numerical_units/numerical_unit|matches/match)"
                    + "|activity/choice/options/option"
                    + "|activity/forum/discussions/discussion/posts/post"
                    + "|activity/h5pactivity/attempts/(?:attempt|attempt/results/result)"
                    + "|activity/lesson/pages/(?:page|page/answers/answer)"
                    + "|activity/quiz/attempts/attempt/question_usage/question_attempts/(?:question_attempt"
                    + "|question_attempt/steps/step)"
                    + "|activity/scorm/scoes/sco(?:/sco_datas/sco_data"
                    + "|/seq_[a-z]+/seq_[a-z]+(?:/seq_[a-z]+/seq_[a-z]+)?)?");

    /** HMAC (32 bytes), IV (16) and at least one AES block (16). */
    private static final int SMALLEST_SEALED = 64;

    private Rules() {}

    static boolean ordered(String path) {
        return ORDERED.matcher(path).matches();
    }

    static boolean changes(String document, String path) {
        return document.equals(INDEX) && VOLATILE.contains(path);
    }

    static boolean changes(String document, String path, String attribute) {
        return document.equals(INDEX) && VOLATILE.contains(path + "@" + attribute);
    }

    /** The archive's own name is one of its settings. */
    static boolean changesByName(String document, String path, String name) {
        return document.equals(INDEX) && path.endsWith("settings/setting") && "filename".equals(name);
    }

    /** Whether it has the shape of an encrypted value; the value itself is different each time. */
    static boolean sealed(String text) {
        if (text.length() % 4 != 0) {
            return false;
        }
        try {
            int size = Base64.getDecoder().decode(text).length;
            return size >= SMALLEST_SEALED && size % 16 == 0;
        } catch (IllegalArgumentException noBase64) {
            return false;
        }
    }
}
