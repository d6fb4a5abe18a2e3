package org.coursebackup.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.coursebackup.archive.definition.Definitions;
import org.coursebackup.archive.definition.DocumentDefinition;
import org.coursebackup.archive.definition.LinkDefinition;
import org.coursebackup.archive.site.MoodleSite;
import org.coursebackup.archive.site.SiteConfig;
import org.coursebackup.archive.site.SiteSchema;
import org.coursebackup.archive.site.Snapshot;
import org.coursebackup.archive.text.BackupCipher;
import org.coursebackup.archive.text.LinkEncoder;
import org.coursebackup.archive.text.MoodleXml;
import org.coursebackup.share.BlockCloner;
import org.coursebackup.share.ContentStore;
import org.coursebackup.share.EarlierArchive;
import org.coursebackup.share.Sharing;
import org.coursebackup.thin.ThinArchive;

/**
 * One archive in the making. Documents are written kind by kind, each kind for all tasks of the course from one set of
 * queries; what they note decides what the shared documents at the end contain, and those which pool files follow.
 */
final class CourseArchive {
    /** Shared documents in Moodle's order: a note counts only for those after it. files.xml comes last of all. */
    private static final List<String> SHARED = List.of(
            "groups.xml",
            "questions.xml",
            "users.xml",
            "roles.xml",
            "gradebook.xml",
            "grade_history.xml",
            "completion.xml",
            "badges.xml",
            "scales.xml",
            "outcomes.xml");

    private static final DocumentWriter.FieldFilter AS_IS = (element, field, value) -> value;

    private final Snapshot snapshot;
    private final SiteSchema schema;
    private final Definitions definitions;
    private final UnreadContent completeness;
    private final DescribedSite described;
    private final MoodleSite site;
    private final ArchiveSettings settings;
    private final Set<String> unusable;
    private final Map<String, String> broken;
    private final ImpliedNotes implied;
    private final QuestionTypes questionTypes = new QuestionTypes();
    private final Set<String> wrong = new HashSet<>();
    private final Omissions omissions = new Omissions();
    private final Annotations annotations = new Annotations();
    private final FileIndex files = new FileIndex();
    private final SiteConfig config;
    private final CoursePlan plan;
    private final LinkEncoder links;
    private final BackupCipher cipher;
    private final QuestionBanks banks;
    private final DataFolder data;
    private final Set<String> facts = new HashSet<>();
    private final Flags flags;
    private final Set<String> emptyTables = new HashSet<>();
    private final Reference reference;
    private final BlockCloner cloner;
    private final Supplier<Optional<EarlierArchive>> earlier;
    private final Optional<ContentStore> store;
    private Sharing sharing = Sharing.NONE;
    private boolean deceived;
    private ArchiveDigest digest;
    private Path spoolFolder;
    private ArchiveZip zip;

    /**
     * @param described the site for which definitions were generated
     * @param unusable hashes of pool files whose content turned out not to match
     * @param broken elements whose query the database refused before: messages by place
     * @param reference what the archive is compared with; null if it is not
     * @param cloner has contents share blocks with other files
     * @param earlier gives an archive of the course with which they are shared, or none; asked only if there are any
     * @param store takes the contents, if the archive is to be thin
     */
    CourseArchive(
            Snapshot snapshot,
            SiteConfig config,
            SiteSchema schema,
            Definitions definitions,
            UnreadContent completeness,
            DescribedSite described,
            MoodleSite site,
            ArchiveSettings settings,
            long courseId,
            Set<String> unusable,
            Map<String, String> broken,
            Reference reference,
            BlockCloner cloner,
            Supplier<Optional<EarlierArchive>> earlier,
            Optional<ContentStore> store)
            throws SQLException, IOException, ArchiveException {
        this.reference = reference;
        this.cloner = cloner;
        this.earlier = earlier;
        this.store = store;
        this.snapshot = snapshot;
        this.schema = schema;
        this.definitions = definitions;
        this.completeness = completeness;
        this.described = described;
        this.site = site;
        this.settings = settings;
        this.unusable = unusable;
        this.broken = broken;
        this.config = config;
        this.plan = CoursePlan.read(snapshot, schema, courseId, definitions, config, settings);
        this.flags = new Flags(settings, config, facts);
        this.links = new LinkEncoder(site.wwwroot(), installedLinks(), flags);
        this.cipher = new BackupCipher(config.backupKey());
        this.data = new DataFolder(site.dataroot());
        this.banks = QuestionBanks.of(snapshot, config, settings, omissions.warnings());
        omissions.warnings().addAll(plan.warnings());
        this.implied = new ImpliedNotes(snapshot, plan, annotations, definitions, config, settings);
        broken.values().forEach(message -> omissions.warn(message + " Its rows are not in the archive."));
    }

    private List<List<LinkDefinition>> installedLinks() {
        Map<String, List<LinkDefinition>> ordered = new TreeMap<>(definitions.links());
        ordered.keySet().removeIf(module -> !module.isEmpty() && !config.installed("mod_" + module));
        return new ArrayList<>(ordered.values());
    }

    /**
     * Writes the archive, or stops before any content of the pool is read because it would be equal to the one it is
     * compared with. If it throws, or stops, the file is left half written.
     */
    ArchiveReport write(String name, Path part, Instant now)
            throws SQLException, IOException, BrokenDefinitionException {
        boolean unchanged;
        String fingerprint = null;
        digest = reference == null ? null : new ArchiveDigest(reference.strict());
        spoolFolder = RowSpool.folder(part.toAbsolutePath().getParent());
        try (ArchiveZip archive = new ArchiveZip(part, cloner)) {
            zip = archive;
            findEmptyTables();
            readFileIndex();
            if (plan.course.get("format").equals("site")) {
                facts.add("frontpage");
            }
            if (plan.course.get("category") != null) {
                facts.add("category");
            }
            if (config.number("includeuserpasswordsinbackup") != 0) {
                facts.add("userpasswords");
            }
            writeTasks();
            banks.note(
                    plan,
                    plan.tasks(Task.Kind.ACTIVITY).stream()
                            .filter(t -> definitions.activity(t.module()).usesQuestions())
                            .toList(),
                    task -> definitions.activity(task.module()).keepsQuestions());
            plan.tasks().stream().filter(task -> task.kind != Task.Kind.FINAL).forEach(annotations::settle);
            writeInforefs();
            checkCompleteness();
            PoolContents contents = writeShared();
            FilePool pool = new FilePool(site.filedir());
            if (settings.on(BackupSetting.FILES)) {
                omissions.findMissing(contents, pool, unusable);
            }
            findWhatIsNotIn();
            BackupDocument.Outcome outcome = new BackupDocument.Outcome(
                    name,
                    UUID.randomUUID().toString().replace("-", ""),
                    now,
                    settings.on(BackupSetting.FILES),
                    contents.hasReferences(),
                    implied.hasRemoteUsers());
            fingerprint = fingerprint(contents, pool, outcome);
            unchanged = fingerprint != null && fingerprint.equals(reference.fingerprint());
            if (!unchanged) {
                copyPool(contents, pool);
                try (MoodleXml xml = new MoodleXml(zip.entry(indexName(), true), null)) {
                    writeIndex(outcome, xml);
                }
                archive.finish();
            }
        } finally {
            Files.deleteIfExists(spoolFolder);
        }
        return new ArchiveReport(
                plan.courseId,
                unchanged ? 0 : Files.size(part),
                unchanged ? 0 : zip.entries(),
                snapshot.statements(),
                Map.copyOf(snapshot.rowsByTable()),
                Map.copyOf(omissions.unread()),
                List.copyOf(omissions.warnings()),
                Set.copyOf(omissions.undescribed()),
                Set.copyOf(omissions.missing()),
                fingerprint,
                unchanged,
                false,
                sharing);
    }

    private MoodleXml document(String name) throws IOException {
        OutputStream out = zip.entry(name, true);
        return digest == null ? new MoodleXml(out, null) : digest.document(name, out);
    }

    /** Null if the archive is not compared, or lacks something of the course: such a one must be made again. */
    private String fingerprint(PoolContents contents, FilePool pool, BackupDocument.Outcome outcome)
            throws IOException {
        if (digest == null || !omissions.none()) {
            return null;
        }
        // an upgraded site may restore the same documents differently
        digest.add("versions", config.versions());
        try (MoodleXml xml = digest.document(BackupDocument.NAME, OutputStream.nullOutputStream())) {
            writeIndex(outcome.anyTime(), xml);
        }
        if (settings.on(BackupSetting.FILES)) {
            for (String hash : contents.hashes()) {
                digest.add(hash, pool.stamp(hash));
            }
        }
        return digest.value();
    }

    private void writeIndex(BackupDocument.Outcome outcome, MoodleXml xml) throws IOException {
        new BackupDocument(plan, config, site, settings, links).write(outcome, xml);
    }

    /**
     * Hashes of pool files whose content did not match: the archive holds a wrong entry for each and must not be used.
     */
    Set<String> wrongContents() {
        return wrong;
    }

    /**
     * Whether the earlier archive was touched while contents were shared with it: this one must not be used, and has to
     * be made without.
     */
    boolean deceived() {
        return deceived;
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
        String components = completeness.systemFileComponents().stream()
                .map(c -> "'" + c + "'")
                .collect(Collectors.joining(", "));
        if (!components.isEmpty()) {
            files.read(snapshot, IdSet.of(plan.systemContext), " and f.component in (" + components + ")");
        }
    }

    private void writeTasks() throws SQLException, IOException, BrokenDefinitionException {
        write(definitions.document("course", "course.xml"), plan.tasks(Task.Kind.COURSE));
        write(definitions.document("activity", "module.xml"), plan.tasks(Task.Kind.ACTIVITY));
        implied.noteGroups();
        Map<String, List<Task>> byModule = new TreeMap<>();
        plan.tasks(Task.Kind.ACTIVITY).forEach(task -> byModule.computeIfAbsent(task.module(), m -> new ArrayList<>())
                .add(task));
        for (Map.Entry<String, List<Task>> of : byModule.entrySet()) {
            write(definitions.activity(of.getKey()), of.getValue());
        }
        Map<String, List<Task>> tasksByDocument = new TreeMap<>();
        Map<String, List<DocumentDefinition>> definitionsByRoot = new TreeMap<>();
        for (Task.Kind kind : List.of(Task.Kind.COURSE, Task.Kind.SECTION, Task.Kind.ACTIVITY, Task.Kind.BLOCK)) {
            for (DocumentDefinition document :
                    definitions.documentsOf(kind.name().toLowerCase(Locale.ROOT))) {
                if (document.name().equals("course.xml") || document.name().equals("module.xml")) {
                    continue;
                }
                // a definition shared by several kinds of task is read once for all of them
                tasksByDocument
                        .computeIfAbsent(document.place(), p -> new ArrayList<>())
                        .addAll(plan.tasks(kind));
                definitionsByRoot
                        .computeIfAbsent(document.place(), p -> new ArrayList<>())
                        .add(document);
            }
        }
        for (Map.Entry<String, List<Task>> of : tasksByDocument.entrySet()) {
            write(definitionsByRoot.get(of.getKey()).get(0), of.getValue());
        }
        implied.noteScalesOfOutcomes();
    }

    private void write(DocumentDefinition document, List<Task> all)
            throws SQLException, IOException, BrokenDefinitionException {
        if (!document.when().flagsHold(flags)) {
            return;
        }
        List<Task> tasks = all.stream()
                .filter(task -> document.when().fieldsHold((name, value) -> value.equals(task.value(name))))
                .limit(document.onceIn() == null ? Long.MAX_VALUE : 1)
                .toList();
        Element root = tasks.isEmpty() ? null : resolve(document);
        if (root == null) {
            return;
        }
        DocumentWriter writer = writer(AS_IS);
        try {
            reader().read(root, tasks);
            for (Task task : tasks) {
                Task notes = document.afterInforef() ? plan.after(task) : task;
                try (MoodleXml xml = document(document.path(task.directory))) {
                    if (document.activity() == null) {
                        writer.write(root, task, notes, xml);
                    } else {
                        xml.open(
                                "activity",
                                "id",
                                task.value("instance"),
                                "moduleid",
                                task.value("cm"),
                                "modulename",
                                task.module(),
                                "contextid",
                                Long.toString(task.contextId));
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
        ElementResolver resolver = new ElementResolver(schema, definitions, flags, config::installed, broken.keySet());
        Element root = resolver.resolve(document.root());
        // in a Moodle version not known yet, the site may rightly lack what the program's own definitions name
        resolver.problems().stream()
                .filter(problem -> config.branchKnown() || definitions.added(problem))
                .filter(problem -> !omissions.warnings().contains(problem))
                .forEach(omissions::warn);
        return root;
    }

    private CourseReader reader() {
        return new CourseReader(snapshot, emptyTables, spoolFolder, annotations::finals, this::belongs);
    }

    /** From some question banks only the entries in use go into the archive. */
    private boolean belongs(Element element, long key, String[] values) {
        return !"question_bank_entries".equals(element.table)
                || banks.includes(key, Long.parseLong(values[element.indexes.get("id")]));
    }

    private DocumentWriter writer(DocumentWriter.FieldFilter filter) {
        return new DocumentWriter(annotations, files, links, cipher, data, plan.courseId, filter);
    }

    /** Says what the archive lacks, in the order in which people read it. */
    private void findWhatIsNotIn() throws SQLException, IOException {
        omissions.warnings().addAll(data.warnings());
        omissions.unread(completeness.unread(snapshot, schema, plan, emptyTables));
        omissions.leftOut(plan.leftOut());
        PartlyDescribed partly = new PartlyDescribed(definitions, plan, questionTypes, schema, emptyTables);
        omissions.partly(partly.warnings());
        omissions.partly(partly.outdated(described.outdated(config.versionsByPlugin(), config.settings())));
        omissions.plugins(completeness.undescribed(omissions.unread(), config));
        omissions.withheld(cipher.withheld());
        questionTypes.counts().forEach((type, count) -> {
            String plugin = "qtype_" + type;
            if (config.installed(plugin) && !definitions.hooks().containsKey(plugin)) {
                omissions.questions(type, count);
            }
        });
    }

    private void writeInforefs() throws IOException {
        for (Task task : plan.tasks()) {
            if (task.kind != Task.Kind.FINAL) {
                try (MoodleXml xml = document(task.directory + "inforef.xml")) {
                    InforefDocument.write(task, xml);
                }
            }
        }
    }

    /** SQL that leaves out grade items of activities without a definition: nothing could have noted them. */
    private String described() {
        String modules = plan.leftOut().keySet().stream()
                .map(module -> "'" + module.replace("'", "''") + "'")
                .collect(Collectors.joining(", "));
        return modules.isEmpty() ? "" : " and i.itemmodule not in (" + modules + ")";
    }

    /** Finds out what the shared documents may claim: the gradebook is complete only if every graded activity is in. */
    private void checkCompleteness() throws SQLException, IOException {
        if (!plan.excludesActivities()) {
            facts.add("every-activity");
        }
        boolean[] every = {true};
        snapshot.query(
                "select i.id from {grade_items} i where i.courseid = " + plan.courseId + " and i.itemtype = 'mod'"
                        + described(),
                row -> every[0] &= annotations.finals("grade_item").contains(row.getLong(1)));
        if (every[0]) {
            facts.add("every-graded-activity");
        }
    }

    /** All that remains except for moodle_backup.xml; returns what files.xml names. */
    private PoolContents writeShared() throws SQLException, IOException, BrokenDefinitionException {
        Task last = plan.tasks(Task.Kind.FINAL).get(0);
        for (String document : SHARED) {
            if (document.equals("users.xml")) {
                implied.noteQuestionFiles(last);
                implied.noteUserFiles(last);
            }
            DocumentDefinition definition = definitions.document("final", document);
            if (definition != null) {
                writeShared(
                        definition,
                        last,
                        document.equals("users.xml") && settings.on(BackupSetting.ANONYMIZE)
                                ? new Anonymizer()
                                : document.equals("questions.xml") ? questionTypes : AS_IS);
            }
        }
        annotations.settle(last);
        PoolContents contents = new PoolContents();
        writeShared(definitions.document("final", "files.xml"), last, contents);
        return contents;
    }

    private void writeShared(DocumentDefinition document, Task last, DocumentWriter.FieldFilter filter)
            throws SQLException, IOException, BrokenDefinitionException {
        if (!document.when().flagsHold(flags)) {
            return;
        }
        Element root = resolve(document);
        if (root == null) {
            return;
        }
        try {
            reader().read(root, List.of(last));
            try (MoodleXml xml = document(document.name())) {
                writer(filter).write(root, last, last, xml);
            }
        } finally {
            CourseReader.release(root);
        }
    }

    /** So that Moodle never restores a course without its files. */
    private String indexName() {
        return store.isPresent() ? ThinArchive.INDEX : BackupDocument.NAME;
    }

    private void copyPool(PoolContents contents, FilePool pool) throws IOException {
        Set<String> wanted = settings.on(BackupSetting.FILES) ? contents.hashes() : Set.of();
        if (store.isEmpty() && wanted.isEmpty()) {
            return;
        }
        store.ifPresent(thin -> thin.expect(wanted));
        ContentWriter writer =
                new ContentWriter(pool, store.isPresent() ? Optional.empty() : earlier.get(), store, zip);
        for (String hash : wanted) {
            if (!omissions.missing().contains(hash) && !writer.write(hash)) {
                wrong.add(hash);
            }
        }
        writer.list();
        deceived = writer.deceived();
        sharing = writer.sharing();
    }
}
