package org.coursebackup.archive;

import java.io.IOException;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.roaringbitmap.longlong.LongIterator;

import org.coursebackup.archive.site.SiteConfig;
import org.coursebackup.archive.site.Snapshot;

/**
 * The questions that the random questions of activities would pick from now (Moodle: random_question_loader): the
 * latest ready version of each, if it is not part of another question, has a type that may be picked and passes all
 * filters. Takes a fixed number of statements however many conditions there are.
 */
final class RandomQuestions {
    /** Question types that are never picked (Moodle: is_usable_by_random). */
    private static final Set<String> NEVER = Set.of("description", "missingtype", "random", "randomsamatch");

    /** No question gets lost any more where an activity has several conditions: 5.0.4 and 5.1.1 (MDL-87004). */
    private static final List<BigDecimal> LISTS_MERGED =
            List.of(new BigDecimal("2025041404"), new BigDecimal("2025100601"));

    private final Snapshot snapshot;
    private final SiteConfig config;
    private final List<String> warnings;
    private final Map<String, RandomCondition> byFilter = new LinkedHashMap<>();
    private final Map<RandomCondition, IdSet> picked = new HashMap<>();

    RandomQuestions(Snapshot snapshot, SiteConfig config, List<String> warnings) {
        this.snapshot = snapshot;
        this.config = config;
        this.warnings = warnings;
    }

    /** Ids of questions, by activity. */
    Map<Task, IdSet> of(List<Task> activities) throws SQLException, IOException {
        Map<Task, List<RandomCondition>> conditions = conditions(activities);
        Map<Task, IdSet> questions = new HashMap<>();
        if (!byFilter.isEmpty()) {
            addSubcategories();
            findTags();
            pick();
        }
        conditions.forEach((task, lists) -> questions.put(task, joined(lists)));
        return questions;
    }

    private Map<Task, List<RandomCondition>> conditions(List<Task> activities) throws SQLException, IOException {
        Map<Long, Task> byContext = new HashMap<>();
        IdSet contexts = new IdSet();
        activities.forEach(task -> {
            byContext.put(task.contextId, task);
            contexts.add(task.contextId);
        });
        Map<Task, List<RandomCondition>> conditions = new LinkedHashMap<>();
        ZoneId zone = zone();
        for (String list : contexts.inLists()) {
            snapshot.query(
                    "select s.usingcontextid, s.component, s.id, s.filtercondition from"
                            + " {question_set_references} s where s.usingcontextid in ("
                            + list + ") order by s.usingcontextid, s.id",
                    row -> {
                        Task task = byContext.get(row.getLong(1));
                        if (("mod_" + task.module()).equals(row.getString(2))) {
                            try {
                                conditions
                                        .computeIfAbsent(task, t -> new ArrayList<>())
                                        .add(condition(row.getString(4), zone));
                            } catch (RandomCondition.UnusableException e) {
                                warnings.add("A random question of " + task.directory
                                        + " has a condition (question_set_references " + row.getLong(3)
                                        + ") that can't be evaluated: " + e.getMessage()
                                        + ". The questions it should pick from are only in the archive"
                                        + " where something else needs them. Edit or remove the random"
                                        + " question in Moodle.");
                            }
                        }
                    });
        }
        return conditions;
    }

    private RandomCondition condition(String filter, ZoneId zone) throws RandomCondition.UnusableException {
        RandomCondition known = byFilter.get(filter);
        if (known == null) {
            known = RandomCondition.parse(filter, config::enabled, zone);
            byFilter.put(filter, known);
            picked.put(known, new IdSet());
        }
        return known;
    }

    private ZoneId zone() {
        String name = config.get("forcetimezone") == null
                        || config.get("forcetimezone").equals("99")
                ? config.get("timezone")
                : config.get("forcetimezone");
        try {
            return name == null || name.equals("99") ? ZoneId.systemDefault() : ZoneId.of(name);
        } catch (DateTimeException e) {
            return ZoneId.systemDefault();
        }
    }

    private void addSubcategories() throws SQLException, IOException {
        IdSet roots = new IdSet();
        byFilter.values().stream().filter(c -> c.withSubcategories).forEach(c -> roots.addAll(c.categories));
        Map<List<Long>, IdSet> children = new HashMap<>();
        Map<Long, Long> contexts = new HashMap<>();
        for (String list : roots.inLists()) {
            snapshot.query(
                    "select qc.id, qc.parent, qc.contextid from {question_categories} qc where qc.contextid in"
                            + " (select r.contextid from {question_categories} r where r.id in (" + list + "))",
                    row -> {
                        children.computeIfAbsent(List.of(row.getLong(2), row.getLong(3)), p -> new IdSet())
                                .add(row.getLong(1));
                        contexts.put(row.getLong(1), row.getLong(3));
                    });
        }
        byFilter.values().stream().filter(c -> c.withSubcategories).forEach(condition -> {
            List<Long> open = new ArrayList<>();
            condition.categories.forEach(open::add);
            for (int i = 0; i < open.size(); i++) {
                children.getOrDefault(List.of(open.get(i), contexts.getOrDefault(open.get(i), 0L)), new IdSet())
                        .forEach(child -> {
                            if (!condition.categories.contains(child)) {
                                condition.categories.add(child);
                                open.add(child);
                            }
                        });
            }
        });
    }

    private void findTags() throws SQLException, IOException {
        List<RandomCondition> asking =
                byFilter.values().stream().filter(c -> c.tags != null).toList();
        if (asking.stream().anyMatch(c -> !c.tagNames.isEmpty())) {
            snapshot.query(
                    "select t.id, t.name from {tag} t join {tag_area} a on a.tagcollid = t.tagcollid where"
                            + " a.component = 'core_question'"
                            + " and a.itemtype = 'question' and exists (select 1 from {tag_instance} ti where"
                            + " ti.tagid = t.id and ti.itemtype = 'question')",
                    row -> {
                        for (RandomCondition condition : asking) {
                            if (condition.tagNames.contains(row.getString(2))) {
                                condition.tags.add(row.getLong(1));
                            }
                        }
                    });
        }
        IdSet tags = new IdSet();
        asking.forEach(c -> tags.addAll(c.tags));
        boolean all = asking.stream().anyMatch(c -> c.otherTags);
        for (String list : all ? List.of("") : tags.inLists()) {
            snapshot.query(
                    "select ti.itemid, ti.tagid from {tag_instance} ti where ti.component = 'core_question' and"
                            + " ti.itemtype = 'question'"
                            + (all ? "" : " and ti.tagid in (" + list + ")"),
                    row -> {
                        for (RandomCondition condition : asking) {
                            condition.countTag(row.getLong(1), row.getLong(2));
                        }
                    });
        }
    }

    private void pick() throws SQLException, IOException {
        Map<Long, List<RandomCondition>> byCategory = new HashMap<>();
        List<RandomCondition> anywhere = new ArrayList<>();
        IdSet categories = new IdSet();
        for (RandomCondition condition : byFilter.values()) {
            if (condition.categories == null || condition.otherCategories) {
                anywhere.add(condition);
            } else {
                categories.addAll(condition.categories);
                condition.categories.forEach(id ->
                        byCategory.computeIfAbsent(id, c -> new ArrayList<>()).add(condition));
            }
        }
        boolean names = byFilter.values().stream().anyMatch(c -> c.readsNames);
        boolean texts = byFilter.values().stream().anyMatch(c -> c.readsTexts);
        for (String list : anywhere.isEmpty() ? categories.inLists() : List.of("")) {
            snapshot.query(
                    "select q.id, e.questioncategoryid, q.qtype, " + (names ? "q.name, e.idnumber, " : "null, null, ")
                            + (texts ? "q.questiontext, q.generalfeedback" : "null, null")
                            + ", q.timemodified from {question_bank_entries} e"
                            + " join {question_versions} v on v.questionbankentryid = e.id join {question} q on"
                            + " q.id = v.questionid"
                            + " where q.parent = 0 and q.qtype in (" + types() + ")"
                            + (list.isEmpty() ? "" : " and e.questioncategoryid in (" + list + ")")
                            + " and v.version = (select max(r.version) from {question_versions} r where"
                            + " r.questionbankentryid = e.id and r.status = 'ready')",
                    row -> {
                        RandomCondition.Candidate question = new RandomCondition.Candidate(
                                row.getLong(1),
                                row.getLong(2),
                                row.getString(3),
                                row.getString(4),
                                row.getString(5),
                                row.getString(6),
                                row.getString(7),
                                row.getLong(8));
                        take(question, anywhere);
                        take(question, byCategory.getOrDefault(question.category(), List.of()));
                    });
        }
    }

    private void take(RandomCondition.Candidate question, List<RandomCondition> conditions) {
        for (RandomCondition condition : conditions) {
            if (condition.picks(question)) {
                picked.get(condition).add(question.question());
            }
        }
    }

    private String types() {
        Set<String> types = new TreeSet<>();
        config.plugins().forEach(plugin -> {
            String type = plugin.startsWith("qtype_") ? plugin.substring("qtype_".length()) : "";
            if (type.matches("\\w+") && !NEVER.contains(type)) {
                types.add("'" + type + "'");
            }
        });
        return types.isEmpty() ? "null" : String.join(", ", types);
    }

    /**
     * Joins the questions of an activity's conditions. Until 5.0.3 and 5.1.0 Moodle joined the lists, each ordered by
     * question id, by position: of each further list only what lies beyond the length so far was added. A question lost
     * that way is left out here as well, so that both archives restore to the same.
     */
    private IdSet joined(List<RandomCondition> conditions) {
        IdSet joined = new IdSet();
        if (config.builtSince(LISTS_MERGED)) {
            conditions.forEach(condition -> joined.addAll(picked.get(condition)));
            return joined;
        }
        long length = 0;
        for (RandomCondition condition : conditions) {
            IdSet list = picked.get(condition);
            LongIterator all = list.iterator();
            for (long position = 0; all.hasNext(); position++) {
                long question = all.next();
                if (position >= length) {
                    joined.add(question);
                }
            }
            length = Math.max(length, list.size());
        }
        return joined;
    }
}
