package org.coursebackup.demo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The question bank of a course: one category below the top one, questions of most types. */
final class QuestionBank {
    final long category;
    private final Course course;
    private final DemoRows rows;
    private final Map<Long, List<Long>> answers = new HashMap<>();

    QuestionBank(Course course, String name) {
        this.course = course;
        rows = course.site.rows;
        long top = rows.add(
                "question_categories",
                "name",
                "top",
                "contextid",
                course.context,
                "stamp",
                course.site.stamp(),
                "sortorder",
                0);
        category = rows.add(
                "question_categories",
                "name",
                name,
                "contextid",
                course.context,
                "info",
                "<p>" + name + "</p>",
                "infoformat",
                1,
                "stamp",
                course.site.stamp(),
                "parent",
                top,
                "sortorder",
                1,
                "idnumber",
                "bank-" + course.id);
    }

    /** One question of each type that the quiz uses, in a fixed order. */
    List<Question> all() {
        List<Question> all = new ArrayList<>();
        for (int i = 0; i < course.site.scale; i++) {
            all.add(trueFalse("Is the Sun a star?"));
            all.add(multipleChoice("Which are planets?"));
            all.add(shortAnswer("Our galaxy"));
            all.add(numerical("Moons of the Earth"));
            all.add(match("Colours of stars"));
            all.add(essay("Describe the night"));
        }
        return all;
    }

    /** Questions that no quiz uses. */
    void more() {
        description("A note between questions");
        calculated("Light takes time");
        gapSelect("Fill the gap");
        ordering("From near to far");
        Question old = shortAnswer("Two versions");
        long newer = question("shortanswer", "Two versions, the newer one", 1, 0);
        rows.add("qtype_shortanswer_options", "questionid", newer);
        answer(newer, "Halley", 1, "");
        rows.add(
                "question_versions",
                "questionbankentryid",
                old.entry(),
                "version",
                2,
                "questionid",
                newer,
                "status",
                "draft");
        cloze("A gap in a text");
    }

    private Question trueFalse(String name) {
        Question question = question("truefalse", name, 1);
        long yes = answer(question.id(), "True", 1, "<p>Right.</p>");
        long no = answer(question.id(), "False", 0, "<p>Look again, with closed eyes.</p>");
        rows.add("question_truefalse", "question", question.id(), "trueanswer", yes, "falseanswer", no);
        return question;
    }

    private Question multipleChoice(String name) {
        Question question = question("multichoice", name, 2);
        rows.add(
                "qtype_multichoice_options",
                combined(question.id(), "single", 0, "answernumbering", "abc", "shuffleanswers", 0));
        answer(question.id(), "<p>Mars</p>", 0.5, "");
        answer(question.id(), "<p>Saturn</p>", 0.5, "<p>With rings.</p>");
        answer(question.id(), "<p>Vega</p>", -0.5, "");
        rows.add(
                "question_hints",
                "questionid",
                question.id(),
                "hint",
                "<p>They move.</p>",
                "hintformat",
                1,
                "shownumcorrect",
                1,
                "clearwrong",
                0);
        return question;
    }

    private Question shortAnswer(String name) {
        Question question = question("shortanswer", name, 1);
        rows.add("qtype_shortanswer_options", "questionid", question.id(), "usecase", 0);
        answer(question.id(), "Milky Way", 1, "");
        answer(question.id(), "*way*", 0.5, "<p>Nearly.</p>");
        course.site.tag("Night", "core_question", "question", question.id(), course.context);
        return question;
    }

    private Question numerical(String name) {
        Question question = question("numerical", name, 1);
        long answer = answer(question.id(), "1", 1, "");
        rows.add("question_numerical", "question", question.id(), "answer", answer, "tolerance", "0.01");
        rows.add("question_numerical_options", "question", question.id(), "showunits", 3);
        rows.add("question_numerical_units", "question", question.id(), "multiplier", 1, "unit", "moon");
        return question;
    }

    private Question match(String name) {
        Question question = question("match", name, 2);
        rows.add("qtype_match_options", combined(question.id(), "shuffleanswers", 0));
        String[] pairs = {"Betelgeuse", "red", "Rigel", "blue", "Sun", "yellow"};
        for (int i = 0; i < pairs.length; i += 2) {
            rows.add(
                    "qtype_match_subquestions",
                    "questionid",
                    question.id(),
                    "questiontext",
                    "<p>" + pairs[i] + "</p>",
                    "questiontextformat",
                    1,
                    "answertext",
                    pairs[i + 1]);
        }
        return question;
    }

    private Question essay(String name) {
        Question question = question("essay", name, 3);
        rows.add(
                "qtype_essay_options",
                "questionid",
                question.id(),
                "responsefieldlines",
                10,
                "attachments",
                1,
                "graderinfo",
                "<p>Count the stars in it.</p>",
                "graderinfoformat",
                1,
                "responsetemplate",
                "",
                "responsetemplateformat",
                1);
        course.site.file(course.context, "question", "questiontext", question.id(), "night.png", Content.png(61));
        return question;
    }

    private void description(String name) {
        question("description", name, 0);
    }

    private void calculated(String name) {
        Question question = question("calculated", name, 1);
        long answer = answer(question.id(), "{distance}/300000", 1, "");
        rows.add("question_calculated", "question", question.id(), "answer", answer, "tolerance", "0.01");
        rows.add("question_calculated_options", "question", question.id(), "shuffleanswers", 0);
        rows.add("question_numerical_options", "question", question.id(), "showunits", 3);
        long set = rows.add(
                "question_dataset_definitions",
                "category",
                0,
                "name",
                "distance",
                "type",
                1,
                "options",
                "uniform:1:10:1",
                "itemcount",
                2);
        rows.add("question_datasets", "question", question.id(), "datasetdefinition", set);
        rows.add("question_dataset_items", "definition", set, "itemnumber", 1, "value", "384000");
        rows.add("question_dataset_items", "definition", set, "itemnumber", 2, "value", "150000000");
    }

    private void gapSelect(String name) {
        Question question = question("gapselect", name, 1);
        rows.set("question", question.id(), "questiontext", "<p>The Moon circles the [[1]].</p>");
        rows.add("question_gapselect", combined(question.id()));
        answer(question.id(), "Earth", 0, "1");
        answer(question.id(), "Sun", 0, "1");
    }

    private void ordering(String name) {
        Question question = question("ordering", name, 1);
        rows.add("qtype_ordering_options", combined(question.id()));
        String[] far = {"Moon", "Sun", "Vega"};
        for (int i = 0; i < far.length; i++) {
            answer(question.id(), far[i], i + 1, "");
        }
    }

    private void cloze(String name) {
        Question question = question("multianswer", name, 1);
        rows.set("question", question.id(), "questiontext", "<p>There are {#1} planets.</p>");
        Question gap = question("shortanswer", name, 1);
        rows.set("question", gap.id(), "parent", question.id());
        rows.set("question", gap.id(), "questiontext", "{1:SHORTANSWER:=eight}");
        rows.add("qtype_shortanswer_options", "questionid", gap.id());
        answer(gap.id(), "eight", 1, "");
        rows.add("question_multianswer", "question", question.id(), "sequence", String.valueOf(gap.id()));
    }

    private Question question(String type, String name, double mark) {
        long entry =
                rows.add("question_bank_entries", "questioncategoryid", category, "ownerid", course.people.teacher);
        long id = question(type, name, mark, 0);
        rows.add("question_versions", "questionbankentryid", entry, "version", 1, "questionid", id, "status", "ready");
        return new Question(entry, id, type, name, mark);
    }

    private long question(String type, String name, double mark, long parent) {
        return rows.add(
                "question",
                "parent",
                parent,
                "name",
                name,
                "questiontext",
                "<p>" + name + "</p>",
                "questiontextformat",
                1,
                "generalfeedback",
                "<p>Look up tonight.</p>",
                "generalfeedbackformat",
                1,
                "defaultmark",
                mark,
                "qtype",
                type,
                "length",
                type.equals("description") ? 0 : 1,
                "stamp",
                course.site.stamp(),
                "timecreated",
                course.site.daysAgo(66),
                "timemodified",
                course.site.daysAgo(65),
                "createdby",
                course.people.teacher,
                "modifiedby",
                course.people.teacher);
    }

    private long answer(long question, String text, double fraction, String feedback) {
        return rows.add(
                "question_answers",
                "question",
                question,
                "answer",
                text,
                "answerformat",
                text.startsWith("<") ? 1 : 0,
                "fraction",
                fraction,
                "feedback",
                feedback,
                "feedbackformat",
                1);
    }

    private static Object[] combined(long question, Object... more) {
        Object[] known = {
            "questionid",
            question,
            "correctfeedback",
            "<p>Yes.</p>",
            "correctfeedbackformat",
            1,
            "partiallycorrectfeedback",
            "<p>In part.</p>",
            "partiallycorrectfeedbackformat",
            1,
            "incorrectfeedback",
            "<p>No.</p>",
            "incorrectfeedbackformat",
            1
        };
        return DemoBuilder.concat(known, more);
    }

    /** Ids of a question's answers (or of the subquestions of a matching question), in order. */
    List<Long> answers(Question question) {
        boolean match = question.type().equals("match");
        return answers.computeIfAbsent(
                question.id(),
                id -> rows.find(
                        match ? "qtype_match_subquestions" : "question_answers",
                        match ? "questionid" : "question",
                        id));
    }
}
