package org.coursebackup.archive;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.coursebackup.archive.definition.Definitions;
import org.coursebackup.archive.site.SiteConfig;
import org.coursebackup.archive.site.SiteSchema;
import org.coursebackup.archive.site.Snapshot;
import org.coursebackup.verify.Printable;

/**
 * The tasks of a course's backup in Moodle's order: the course; each section that no activity owns, by number, with its
 * activities in the order of its sequence; right after an activity the sections it owns (subsection), then its blocks;
 * the course's blocks; the end. Everything is read with a few queries for the whole course.
 */
final class CoursePlan {
    /** A block's name becomes the name of a folder in the archive. */
    private static final Pattern PLUGIN_NAME = Pattern.compile("\\w+");

    private record Section(long id, long number, String name, String sequence, String component, long itemId) {}

    private record Module(long cmid, String name, long instance, long section, long context, String title) {}

    private record Block(long id, String name, long parentContext, long context) {}

    private final List<Task> tasks = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final Map<Long, Section> sections = new LinkedHashMap<>();
    private final Map<Long, Module> modules = new LinkedHashMap<>();
    private final Map<Long, List<Block>> blocks = new LinkedHashMap<>();
    private final Definitions definitions;
    private final SiteConfig config;
    private final ArchiveSettings settings;
    private final Map<String, Integer> leftOut = new TreeMap<>();
    /** Sections already in the plan: one that two course modules claim appears once. */
    private final Set<Long> placed = new HashSet<>();

    private boolean excludesActivities;

    final long courseId;
    Map<String, String> course;
    long courseContext;
    long systemContext;

    private CoursePlan(long courseId, Definitions definitions, SiteConfig config, ArchiveSettings settings) {
        this.courseId = courseId;
        this.definitions = definitions;
        this.config = config;
        this.settings = settings;
    }

    static CoursePlan read(
            Snapshot snapshot,
            SiteSchema schema,
            long courseId,
            Definitions definitions,
            SiteConfig config,
            ArchiveSettings settings)
            throws SQLException, IOException, ArchiveException {
        CoursePlan plan = new CoursePlan(courseId, definitions, config, settings);
        plan.readCourse(snapshot, schema);
        plan.readSections(snapshot, schema);
        plan.readModules(snapshot, schema);
        plan.readBlocks(snapshot);
        plan.arrange();
        return plan;
    }

    private void readCourse(Snapshot snapshot, SiteSchema schema) throws SQLException, IOException, ArchiveException {
        snapshot.query(
                "select c.id, c.shortname, c.fullname, c.format, c.startdate, c.enddate, t.id, x.id, s.id from"
                        + " {course} c"
                        + " left join {course_categories} t on t.id = c.category"
                        + " left join {context} x on x.contextlevel = 50 and x.instanceid = c.id"
                        + " left join {context} s on s.contextlevel = 10 where c.id = " + courseId
                        // since 5.3 a deleted course stays until one of Moodle's tasks removes it
                        + (schema.hasColumn("course", "deletioninprogress")
                                ? " and coalesce(c.deletioninprogress, 0) <> 1"
                                : ""),
                row -> {
                    course = new LinkedHashMap<>();
                    int column = 2;
                    for (String name : List.of("shortname", "fullname", "format", "startdate", "enddate", "category")) {
                        course.put(name, row.getString(column++));
                    }
                    courseContext = row.getLong(8);
                    systemContext = row.getLong(9);
                });
        if (course == null) {
            throw new CourseGoneException(courseId);
        }
        if (courseContext == 0) {
            throw new ArchiveException(
                    "Course " + courseId + " has no row in the table context (contextlevel 50, instanceid "
                            + courseId
                            + "), so roles, files and blocks of it can't be found. No archive was made. Open"
                            + " the course once in"
                            + " Moodle, which recreates the row, then run the backup again.");
        }
    }

    private void readSections(Snapshot snapshot, SiteSchema schema) throws SQLException, IOException {
        boolean delegated = schema.hasColumn("course_sections", "component");
        snapshot.query(
                "select s.id, s.section, s.name, s.sequence, " + (delegated ? "s.component, s.itemid" : "null, null")
                        + " from {course_sections} s where s.course = " + courseId + " order by s.section, s.id",
                row -> sections.put(
                        row.getLong(1),
                        new Section(
                                row.getLong(1),
                                row.getLong(2),
                                row.getString(3),
                                row.getString(4),
                                row.getString(5),
                                row.getLong(6))));
    }

    private void readModules(Snapshot snapshot, SiteSchema schema) throws SQLException, IOException {
        Map<Long, Module> found = new LinkedHashMap<>();
        Map<String, IdSet> instances = new TreeMap<>();
        snapshot.query(
                "select cm.id, m.name, cm.instance, cm.section, x.id from {course_modules} cm join {modules} m"
                        + " on m.id = cm.module"
                        + " left join {context} x on x.contextlevel = 70 and x.instanceid = cm.id where cm.course = "
                        + courseId
                        + (schema.hasColumn("course_modules", "deletioninprogress")
                                ? " and cm.deletioninprogress <> 1"
                                : "")
                        + " order by cm.id",
                row -> {
                    Module module = new Module(
                            row.getLong(1), row.getString(2), row.getLong(3), row.getLong(4), row.getLong(5), null);
                    found.put(module.cmid, module);
                    if (schema.hasTable(module.name)) {
                        instances.computeIfAbsent(module.name, n -> new IdSet()).add(module.instance);
                    }
                });
        Map<String, Map<Long, String>> titles = titles(snapshot, schema, instances);
        for (Module module : found.values()) {
            String title = titles.getOrDefault(module.name, Map.of()).get(module.instance);
            if (!sections.containsKey(module.section)) {
                warnings.add("Course module " + module.cmid + " (" + module.name + ") lies in section " + module.section
                        + ", which the course does not have: left out, as Moodle does.");
            } else if (title == null) {
                warnings.add("Course module " + module.cmid + " points to " + module.name + " " + module.instance
                        + ", which does not exist: left out, as Moodle does.");
            } else {
                modules.put(
                        module.cmid,
                        new Module(module.cmid, module.name, module.instance, module.section, module.context, title));
            }
        }
    }

    /** The names of all instances, in one statement however many kinds of activity there are. */
    private static Map<String, Map<Long, String>> titles(
            Snapshot snapshot, SiteSchema schema, Map<String, IdSet> instances) throws SQLException, IOException {
        List<String> selects = new ArrayList<>();
        instances.forEach((module, ids) -> {
            String name = schema.hasColumn(module, "name") ? "i.name" : "''";
            ids.inLists()
                    .forEach(list -> selects.add("select '" + module.replace("'", "") + "', i.id, " + name + " from {"
                            + module + "} i where i.id in (" + list + ")"));
        });
        Map<String, Map<Long, String>> titles = new TreeMap<>();
        if (!selects.isEmpty()) {
            snapshot.query(String.join(" union all ", selects), row -> {
                String title = row.getString(3);
                titles.computeIfAbsent(row.getString(1), m -> new TreeMap<>())
                        .put(row.getLong(2), title == null ? "" : title);
            });
        }
        return titles;
    }

    private void readBlocks(Snapshot snapshot) throws SQLException, IOException {
        if (!settings.on(BackupSetting.BLOCKS)) {
            return;
        }
        IdSet parents = IdSet.of(courseContext);
        modules.values().forEach(module -> parents.add(module.context));
        for (String list : parents.inLists()) {
            snapshot.query(
                    "select b.id, b.blockname, b.parentcontextid, x.id from {block_instances} b"
                            + " left join {context} x on x.contextlevel = 80 and x.instanceid = b.id where"
                            + " b.parentcontextid in ("
                            + list + ") order by b.id",
                    row -> {
                        Block block = new Block(row.getLong(1), row.getString(2), row.getLong(3), row.getLong(4));
                        if (block.context == 0) {
                            warnings.add("Block " + row.getLong(1) + " (" + row.getString(2)
                                    + ") has no row in the table context (contextlevel 80, instanceid "
                                    + row.getLong(1) + "), without which it can't be restored, so it is not in the"
                                    + " archive. Open the page with the block once in Moodle, which makes the row.");
                            return;
                        }
                        if (!PLUGIN_NAME.matcher(String.valueOf(block.name)).matches()) {
                            warnings.add("Block " + row.getLong(1) + " has the name '" + Printable.of(block.name)
                                    + "', which no plugin of Moodle can have, so it is not in the archive. Delete its"
                                    + " row in block_instances, or correct the name.");
                            return;
                        }
                        blocks.computeIfAbsent(block.parentContext, c -> new ArrayList<>())
                                .add(block);
                    });
        }
    }

    private void arrange() {
        add(new Task(Task.Kind.COURSE, "course/", courseContext));
        for (Section section : sections.values()) {
            if (section.component == null || section.component.isEmpty()) {
                addSection(section, null);
            }
        }
        warnOfUnownedSections();
        blocks.getOrDefault(courseContext, List.of()).forEach(block -> addBlock(block, "course/"));
        add(new Task(Task.Kind.FINAL, "", courseContext));
    }

    private void warnOfUnownedSections() {
        for (Section section : sections.values()) {
            int lost = inOrder(section).size();
            if (!placed.contains(section.id) && lost > 0 && settings.on(BackupSetting.ACTIVITIES)) {
                warnings.add("Section " + section.id + " belongs to " + section.component + " " + section.itemId
                        + ", which is not in the archive: left out" + " with " + lost
                        + (lost == 1 ? " activity" : " activities") + " in it, as Moodle does.");
                excludesActivities = true;
            }
        }
    }

    private void addSection(Section section, Module owner) {
        if (!placed.add(section.id)) {
            return;
        }
        String title = section.name == null || section.name.isEmpty() ? Long.toString(section.number) : section.name;
        add(new Task(Task.Kind.SECTION, "sections/section_" + section.id + "/", courseContext)
                .with("section", section.id)
                .with("title", title)
                .with("parentcmid", owner == null ? "" : owner.cmid)
                .with(
                        "modname",
                        section.component == null || section.component.isEmpty()
                                ? ""
                                : section.component.replaceFirst("^[a-z]+_", "")));
        for (Module module : inOrder(section)) {
            addActivity(module, section, owner);
        }
    }

    private List<Module> inOrder(Section section) {
        Set<Module> ordered = new LinkedHashSet<>();
        Stream.of((section.sequence == null ? "" : section.sequence).split(","))
                .filter(id -> id.matches("\\d{1,18}"))
                .map(id -> modules.get(Long.parseLong(id)))
                .filter(m -> m != null && m.section == section.id)
                .forEach(ordered::add);
        modules.values().stream().filter(m -> m.section == section.id).forEach(ordered::add);
        return new ArrayList<>(ordered);
    }

    private void addActivity(Module module, Section section, Module owner) {
        if (definitions.activity(module.name) == null) {
            // gradebook and completion of the other activities stay: Moodle restores them without this one
            leftOut.merge(module.name, 1, Integer::sum);
            return;
        }
        if (!settings.on(BackupSetting.ACTIVITIES) || questionsAreOff(module)) {
            excludesActivities = true;
            return;
        }
        String directory = "activities/" + module.name + "_" + module.cmid + "/";
        if (module.context == 0) {
            warnings.add("Course module " + module.cmid + " (" + module.name
                    + ") has no row in the table context: its files, roles and blocks are missing.");
        }
        add(new Task(Task.Kind.ACTIVITY, directory, module.context)
                .with("cm", module.cmid)
                .with("instance", module.instance)
                .with("module", module.name)
                .with("section", section.id)
                .with("title", module.title)
                .with("insubsection", owner == null ? "" : "1")
                .with("advanced-grading", definitions.activity(module.name).advancedGrading()));
        sections.values().stream()
                .filter(s -> ("mod_" + module.name).equals(s.component) && s.itemId == module.instance)
                .forEach(delegated -> addSection(delegated, module));
        blocks.getOrDefault(module.context, List.of()).forEach(block -> addBlock(block, directory));
    }

    /**
     * Without the question bank Moodle leaves out every activity that uses questions (until 4.5; 5.x has no such
     * setting).
     */
    private boolean questionsAreOff(Module module) {
        return !settings.on(BackupSetting.QUESTIONBANK)
                && BackupSetting.QUESTIONBANK.existsIn(config.branch())
                && definitions.activity(module.name).usesQuestions();
    }

    private void addBlock(Block block, String parentDirectory) {
        add(new Task(Task.Kind.BLOCK, parentDirectory + "blocks/" + block.name + "_" + block.id + "/", block.context)
                .with("block", block.id)
                .with("blockname", block.name));
    }

    private void add(Task task) {
        tasks.add(task.with("course", courseId)
                .with("system", systemContext)
                .with("coursecontext", courseContext)
                .with("format", course.get("format"))
                .with("one", 1));
    }

    /** In Moodle's order. */
    List<Task> tasks() {
        return tasks;
    }

    List<Task> tasks(Task.Kind kind) {
        return tasks.stream().filter(t -> t.kind == kind).toList();
    }

    /** The task that gets the notes of a document written after its own task's {@code inforef.xml}. */
    Task after(Task task) {
        return tasks.get(tasks.indexOf(task) + 1);
    }

    /** Instance id by course module id, for each kind of activity in the course, described or not. */
    Map<String, Map<Long, Long>> instances() {
        Map<String, Map<Long, Long>> instances = new TreeMap<>();
        modules.values().forEach(module -> instances
                .computeIfAbsent(module.name, m -> new TreeMap<>())
                .put(module.cmid, module.instance));
        return instances;
    }

    /** Kinds of activity in the course that no definition describes, with the number of each. */
    Map<String, Integer> leftOut() {
        return leftOut;
    }

    /** Whether any of the course's activities is left out of the archive. */
    boolean excludesActivities() {
        return excludesActivities;
    }

    List<String> warnings() {
        return warnings;
    }
}
