package org.coursebackup.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A quiz with questions from a question bank, and what students answered. */
final class Quiz {
    final Module module;
    private final Course course;
    private final QuestionBank bank;
    private final DemoRows rows;
    private final long item;
    private final List<Question> questions;

    Quiz(Course course, String name, QuestionBank bank, List<Question> questions) {
        this.course = course;
        this.bank = bank;
        this.questions = questions;
        rows = course.site.rows;
        int shown = 0x11110;
        module = course.activity(
                "quiz",
                name,
                "intro",
                "<p>Take your time.</p>",
                "introformat",
                1,
                "preferredbehaviour",
                "deferredfeedback",
                "attempts",
                0,
                "grade",
                10,
                "sumgrades",
                questions.stream().mapToDouble(Question::mark).sum() + 1,
                "questionsperpage",
                2,
                "reviewattempt",
                shown,
                "reviewcorrectness",
                shown,
                "reviewmarks",
                shown,
                "reviewmaxmarks",
                shown,
                "reviewoverallfeedback",
                shown,
                "timecreated",
                course.site.daysAgo(60),
                "timelimit",
                3_600);
        item = course.grades.item(module, 10);
        rows.add("quiz_sections", "quizid", module.instance(), "firstslot", 1, "heading", "All together");
        rows.add(
                "quiz_feedback",
                "quizid",
                module.instance(),
                "feedbacktext",
                "<p>You know the sky.</p>",
                "feedbacktextformat",
                1,
                "mingrade",
                5,
                "maxgrade",
                11);
        rows.add(
                "quiz_feedback",
                "quizid",
                module.instance(),
                "feedbacktext",
                "<p>It will be dark again tonight.</p>",
                "feedbacktextformat",
                1,
                "mingrade",
                0,
                "maxgrade",
                5);
        slots();
        rows.add("quiz_overrides", "quiz", module.instance(), "userid", course.students.get(0), "timelimit", 5_400);
    }

    private void slots() {
        for (int i = 0; i < questions.size(); i++) {
            long slot = slot(i + 1, questions.get(i).mark());
            rows.add(
                    "question_references",
                    "usingcontextid",
                    module.context(),
                    "component",
                    "mod_quiz",
                    "questionarea",
                    "slot",
                    "itemid",
                    slot,
                    "questionbankentryid",
                    questions.get(i).entry(),
                    "version",
                    i % 6 == 2 ? 1 : null);
        }
        long random = slot(questions.size() + 1, 1);
        rows.add(
                "question_set_references",
                "usingcontextid",
                module.context(),
                "component",
                "mod_quiz",
                "questionarea",
                "slot",
                "itemid",
                random,
                "questionscontextid",
                course.context,
                "filtercondition",
                "{\"filter\":{\"category\":{\"jointype\":1,\"values\":[" + bank.category
                        + "],\"filteroptions\":{\"includesubcategories\":false}}}}");
    }

    private long slot(int number, double mark) {
        return rows.add(
                "quiz_slots", "slot", number, "quizid", module.instance(), "page", (number + 1) / 2, "maxmark", mark);
    }

    /** A finished attempt, answered right or not. */
    void attempt(long user, boolean right) {
        long finish = course.site.daysAgo(4);
        long usage = rows.add(
                "question_usages",
                "contextid",
                module.context(),
                "component",
                "mod_quiz",
                "preferredbehaviour",
                "deferredfeedback");
        double sum = 0;
        List<Integer> layout = new ArrayList<>();
        for (int i = 0; i < questions.size(); i++) {
            answer(usage, i + 1, questions.get(i), user, right, finish);
            sum += right ? questions.get(i).mark() : 0;
            layout.add(i + 1);
        }
        rows.add(
                "quiz_attempts",
                "quiz",
                module.instance(),
                "userid",
                user,
                "attempt",
                1,
                "uniqueid",
                usage,
                "layout",
                layout.stream().map(String::valueOf).collect(Collectors.joining(",")) + ",0",
                "state",
                "finished",
                "timestart",
                finish - 1_800,
                "timefinish",
                finish,
                "timemodified",
                finish,
                "sumgrades",
                sum,
                "gradednotificationsenttime",
                finish);
        double grade = right ? 9.5 : 0;
        rows.add("quiz_grades", "quiz", module.instance(), "userid", user, "grade", grade, "timemodified", finish);
        course.grades.grade(item, user, grade, null);
    }

    private void answer(long usage, int slot, Question question, long user, boolean right, long when) {
        boolean essay = question.type().equals("essay");
        long attempt = rows.add(
                "question_attempts",
                "questionusageid",
                usage,
                "slot",
                slot,
                "behaviour",
                essay ? "manualgraded" : "deferredfeedback",
                "questionid",
                question.id(),
                "maxmark",
                question.mark(),
                "minfraction",
                0,
                "questionsummary",
                question.name(),
                "rightanswer",
                essay ? null : "see the bank",
                "responsesummary",
                right ? "right" : "wrong",
                "timemodified",
                when);
        long first = step(attempt, 0, "todo", null, when - 1_800, user);
        long second = step(attempt, 1, "complete", null, when - 60, user);
        long last = step(
                attempt, 2, essay ? "mangrright" : right ? "gradedright" : "gradedwrong", right ? 1 : 0, when, user);
        data(last, "-finish", "1");
        List<String> order =
                bank.answers(question).stream().map(String::valueOf).toList();
        switch (question.type()) {
            case "truefalse" -> data(second, "answer", right ? "1" : "0");
            case "multichoice" -> {
                data(first, "_order", String.join(",", order));
                data(second, right ? "choice0" : "choice2", "1");
                data(second, "choice1", right ? "1" : "0");
            }
            case "shortanswer" -> data(second, "answer", right ? "Milky Way" : "Sausage");
            case "numerical" -> data(second, "answer", right ? "1" : "79");
            case "match" -> {
                data(first, "_stemorder", String.join(",", order));
                data(first, "_choiceorder", String.join(",", order));
                for (int i = 0; i < order.size(); i++) {
                    data(second, "sub" + i, String.valueOf(right ? i + 1 : 1));
                }
            }
            default -> {
                data(second, "answer", "<p>Dark, with <em>lights</em>.</p>");
                data(second, "answerformat", "1");
                data(second, "attachments", "1");
                course.site.file(
                        module.context(),
                        "question",
                        "response_attachments",
                        second,
                        "my night.txt",
                        Content.text("Stars seen by user " + user + "\n"));
            }
        }
    }

    private long step(long attempt, int number, String state, Integer fraction, long when, long user) {
        return rows.add(
                "question_attempt_steps",
                "questionattemptid",
                attempt,
                "sequencenumber",
                number,
                "state",
                state,
                "fraction",
                fraction,
                "timecreated",
                when,
                "userid",
                user);
    }

    private void data(long step, String name, String value) {
        rows.add("question_attempt_step_data", "attemptstepid", step, "name", name, "value", value);
    }
}
