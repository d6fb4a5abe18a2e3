package org.coursebackup.demo;

import java.util.List;

/** The question types that the demo's own bank lacks, in the bank of a quiz's module context. */
final class OtherQuestions {
    private final Course course;
    private final DemoRows rows;
    private final long category;

    private OtherQuestions(Course course, long context) {
        this.course = course;
        rows = course.site.rows;
        long top = rows.add(
                "question_categories",
                "name",
                "top",
                "contextid",
                context,
                "stamp",
                course.site.stamp(),
                "sortorder",
                0);
        category = rows.add(
                "question_categories",
                "name",
                "In the quiz",
                "contextid",
                context,
                "stamp",
                course.site.stamp(),
                "parent",
                top);
    }

    static void make(Course course) {
        QuestionBank bank = new QuestionBank(course, "Bank of the course");
        Quiz quiz =
                new Quiz(course, "Everything asked", bank, List.of(bank.all().get(0)));
        quiz.attempt(course.students.get(0), true);
        course.site.rows.add("quiz_grade_items", "quizid", quiz.module.instance(), "sortorder", 1, "name", "Part one");
        course.site.rows.add(
                "quizaccess_seb_quizsettings",
                "quizid",
                quiz.module.instance(),
                "cmid",
                quiz.module.id(),
                "templateid",
                0,
                "requiresafeexambrowser",
                1,
                "timecreated",
                course.site.daysAgo(3),
                "timemodified",
                course.site.daysAgo(3));
        new OtherQuestions(course, quiz.module.context()).all(quiz.module.context());
    }

    private void all(long context) {
        long image = question("ddimageortext");
        rows.add("qtype_ddimageortext", combined("questionid", image));
        rows.add("qtype_ddimageortext_drags", "questionid", image, "no", 1, "draggroup", 1, "label", "here");
        rows.add(
                "qtype_ddimageortext_drops",
                "questionid",
                image,
                "no",
                1,
                "xleft",
                10,
                "ytop",
                20,
                "choice",
                1,
                "label",
                "");
        course.site.file(context, "qtype_ddimageortext", "bgimage", image, "back.png", Content.png(91));
        long marker = question("ddmarker");
        rows.add("qtype_ddmarker", combined("questionid", marker));
        rows.add("qtype_ddmarker_drags", "questionid", marker, "no", 1, "label", "flag");
        rows.add(
                "qtype_ddmarker_drops",
                "questionid",
                marker,
                "no",
                1,
                "shape",
                "circle",
                "coords",
                "10,10;5",
                "choice",
                1);
        long words = question("ddwtos");
        rows.add("question_ddwtos", combined("questionid", words));
        rows.add("question_answers", "question", words, "answer", "word", "feedback", "O:8:\"stdClass\":0:{}");
        long random = question("randomsamatch");
        rows.add("qtype_randomsamatch_options", combined("questionid", random));
        for (String type : new String[] {"calculatedsimple", "calculatedmulti"}) {
            calculated(type);
        }
    }

    private void calculated(String type) {
        long question = question(type);
        long answer =
                rows.add("question_answers", "question", question, "answer", "{a}*2", "fraction", 1, "feedback", "");
        rows.add("question_calculated", "question", question, "answer", answer);
        rows.add("question_calculated_options", combined("question", question));
        rows.add("question_numerical_options", "question", question);
        rows.add("question_numerical_units", "question", question, "multiplier", 0.001, "unit", "km");
        long set = rows.add(
                "question_dataset_definitions",
                "category",
                category,
                "name",
                "a",
                "type",
                1,
                "options",
                "uniform:1:10:1",
                "itemcount",
                1);
        rows.add("question_datasets", "question", question, "datasetdefinition", set);
        rows.add("question_dataset_items", "definition", set, "itemnumber", 1, "value", "4.5");
    }

    private long question(String type) {
        long entry = rows.add(
                "question_bank_entries",
                "questioncategoryid",
                category,
                "ownerid",
                People.ADMIN,
                "idnumber",
                "q-" + type);
        long id = rows.add(
                "question",
                "name",
                type,
                "questiontext",
                "<p>" + type + "</p>",
                "questiontextformat",
                1,
                "generalfeedback",
                "",
                "qtype",
                type,
                "stamp",
                course.site.stamp(),
                "timecreated",
                course.site.daysAgo(9),
                "timemodified",
                course.site.daysAgo(9));
        rows.add("question_versions", "questionbankentryid", entry, "version", 1, "questionid", id);
        return id;
    }

    private static Object[] combined(String key, long question) {
        return new Object[] {
            key, question, "correctfeedback", "Yes", "partiallycorrectfeedback", "Half", "incorrectfeedback", "No"
        };
    }
}
