package org.coursebackup.archive;

import java.io.IOException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import org.coursebackup.archive.site.SiteConfig;
import org.coursebackup.archive.site.Snapshot;

/**
 * Decides which question categories belong in the archive and notes them for the tasks whose inforef.xml lists them.
 */
interface QuestionBanks {

    /**
     * Notes categories once the documents of all tasks are written.
     *
     * @param activities the tasks of the activities that use the question bank, in plan order
     * @param keeping those of them that do not clear what questions were noted so far, which then count for later ones
     */
    void note(CoursePlan plan, List<Task> activities, Predicate<Task> keeping) throws SQLException, IOException;

    /** Whether an entry goes into the archive; its category already has. */
    boolean includes(long categoryId, long entryId);

    /**
     * Says that a category belongs to a context that is gone, so that neither Moodle nor an archive reaches its
     * questions.
     */
    static String lost(long categoryId, long contextId) {
        return "Question category " + categoryId + " belongs to context " + contextId + ", which does not exist, so its"
                + " questions are not in the archive although the course uses them. Move it to an existing context"
                + " (question_categories.contextid).";
    }

    /** The rule that the site's build follows. */
    static QuestionBanks of(Snapshot snapshot, SiteConfig config, ArchiveSettings settings, List<String> warnings) {
        return config.builtSince(QuestionsInUse.FIRST_BUILD)
                ? new QuestionsInUse(snapshot, config, warnings)
                : new WholeContexts(
                        snapshot,
                        settings.on(BackupSetting.QUESTIONBANK) && BackupSetting.QUESTIONBANK.existsIn(config.branch()),
                        warnings);
    }

    /**
     * The rule until Moodle 5.0.1: where a single question of a bank is used, all of that context's bank is archived.
     */
    final class WholeContexts implements QuestionBanks {
        private final Snapshot snapshot;
        /** Whether the course has a bank of its own that goes along: until 4.5. */
        private final boolean bankOfCourse;

        private final List<String> warnings;
        private final Map<Long, IdSet> categoriesByContext = new HashMap<>();

        WholeContexts(Snapshot snapshot, boolean bankOfCourse, List<String> warnings) {
            this.snapshot = snapshot;
            this.bankOfCourse = bankOfCourse;
            this.warnings = warnings;
        }

        @Override
        public void note(CoursePlan plan, List<Task> activities, Predicate<Task> keeping)
                throws SQLException, IOException {
            Map<Task, IdSet> contexts = new HashMap<>();
            Map<Long, Task> byContext = new HashMap<>();
            if (bankOfCourse) {
                // references from the course itself count as those of an activity do
                plan.tasks(Task.Kind.COURSE).forEach(course -> {
                    contexts.put(course, IdSet.of(course.contextId));
                    byContext.put(course.contextId, course);
                });
            }
            activities.forEach(task -> {
                contexts.put(task, IdSet.of(task.contextId));
                byContext.put(task.contextId, task);
            });
            addReferenced(byContext, contexts);
            addAttempted(attempted(plan, activities, keeping), contexts);
            readCategories(contexts);
            contexts.forEach((task, banks) -> banks.forEach(context -> {
                IdSet categories = categoriesByContext.get(context);
                if (categories != null) {
                    categories.forEach(id -> task.note("question_category", id));
                }
            }));
        }

        /** Banks that slots and random conditions point to. */
        private void addReferenced(Map<Long, Task> byContext, Map<Task, IdSet> contexts)
                throws SQLException, IOException {
            IdSet using = new IdSet();
            byContext.keySet().forEach(using::add);
            for (String list : using.inLists()) {
                snapshot.query(
                        "select r.usingcontextid, qc.contextid from {question_references} r"
                                + " join {question_bank_entries} e on e.id = r.questionbankentryid join"
                                + " {question_categories} qc on qc.id = e.questioncategoryid"
                                + " where r.usingcontextid in (" + list
                                + ") union select s.usingcontextid, s.questionscontextid from"
                                + " {question_set_references} s"
                                + " where s.usingcontextid in (" + list + ")",
                        row -> contexts.get(byContext.get(row.getLong(1))).add(row.getLong(2)));
            }
        }

        /**
         * Questions noted when an activity's turn came: its own, and those of tasks before it that nobody cleared, as
         * Moodle keeps them in one list (steps backup_calculate_question_categories and backup_delete_temp_questions).
         */
        private static Map<Task, IdSet> attempted(CoursePlan plan, List<Task> activities, Predicate<Task> keeping) {
            Map<Task, IdSet> attempted = new HashMap<>();
            Set<Task> using = Set.copyOf(activities);
            IdSet soFar = new IdSet();
            for (Task task : plan.tasks()) {
                soFar.addAll(task.noted("question"));
                if (using.contains(task)) {
                    attempted.put(task, soFar);
                    IdSet before = soFar;
                    soFar = new IdSet();
                    if (keeping.test(task)) {
                        soFar.addAll(before);
                    }
                }
            }
            return attempted;
        }

        /** Banks of questions that occur in attempts, whatever the slots say today. */
        private void addAttempted(Map<Task, IdSet> attempted, Map<Task, IdSet> contexts)
                throws SQLException, IOException {
            IdSet all = new IdSet();
            attempted.values().forEach(all::addAll);
            for (String list : all.inLists()) {
                snapshot.query(
                        "select v.questionid, qc.contextid from {question_versions} v join"
                                + " {question_bank_entries} e on e.id = v.questionbankentryid"
                                + " join {question_categories} qc on qc.id = e.questioncategoryid where"
                                + " v.questionid in ("
                                + list + ")",
                        row -> {
                            long question = row.getLong(1);
                            long context = row.getLong(2);
                            attempted.forEach((task, questions) -> {
                                if (questions.contains(question)) {
                                    contexts.get(task).add(context);
                                }
                            });
                        });
            }
        }

        private void readCategories(Map<Task, IdSet> contexts) throws SQLException, IOException {
            IdSet all = new IdSet();
            contexts.values().forEach(all::addAll);
            for (String list : all.inLists()) {
                snapshot.query(
                        "select qc.contextid, qc.id, x.id from {question_categories} qc left join {context} x on x.id ="
                                + " qc.contextid where qc.contextid in (" + list + ")",
                        row -> {
                            if (row.getLong(3) == 0) {
                                warnings.add(lost(row.getLong(2), row.getLong(1)));
                                return;
                            }
                            categoriesByContext
                                    .computeIfAbsent(row.getLong(1), c -> new IdSet())
                                    .add(row.getLong(2));
                        });
            }
        }

        @Override
        public boolean includes(long categoryId, long entryId) {
            return true;
        }
    }
}
