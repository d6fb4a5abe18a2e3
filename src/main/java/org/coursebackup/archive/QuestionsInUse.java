package org.coursebackup.archive;

import java.io.IOException;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.coursebackup.archive.site.SiteConfig;
import org.coursebackup.archive.site.Snapshot;

/**
 * The rule since Moodle 5.0.2: banks belong to activities. An activity's own bank is archived whole; from other banks
 * come the entries that slots and random questions use, their categories and the direct parents of these.
 */
final class QuestionsInUse implements QuestionBanks {
    private record Category(long id, long context, long parent) {}

    static final String ENTRY = "question_bank_entry";

    /** 5.0.2 (MDL-41924). */
    static final List<BigDecimal> FIRST_BUILD = List.of(new BigDecimal("2025041402"));

    /** Parts of embedded-answer questions come along from any category: 5.0.5 and 5.1.2 (MDL-87606). */
    private static final List<BigDecimal> PARTS_FOLLOW =
            List.of(new BigDecimal("2025041405"), new BigDecimal("2025100602"));

    private final Snapshot snapshot;
    private final SiteConfig config;
    private final RandomQuestions random;
    private final List<String> warnings;
    private final IdSet complete = new IdSet();
    private final IdSet partial = new IdSet();
    private final IdSet used = new IdSet();
    private final IdSet partsOfUsed = new IdSet();

    QuestionsInUse(Snapshot snapshot, SiteConfig config, List<String> warnings) {
        this.snapshot = snapshot;
        this.config = config;
        this.random = new RandomQuestions(snapshot, config, warnings);
        this.warnings = warnings;
    }

    @Override
    public void note(CoursePlan plan, List<Task> activities, Predicate<Task> keeping) throws SQLException, IOException {
        noteEntries(random.of(activities));
        Map<Long, Map<Long, Category>> own = ownCategories(activities);
        plan.tasks().forEach(task -> used.addAll(task.noted(ENTRY)));
        if (config.builtSince(PARTS_FOLLOW)) {
            addParts();
        }
        Map<Long, Category> categories = categoriesOfUsed();
        // what earlier activities use counts for later ones, too
        Map<Long, Category> soFar = new LinkedHashMap<>();
        for (Task task : plan.tasks()) {
            task.noted(ENTRY).forEach(entry -> {
                Category category = categories.get(entry);
                if (category != null) {
                    soFar.put(category.id, category);
                }
            });
            if (activities.contains(task)) {
                Map<Long, Category> noted = new HashMap<>(own.getOrDefault(task.contextId, Map.of()));
                complete.addAll(ids(noted));
                soFar.values().stream()
                        .filter(category -> category.context != task.contextId)
                        .forEach(category -> {
                            partial.add(category.id);
                            noted.put(category.id, category);
                        });
                noted.values().forEach(category -> {
                    task.note("question_category", category.id);
                    task.note("question_category", category.parent);
                });
            }
        }
    }

    private void addParts() throws SQLException, IOException {
        for (String list : used.inLists()) {
            snapshot.query(
                    "select v.questionbankentryid from {question_versions} p join {question} q on q.parent ="
                            + " p.questionid"
                            + " join {question_versions} v on v.questionid = q.id where p.questionbankentryid in ("
                            + list + ")",
                    row -> partsOfUsed.add(row.getLong(1)));
        }
    }

    private static IdSet ids(Map<Long, Category> categories) {
        IdSet ids = new IdSet();
        categories.keySet().forEach(ids::add);
        return ids;
    }

    private void noteEntries(Map<Task, IdSet> questions) throws SQLException, IOException {
        IdSet all = new IdSet();
        questions.values().forEach(all::addAll);
        for (String list : all.inLists()) {
            snapshot.query(
                    "select v.questionid, v.questionbankentryid from {question_versions} v where v.questionid in ("
                            + list + ")",
                    row -> {
                        long question = row.getLong(1);
                        long entry = row.getLong(2);
                        questions.forEach((task, of) -> {
                            if (of.contains(question)) {
                                task.note(ENTRY, entry);
                            }
                        });
                    });
        }
    }

    /** By context, then by id. */
    private Map<Long, Map<Long, Category>> ownCategories(List<Task> activities) throws SQLException, IOException {
        IdSet contexts = new IdSet();
        activities.forEach(task -> contexts.add(task.contextId));
        Map<Long, Map<Long, Category>> own = new HashMap<>();
        for (String list : contexts.inLists()) {
            snapshot.query(
                    "select qc.id, qc.contextid, qc.parent from {question_categories} qc where qc.contextid in (" + list
                            + ")",
                    row -> {
                        Category category = new Category(row.getLong(1), row.getLong(2), row.getLong(3));
                        own.computeIfAbsent(category.context, c -> new LinkedHashMap<>())
                                .put(category.id, category);
                    });
        }
        return own;
    }

    /** By id of the entry. */
    private Map<Long, Category> categoriesOfUsed() throws SQLException, IOException {
        Map<Long, Category> byId = new HashMap<>();
        Map<Long, Category> categories = new HashMap<>();
        IdSet lost = new IdSet();
        for (String list : used.inLists()) {
            snapshot.query(
                    "select e.id, qc.id, qc.contextid, qc.parent, x.id from {question_bank_entries} e"
                            + " join {question_categories} qc on qc.id = e.questioncategoryid"
                            + " left join {context} x on x.id = qc.contextid where e.id in (" + list + ")",
                    row -> {
                        Category category = new Category(row.getLong(2), row.getLong(3), row.getLong(4));
                        if (row.getLong(5) == 0) {
                            if (!lost.contains(category.id)) {
                                warnings.add(QuestionBanks.lost(category.id, category.context));
                            }
                            lost.add(category.id);
                            return;
                        }
                        categories.put(row.getLong(1), byId.computeIfAbsent(category.id, c -> category));
                    });
        }
        return categories;
    }

    @Override
    public boolean includes(long categoryId, long entryId) {
        return complete.contains(categoryId)
                || used.contains(entryId)
                || partial.contains(categoryId) && partsOfUsed.contains(entryId);
    }
}
