package org.coursebackup.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

import javax.sql.DataSource;

import org.springframework.util.function.SingletonSupplier;

import org.coursebackup.archive.site.MoodleSite;
import org.coursebackup.archive.site.SiteConfig;
import org.coursebackup.archive.site.SiteSchema;
import org.coursebackup.archive.site.Snapshot;
import org.coursebackup.share.BlockCloner;
import org.coursebackup.share.ContentStore;
import org.coursebackup.share.ContentStores;
import org.coursebackup.share.EarlierArchive;
import org.coursebackup.share.EarlierArchives;

/**
 * Makes course archives in the moodle2 format straight from the database and the file pool. Thread-safe: several
 * courses may be archived at the same time, each on a connection of its own. Nothing is written to Moodle.
 */
public final class CourseArchiver {
    private final DataSource content;
    private final MoodleSite site;
    private final DefinitionFolder definitions;
    private final Clock clock;
    private final BlockCloner cloner;
    private final EarlierArchives earlier;
    private final ContentStores stores;
    private volatile SchemaOfVersion schema;

    private record SchemaOfVersion(String version, SiteSchema schema) {}

    /**
     * @param content Moodle's database, or a replica if there is one; connections are set read-only
     * @param definitionsFolder folder of the site's own definitions, read again after 'describe' has run; null or
     *     missing means none
     * @throws IOException if definition files can't be read
     */
    public CourseArchiver(DataSource content, MoodleSite site, Path definitionsFolder, Clock clock) throws IOException {
        this(
                content,
                site,
                new DefinitionFolder(definitionsFolder),
                clock,
                BlockCloner.none(),
                EarlierArchives.none(),
                ContentStores.none());
    }

    private CourseArchiver(
            DataSource content,
            MoodleSite site,
            DefinitionFolder definitions,
            Clock clock,
            BlockCloner cloner,
            EarlierArchives earlier,
            ContentStores stores) {
        this.stores = stores;
        this.cloner = cloner;
        this.earlier = earlier;
        this.content = content;
        this.site = site;
        this.clock = clock;
        this.definitions = definitions;
    }

    /**
     * The same engine, whose archives share the contents of files with earlier ones, and with the pool, where the file
     * system lets them.
     */
    public CourseArchiver sharing(BlockCloner blocks, EarlierArchives archives) {
        return new CourseArchiver(content, site, definitions, clock, blocks, archives, stores);
    }

    /** The same engine, whose archives are thin where the target has a pool for their contents. */
    public CourseArchiver keepingContents(ContentStores pools) {
        return new CourseArchiver(content, site, definitions, clock, cloner, earlier, pools);
    }

    /**
     * Writes the archive of one course to a file that must not exist yet, and forces it to disk. On failure the file is
     * removed.
     *
     * @param name the archive's final file name, which is also recorded inside
     * @param part where it is written; temporary files go to the same folder
     * @throws CourseGoneException if there is no such course
     * @throws ArchiveException if the course can't be archived
     */
    public ArchiveReport archive(long courseId, String name, ArchiveSettings settings, Path part)
            throws IOException, SQLException, ArchiveException {
        return archive(courseId, name, settings, part, null);
    }

    /**
     * The same, unless the archive would hold what the one it is compared with holds: then no content of the pool is
     * read, no file is left, and the report says so.
     *
     * @param reference what it is compared with; null for nothing
     */
    public ArchiveReport archive(long courseId, String name, ArchiveSettings settings, Path part, Reference reference)
            throws IOException, SQLException, ArchiveException {
        Set<String> unusable = new HashSet<>();
        Map<String, String> broken = new TreeMap<>();
        DefinitionFolder.Read read = definitions.read();
        // asked for when contents are written: an unchanged course gets no archive, and most file systems can't share
        Supplier<Optional<EarlierArchive>> shared =
                SingletonSupplier.of(() -> cloner.within(part) ? earlier.of(courseId, part) : Optional.empty());
        Optional<ContentStore> store = stores.of(part);
        while (true) {
            boolean complete = false;
            try (Snapshot snapshot = new Snapshot(content, site.tables())) {
                Optional<ArchiveReport> report = attempt(
                        snapshot, read, courseId, name, settings, part, unusable, broken, reference, shared, store);
                if (report.isPresent()) {
                    complete = !report.get().unchanged();
                    ArchiveReport archived = report.get().withWarnings(read.problems());
                    return archived.undescribed().isEmpty()
                            ? archived
                            : archived.withWarnings(read.definitions().problems());
                }
            } catch (BrokenDefinitionException e) {
                // a single definition never costs the course its archive: start again without its rows
                if (broken.put(e.place(), e.getMessage()) != null) {
                    throw e;
                }
            } catch (IOException | SQLException e) {
                complete = false;
                throw e;
            } finally {
                if (!complete) {
                    store.ifPresent(ContentStore::drop);
                    Files.deleteIfExists(part);
                }
            }
        }
    }

    /**
     * Writes the archive, unless a pool file turned out not to match its hash: that must not stay in the archive, so it
     * is noted, and empty is returned to start again without it. So it is when the earlier archive was touched. A
     * course that does not fit into memory fails alone.
     */
    private Optional<ArchiveReport> attempt(
            Snapshot snapshot,
            DefinitionFolder.Read read,
            long courseId,
            String name,
            ArchiveSettings settings,
            Path part,
            Set<String> unusable,
            Map<String, String> broken,
            Reference reference,
            Supplier<Optional<EarlierArchive>> shared,
            Optional<ContentStore> store)
            throws IOException, SQLException, ArchiveException {
        try {
            SiteConfig config =
                    SiteConfig.read(snapshot, site.forced(), read.described().plugins());
            CourseArchive archive = new CourseArchive(
                    snapshot,
                    config,
                    schema(snapshot, config),
                    read.definitions(),
                    read.completeness(),
                    read.described(),
                    site,
                    settings,
                    courseId,
                    unusable,
                    broken,
                    // what is wrong with definition files becomes a warning afterwards
                    read.problems().isEmpty() ? reference : null,
                    cloner,
                    () -> shared.get().filter(EarlierArchive::untouched),
                    store);
            ArchiveReport report = archive.write(name, part, clock.instant());
            boolean again = unusable.addAll(archive.wrongContents()) || archive.deceived();
            return again ? Optional.empty() : Optional.of(report);
        } catch (OutOfMemoryError tooLarge) {
            throw tooLarge(snapshot, courseId, tooLarge);
        } catch (SQLException e) {
            if (isTooLarge(e)) {
                throw tooLarge(snapshot, courseId, e);
            }
            throw e;
        }
    }

    private static boolean isTooLarge(SQLException failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof OutOfMemoryError)) {
            cause = cause.getCause();
        }
        return cause != null;
    }

    private static ArchiveException tooLarge(Snapshot snapshot, long courseId, Throwable cause) throws SQLException {
        snapshot.abort();
        return new ArchiveException(
                "Course " + courseId + " needs more memory than the program has ("
                        + (Runtime.getRuntime().maxMemory() >> 20) + " MB for all courses being worked on): a name,"
                        + " a block's settings or the like is very long. No archive was made; other courses go on."
                        + " Give the program more memory (java -Xmx...) or lower backup.workers.",
                cause);
    }

    /** The site's tables; read again after Moodle or a plugin was upgraded, since columns come and go then. */
    private SiteSchema schema(Snapshot snapshot, SiteConfig config) throws SQLException {
        SchemaOfVersion known = schema;
        if (known == null || !known.version.equals(config.versions())) {
            known = new SchemaOfVersion(config.versions(), SiteSchema.read(snapshot.connection(), site.tables()));
            schema = known;
        }
        return known.schema;
    }

    /**
     * Tries every definition on the site; returns what is wrong with them, what they name that the site lacks and what
     * its database refuses, each with file, line and remedy.
     */
    public List<String> check() throws SQLException, IOException {
        try (Snapshot snapshot = new Snapshot(content, site.tables())) {
            return definitionCheck(snapshot).queries(snapshot).problems();
        }
    }

    /**
     * The tables that archives need, without prefix, as far as the database user sees them or is known to need them.
     */
    public Set<String> tablesRead() throws SQLException, IOException {
        try (Snapshot snapshot = new Snapshot(content, site.tables())) {
            SiteSchema visible = SiteSchema.read(snapshot.connection(), site.tables());
            Set<String> tables = new TreeSet<>(definitionCheck(snapshot).tablesRead());
            tables.addAll(
                    definitions.read().completeness().searched(visible, SiteConfig.read(snapshot, site.forced())));
            return tables;
        }
    }

    /** The site's current versions: Moodle's under the name {@code moodle}, and those of its plugins. */
    public Map<String, String> versions() throws SQLException, IOException {
        try (Snapshot snapshot = new Snapshot(content, site.tables())) {
            return SiteConfig.read(snapshot, site.forced()).versionsByComponent();
        }
    }

    /** What is worth knowing about the site's own definitions without necessarily being a problem. */
    public List<String> notes() throws SQLException, IOException {
        try (Snapshot snapshot = new Snapshot(content, site.tables())) {
            return definitionCheck(snapshot).notes();
        }
    }

    private DefinitionCheck definitionCheck(Snapshot snapshot) throws SQLException, IOException {
        return new DefinitionCheck(
                        definitions.read().definitions(),
                        SiteSchema.read(snapshot.connection(), site.tables()),
                        SiteConfig.read(snapshot, site.forced()))
                .words()
                .tables();
    }
}
