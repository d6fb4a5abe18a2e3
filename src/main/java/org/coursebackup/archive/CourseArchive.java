package org.coursebackup.archive;

import org.coursebackup.archive.definition.Definitions;
import org.coursebackup.archive.definition.DocumentDefinition;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One archive in the making. Documents are written kind by kind, each kind for all tasks of the course from one set of
 * queries; what they note decides about the shared documents at the end, then about the pool.
 */
final class CourseArchive {
    /** Shared documents in Moodle's order: a note counts for those behind it only. files.xml comes last of all. */
    private static final List<String> SHARED = List.of("groups.xml", "questions.xml", "users.xml", "roles.xml", "gradebook.xml",
            "grade_history.xml", "completion.xml", "badges.xml", "scales.xml", "outcomes.xml");

    private static final DocumentWriter.FieldFilter AS_IS = (element, field, value) -> value;

    private final Snapshot snapshot;
    private final SiteSchema schema;
    private final Definitions definitions;
    private final MoodleSite site;
    private final ArchiveSettings settings;
    private final Set<String> unusable;
    private final Set<String> missing = new TreeSet<>();
    private final Set<String> wrong = new HashSet<>();
    private final List<String> warnings = new ArrayList<>();
    private final Annotations annotations = new Annotations();
    private final FileIndex files = new FileIndex();
    private final SiteConfig config;
    private final CoursePlan plan;
    private final LinkEncoder links;
    private final BackupCipher cipher;
    private final QuestionBanks banks;
    private final Set<String> facts = new HashSet<>();
    private final Flags flags;
    private final Set<String> emptyTables = new HashSet<>();
    private Path spoolFolder;
    private ArchiveZip zip;

    /** @param unusable hashes of pool contents that turned out not to be what their hash says */
    CourseArchive(Snapshot snapshot, SiteSchema schema, Definitions definitions, MoodleSite site, ArchiveSettings settings,
                  long courseId, Set<String> unusable) throws SQLException, IOException, ArchiveException {
        this.snapshot = snapshot;
        this.schema = schema;
        this.definitions = definitions;
        this.site = site;
        this.settings = settings;
        this.unusable = unusable;
        this.config = SiteConfig.read(snapshot);
        this.plan = CoursePlan.read(snapshot, schema, courseId, definitions, config, settings);
        this.flags = new Flags(settings, config, facts);
        this.links = new LinkEncoder(site.wwwroot(), installedLinks(), flags);
        this.cipher = new BackupCipher(config.backupKey());
        this.banks = config.branch() >= 500 ? new QuestionsInUse(snapshot, config, warnings) : new QuestionBanks.WholeContexts(snapshot, settings);
        warnings.addAll(plan.warnings());
        if (!config.versionKnown()) {
            warnings.add("Moodle " + config.get("release") + " (branch " + config.get("branch") + ") is not among the versions whose archives are"
                    + " known (4.5 to 5.1); this one was written by the definitions of the nearest. Try a restore, and look for a newer version"
                    + " of this program.");
        }
    }

    private List<List<org.coursebackup.archive.definition.LinkDefinition>> installedLinks() {
        Map<String, List<org.coursebackup.archive.definition.LinkDefinition>> ordered = new TreeMap<>(definitions.links());
        ordered.keySet().removeIf(module -> !module.isEmpty() && !config.installed("mod_" + module));
        return new ArrayList<>(ordered.values());
    }

    /** Writes the archive; when it throws, the file may be left half written. */
    ArchiveReport write(String name, Path part, Instant now) throws SQLException, IOException {
        spoolFolder = RowSpool.folder(part.toAbsolutePath().getParent());
        try (ArchiveZip archive = new ArchiveZip(part, now)) {
            zip = archive;
            findEmptyTables();
            readFileIndex();
            if (plan.course.get("format").equals("site")) {
                facts.add("frontpage");
            }
            if (site.userPasswords()) {
                facts.add("userpasswords");
            }
            writeTasks();
            banks.note(plan, plan.tasks(Task.Kind.ACTIVITY).stream().filter(t -> definitions.activity(t.module()).usesQuestions()).toList());
            plan.tasks().stream().filter(task -> task.kind != Task.Kind.FINAL).forEach(annotations::settle);
            writeInforefs();
            checkCompleteness();
            writeShared(name, now);
            archive.finish();
        } finally {
            Files.deleteIfExists(spoolFolder);
        }
        return new ArchiveReport(plan.courseId, Files.size(part), zip.entries(), snapshot.statements(), Map.copyOf(snapshot.rowsByTable()),
                List.copyOf(warnings), Set.copyOf(missing));
    }

    /** Contents copied in vain: the archive holds a wrong entry for each and must not be used. */
    Set<String> wrongContents() {
        return wrong;
    }

    private void findEmptyTables() throws SQLException, IOException {
        List<String> checks = new ArrayList<>();
        List<String> tables = new ArrayList<>(schema.tables());
        for (String table : tables) {
            checks.add("select '" + table + "' where not exists (select 1 from {" + table + "})");
        }
        snapshot.query(String.join(" union all ", checks), row -> emptyTables.add(row.getString(1)));
    }

    private void readFileIndex() throws SQLException, IOException {
        IdSet contexts = new IdSet();
        plan.tasks().forEach(task -> contexts.add(task.contextId));
        files.read(snapshot, contexts, "");
        files.read(snapshot, IdSet.of(plan.systemContext), " and f.component in ('grade', 'badges')");
    }

    /**
     * The course's groups and groupings, and the groups of the groupings that the course and each course module name; called
     * when no other document has noted groupings yet.
     */
    private void noteGroups() throws SQLException, IOException {
        if (!settings.on(BackupSetting.GROUPS)) {
            return;
        }
        Task course = plan.tasks().get(0);
        snapshot.query("select 'group', g.id from {groups} g where g.courseid = " + plan.courseId
                + " union all select 'grouping', g.id from {groupings} g where g.courseid = " + plan.courseId, row ->
                course.note(row.getString(1), row.getLong(2)));
        IdSet groupings = new IdSet();
        plan.tasks().forEach(task -> groupings.addAll(task.noted("grouping")));
        for (String list : groupings.inLists()) {
            snapshot.query("select g.groupingid, g.groupid from {groupings_groups} g where g.groupingid in (" + list + ")", row -> {
                for (Task task : plan.tasks()) {
                    if (task.noted("grouping").contains(row.getLong(1))) {
                        task.note("group", row.getLong(2));
                    }
                }
            });
        }
    }

    /** Scales of the outcomes that activities are graded with; they count at once and show in no inforef.xml. */
    private void noteScalesOfOutcomes() throws SQLException, IOException {
        IdSet outcomes = new IdSet();
        plan.tasks(Task.Kind.ACTIVITY).forEach(task -> outcomes.addAll(task.noted("outcome")));
        for (String list : outcomes.inLists()) {
            snapshot.query("select o.scaleid from {grade_outcomes} o where o.id in (" + list + ")", row ->
                    annotations.finals("scale").add(row.getLong(1)));
        }
    }

    private void writeTasks() throws SQLException, IOException {
        write(definitions.document("course", "course.xml"), plan.tasks(Task.Kind.COURSE));
        write(definitions.document("activity", "module.xml"), plan.tasks(Task.Kind.ACTIVITY));
        noteGroups();
        Map<String, List<Task>> byModule = new TreeMap<>();
        plan.tasks(Task.Kind.ACTIVITY).forEach(task -> byModule.computeIfAbsent(task.module(), m -> new ArrayList<>()).add(task));
        for (Map.Entry<String, List<Task>> of : byModule.entrySet()) {
            write(definitions.activity(of.getKey()), of.getValue());
        }
        Map<String, List<Task>> tasksByDocument = new TreeMap<>();
        Map<String, List<DocumentDefinition>> definitionsByRoot = new TreeMap<>();
        for (Task.Kind kind : List.of(Task.Kind.COURSE, Task.Kind.SECTION, Task.Kind.ACTIVITY, Task.Kind.BLOCK)) {
            for (DocumentDefinition document : definitions.documentsOf(kind.name().toLowerCase())) {
                if (document.name().equals("course.xml") || document.name().equals("module.xml")) {
                    continue;
                }
                // one definition for several kinds of task is read once for all of them
                tasksByDocument.computeIfAbsent(document.place(), p -> new ArrayList<>()).addAll(plan.tasks(kind));
                definitionsByRoot.computeIfAbsent(document.place(), p -> new ArrayList<>()).add(document);
            }
        }
        for (Map.Entry<String, List<Task>> of : tasksByDocument.entrySet()) {
            write(definitionsByRoot.get(of.getKey()).get(0), of.getValue());
        }
        noteScalesOfOutcomes();
    }

    private void write(DocumentDefinition document, List<Task> all) throws SQLException, IOException {
        if (!document.when().flagsHold(flags)) {
            return;
        }
        List<Task> tasks = all.stream().filter(task -> document.when().fieldsHold((name, value) -> value.equals(task.value(name)))).toList();
        Element root = resolve(document);
        if (tasks.isEmpty() || root == null) {
            return;
        }
        DocumentWriter writer = writer(AS_IS);
        try {
            reader().read(root, tasks);
            for (Task task : tasks) {
                Task notes = document.afterInforef() ? plan.after(task) : task;
                try (OutputStream out = zip.entry(task.directory + document.name(), true); MoodleXml xml = new MoodleXml(out)) {
                    if (document.activity() == null) {
                        writer.write(root, task, notes, xml);
                    } else {
                        xml.open("activity", "id", task.value("instance"), "moduleid", task.value("cm"), "modulename", task.module(),
                                "contextid", Long.toString(task.contextId));
                        writer.write(root, task, notes, xml);
                        xml.close("activity");
                    }
                }
            }
        } finally {
            CourseReader.release(root);
        }
    }

    private Element resolve(DocumentDefinition document) {
        return new ElementResolver(schema, definitions, flags, config::installed).resolve(document.root());
    }

    private CourseReader reader() {
        return new CourseReader(snapshot, emptyTables, spoolFolder, annotations::finals, this::belongs);
    }

    /** Of some banks only entries in use are in the archive. */
    private boolean belongs(Element element, long key, String[] values) {
        return !"question_bank_entries".equals(element.table) || banks.includes(key, Long.parseLong(values[element.indexes.get("id")]));
    }

    private DocumentWriter writer(DocumentWriter.FieldFilter filter) {
        return new DocumentWriter(annotations, files, links, cipher, plan.courseId, filter);
    }

    private void writeInforefs() throws IOException {
        for (Task task : plan.tasks()) {
            if (task.kind != Task.Kind.FINAL) {
                try (OutputStream out = zip.entry(task.directory + "inforef.xml", true); MoodleXml xml = new MoodleXml(out)) {
                    InforefDocument.write(task, xml);
                }
            }
        }
    }

    /** Finds out what the shared documents may claim: the gradebook is complete only with every graded activity. */
    private void checkCompleteness() throws SQLException, IOException {
        if (!plan.excludesActivities()) {
            facts.add("every-activity");
        }
        boolean[] every = {true};
        snapshot.query("select i.id from {grade_items} i where i.courseid = " + plan.courseId + " and i.itemtype = 'mod'", row ->
                every[0] &= annotations.finals("grade_item").contains(row.getLong(1)));
        if (every[0]) {
            facts.add("every-graded-activity");
        }
    }

    private void writeShared(String name, Instant now) throws SQLException, IOException {
        Task last = plan.tasks(Task.Kind.FINAL).get(0);
        for (String document : SHARED) {
            if (document.equals("users.xml")) {
                noteQuestionFiles(last);
                noteUserFiles(last);
            }
            DocumentDefinition definition = definitions.document("final", document);
            if (definition != null) {
                writeShared(definition, last, document.equals("users.xml") && settings.on(BackupSetting.ANONYMIZE) ? new Anonymizer() : AS_IS);
            }
        }
        annotations.settle(last);
        PoolContents contents = new PoolContents();
        writeShared(definitions.document("final", "files.xml"), last, contents);
        copyPool(contents.sizes());
        BackupDocument.Outcome outcome = new BackupDocument.Outcome(name, now, settings.on(BackupSetting.FILES), contents.hasReferences(), hasRemoteUsers());
        try (OutputStream out = zip.entry("moodle_backup.xml", true); MoodleXml xml = new MoodleXml(out)) {
            new BackupDocument(plan, config, site, settings, links).write(outcome, xml);
        }
    }

    private void writeShared(DocumentDefinition document, Task last, DocumentWriter.FieldFilter filter) throws SQLException, IOException {
        if (!document.when().flagsHold(flags)) {
            return;
        }
        Element root = resolve(document);
        if (root == null) {
            return;
        }
        try {
            reader().read(root, List.of(last));
            try (OutputStream out = zip.entry(document.name(), true); MoodleXml xml = new MoodleXml(out)) {
                writer(filter).write(root, last, last, xml);
            }
        } finally {
            CourseReader.release(root);
        }
    }

    /** Files of questions are taken by context, whether or not the question at hand is in the archive. */
    private void noteQuestionFiles(Task last) throws SQLException, IOException {
        IdSet contexts = new IdSet();
        for (String list : annotations.finals("question_category").inLists()) {
            snapshot.query("select distinct qc.contextid from {question_categories} qc where qc.id in (" + list + ")", row -> contexts.add(row.getLong(1)));
        }
        String components = definitions.questionFileComponents().stream().filter(config::installed)
                .map(component -> "'" + component + "'").collect(Collectors.joining(", "));
        for (String list : contexts.inLists()) {
            snapshot.query("select f.id from {files} f where f.contextid in (" + list + ") and ("
                    + (components.isEmpty() ? "" : "f.component in (" + components + ") or ") + "f.component = 'question' and f.filearea in ('questiontext', 'generalfeedback', 'answer', 'answerfeedback', 'hint',"
                    + " 'correctfeedback', 'partiallycorrectfeedback', 'incorrectfeedback'))", row -> last.note("file", row.getLong(1)));
        }
    }

    private void noteUserFiles(Task last) throws SQLException, IOException {
        if (settings.on(BackupSetting.ANONYMIZE) || !settings.on(BackupSetting.USERS)) {
            return;
        }
        for (String list : annotations.finals("user").inLists()) {
            snapshot.query("select f.id from {context} x join {files} f on f.contextid = x.id where x.contextlevel = 30 and x.instanceid in (" + list
                    + ") and f.component = 'user' and f.filearea in ('profile', 'icon')", row -> last.note("file", row.getLong(1)));
        }
    }

    /** Whether somebody the archive refers to comes from another MNet host. */
    private boolean hasRemoteUsers() throws SQLException, IOException {
        boolean[] found = {false};
        for (String list : annotations.finals("user").inLists()) {
            snapshot.query("select 1 from {user} u where u.mnethostid <> " + config.number("mnet_localhost_id") + " and u.id in (" + list + ")",
                    row -> found[0] = true);
        }
        return found[0];
    }

    private void copyPool(Map<String, Long> sizes) throws IOException {
        FilePool pool = new FilePool(site.dataroot());
        for (Map.Entry<String, Long> content : sizes.entrySet()) {
            if (unusable.contains(content.getKey()) || !pool.has(content.getKey(), content.getValue())) {
                missing.add(content.getKey());
            } else if (settings.on(BackupSetting.FILES) && !pool.copy(content.getKey(), zip)) {
                wrong.add(content.getKey());
            }
        }
        if (!settings.on(BackupSetting.FILES)) {
            missing.clear();
        }
        missing.forEach(hash -> warnings.add("The pool file " + hash + " is missing, unreadable or not what its name says ("
                + pool.path(hash) + "); restore will lack it. Bring it back from a backup of Moodle's data folder."));
    }
}
