package org.coursebackup.prove;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.coursebackup.archive.ArchiveReport;
import org.coursebackup.archive.ArchiveSettings;
import org.coursebackup.archive.CourseArchiver;
import org.coursebackup.compare.Comparison;
import org.coursebackup.course.Archiver;
import org.coursebackup.describe.SiteDefinitions;
import org.coursebackup.history.History;
import org.coursebackup.moodle.MoodleDatabase;
import org.coursebackup.moodle.SiteSettings;
import org.coursebackup.moodle.SiteVersions;
import org.coursebackup.moodle.TablePrefix;
import org.coursebackup.share.Sharing;
import org.coursebackup.testsupport.DemoMoodle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CourseProofTest {
    private static final long COURSE = 3;
    private static final ArchiveSettings EVERYTHING = ArchiveSettings.everything();
    private static final Map<String, String> VERSIONS = Map.of("core", "2024100706", "mod_page", "1", "mod_quiz", "1");

    @TempDir
    private Path folder;

    private final DemoMoodle moodle = DemoMoodle.fresh(org.coursebackup.testsupport.DatabaseKind.H2, 1);

    private Archiver engine() throws Exception {
        return new CourseArchiver(moodle.pool(), moodle.site(), null, DemoMoodle.CLOCK)::archive;
    }

    /** Stands in for Moodle: the same engine on what the course contains at that moment. */
    private CourseProof.Theirs theirs(String... changes) {
        return (course, settings, into) -> {
            try {
                for (String change : changes) {
                    sql(change);
                }
                Path archive = into.resolve("moodle.mbz");
                engine().archive(course, "backup.mbz", settings, archive);
                return archive;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        };
    }

    private void sql(String statement) throws Exception {
        try (var connection = moodle.pool().getConnection();
                var all = connection.createStatement()) {
            all.execute(statement);
        }
    }

    @Test
    void equal_archives_prove_a_course_and_leave_nothing_behind() throws Exception {
        Comparison comparison = new CourseProof(engine(), theirs(), EVERYTHING, folder).prove(COURSE);

        assertThat(comparison.equal()).isTrue();
        assertThat(comparison.figures().documents()).isGreaterThan(20);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void a_course_that_changed_meanwhile_is_compared_again() throws Exception {
        AtomicInteger made = new AtomicInteger();
        CourseProof.Theirs busy = (course, settings, into) -> theirs(
                        made.incrementAndGet() == 1
                                ? "update mdl_course set fullname = 'Changed' where id = " + COURSE
                                : "select 1")
                .make(course, settings, into);

        assertThat(new CourseProof(engine(), busy, EVERYTHING, folder)
                        .prove(COURSE)
                        .equal())
                .isTrue();
        assertThat(made).hasValue(2);
    }

    @Test
    void a_course_that_never_stands_still_gets_no_verdict() {
        assertThatThrownBy(() -> new CourseProof(
                                engine(),
                                theirs("update mdl_course set fullname = fullname || '.' where id = " + COURSE),
                                EVERYTHING,
                                folder)
                        .prove(COURSE))
                .isInstanceOf(ProofException.class)
                .hasMessageContaining("changed during each of 3 comparisons");
    }

    @Test
    void a_difference_of_a_course_that_stood_still_is_a_verdict_that_is_kept() throws Exception {
        CourseProof.Theirs other = (course, settings, into) -> {
            try {
                sql("update mdl_course set fullname = 'Other' where id = " + COURSE);
                Path archive = theirs().make(course, settings, into);
                sql("update mdl_course set fullname = 'Same' where id = " + COURSE);
                return archive;
            } catch (java.io.IOException | ProofException | InterruptedException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        };
        sql("update mdl_course set fullname = 'Same' where id = " + COURSE);
        Comparison comparison = new CourseProof(engine(), other, EVERYTHING, folder).prove(COURSE);
        Proofs proofs = new Proofs(history());
        proofs.components(Map.of(COURSE, Set.of("core", "mod_quiz"), 4L, Set.of("core")));
        proofs.record(COURSE, comparison, Set.of("core"), VERSIONS, DemoMoodle.CLOCK.instant());

        ComponentProof core = proofs.of(VERSIONS).get(0);
        assertThat(core.component()).isEqualTo("core");
        assertThat(core.verdict()).isEqualTo("differs");
        assertThat(core.differing()).isEqualTo(COURSE);
        assertThat(core.difference()).contains("fullname is 'Same', not 'Other'");
        assertThat(proofs.unprovenCourses(VERSIONS)).containsOnlyKeys(COURSE, 4L);
    }

    @Test
    void verdicts_go_by_version_and_go_with_their_course() throws Exception {
        Proofs proofs = new Proofs(history());
        Comparison equal = new CourseProof(engine(), theirs(), EVERYTHING, folder).prove(COURSE);
        proofs.components(Map.of(COURSE, Set.of("core", "mod_quiz")));
        proofs.record(COURSE, equal, Set.of("core", "mod_quiz"), VERSIONS, DemoMoodle.CLOCK.instant());

        assertThat(proofs.of(VERSIONS))
                .filteredOn(ComponentProof::proven)
                .extracting(ComponentProof::component)
                .contains("core", "mod_quiz");
        assertThat(proofs.unprovenCourses(VERSIONS)).isEmpty();
        assertThat(proofs.unprovenCourses(Map.of("core", "2024100706", "mod_quiz", "2")))
                .isEqualTo(Map.of(COURSE, Set.of("mod_quiz")));

        proofs.components(Map.of(9L, Set.of("core")));
        assertThat(proofs.of(VERSIONS)).extracting(ComponentProof::verdict).containsOnly("unproven");
    }

    @Test
    void the_sites_components_are_found_by_course_and_alone() {
        SiteComponents site = new SiteComponents(new MoodleDatabase(moodle.pool(), TablePrefix.USUAL));
        Map<Long, Set<String>> all = site.byCourse();

        assertThat(all.get(COURSE)).contains("core").anyMatch(component -> component.startsWith("mod_"));
        all.forEach((course, components) -> assertThat(site.of(course)).isEqualTo(components));
        assertThat(site.versions()).containsKeys("core", "mod_forum");
        assertThat(all.values().stream().flatMap(Set::stream))
                .anyMatch(component -> component.startsWith("qtype_"))
                .anyMatch(component -> component.startsWith("format_"));
    }

    @Test
    void a_course_with_something_unproven_warns_until_it_is_proven() throws Exception {
        SiteComponents site = new SiteComponents(new MoodleDatabase(moodle.pool(), TablePrefix.USUAL));
        Proofs proofs = new Proofs(history());
        Archiver archiver = new ProvenArchiver(engine(), site, proofs, need(true));

        assertThat(archiver.archive(COURSE, "a.mbz", EVERYTHING, folder.resolve("a.mbz"))
                        .warnings())
                .anyMatch(warning -> warning.startsWith("Never proven") && warning.contains("core "));

        Comparison equal = new CourseProof(engine(), theirs(), EVERYTHING, folder).prove(COURSE);
        proofs.record(COURSE, equal, site.of(COURSE), site.versions(), DemoMoodle.CLOCK.instant());
        assertThat(archiver.archive(COURSE, "b.mbz", EVERYTHING, folder.resolve("b.mbz"))
                        .warnings())
                .noneMatch(warning -> warning.startsWith("Never proven"));
    }

    private void moodle(String branch, String version, String release) throws Exception {
        sql("update mdl_config set value = '" + branch + "' where name = 'branch'");
        sql("update mdl_config set value = '" + version + "' where name = 'version'");
        sql("update mdl_config set value = '" + release + "' where name = 'release'");
    }

    private void describedAs(String text) throws Exception {
        Files.createDirectories(folder.resolve("generated"));
        Files.writeString(folder.resolve("generated/core.txt"), text);
    }

    /** The warnings about the course's archive after a restart of the program. */
    private List<String> warnings(Proofs proofs) throws Exception {
        SiteComponents site = new SiteComponents(new MoodleDatabase(moodle.pool(), TablePrefix.USUAL));
        Path part = folder.resolve("warned.mbz");
        Files.deleteIfExists(part);
        return new ProvenArchiver(engine(), site, proofs, need(false))
                .archive(COURSE, "warned.mbz", EVERYTHING, part).warnings().stream()
                        .filter(warning -> warning.startsWith("Never proven"))
                        .toList();
    }

    private void prove(Proofs proofs) throws Exception {
        SiteComponents site = new SiteComponents(new MoodleDatabase(moodle.pool(), TablePrefix.USUAL));
        Comparison equal = new CourseProof(engine(), theirs(), EVERYTHING, folder).prove(COURSE);
        proofs.components(site.byCourse());
        proofs.record(COURSE, equal, site.of(COURSE), site.versions(), DemoMoodle.CLOCK.instant());
    }

    @Test
    void a_build_that_was_compared_needs_no_proof() throws Exception {
        Proofs proofs = new Proofs(history());

        assertThat(warnings(proofs)).isEmpty();
        moodle("405", "2024100703.01", "4.5.3+ (Build: 20250401)");
        assertThat(warnings(proofs)).isEmpty();
        assertThat(need(false).notice(proofs.of(VERSIONS))).isEmpty();
    }

    @Test
    void a_branch_that_nobody_knows_warns_until_what_the_course_has_is_proven() throws Exception {
        moodle("502", "2026042001", "5.2.1 (Build: 20260608)");
        Proofs proofs = new Proofs(history());

        assertThat(warnings(proofs))
                .singleElement()
                .asString()
                .contains("core 2026042001", "Moodle 5.2.1", "never compared", "Run 'describe', then 'prove'");
        prove(proofs);
        assertThat(warnings(proofs)).isEmpty();
        moodle("502", "2026042002", "5.2.2 (Build: 20260810)");
        assertThat(warnings(proofs)).singleElement().asString().contains("core 2026042002");
    }

    @Test
    void an_archive_that_moodles_own_backup_made_needs_no_proof_whatever_the_build() throws Exception {
        moodle("502", "2026042001", "5.2.1 (Build: 20260608)");
        Archiver engine = engine();
        Archiver fallback = (course, name, settings, part, reference) -> {
            ArchiveReport ours = engine.archive(course, name, settings, part);
            return new ArchiveReport(
                    course,
                    ours.bytes(),
                    ours.entries(),
                    ours.statements(),
                    Map.of(),
                    Map.of(),
                    List.of(),
                    Set.of("mod_diary"),
                    Set.of(),
                    null,
                    false,
                    true,
                    Sharing.NONE);
        };

        SiteComponents site = new SiteComponents(new MoodleDatabase(moodle.pool(), TablePrefix.USUAL));
        ArchiveReport report = new ProvenArchiver(fallback, site, new Proofs(history()), need(false))
                .archive(COURSE, "x.mbz", ArchiveSettings.everything(), folder.resolve("x.mbz"));

        assertThat(report.warnings()).isEmpty();
    }

    @Test
    void a_later_build_of_a_known_branch_needs_describe_and_no_proof_when_its_code_writes_nothing_new()
            throws Exception {
        moodle("405", "2024100707", "4.5.7 (Build: 20251006)");
        Proofs proofs = new Proofs(history());

        assertThat(warnings(proofs))
                .singleElement()
                .asString()
                .contains("is newer than the newest of its branch", "(2024100706)", "Run 'describe'");
        assertThat(need(false).notice(proofs.of(VERSIONS)))
                .hasValueSatisfying(notice -> assertThat(notice).contains("Run 'describe'"));
        describedAs("2024100707.00\n");
        assertThat(warnings(proofs)).isEmpty();
        assertThat(need(false).notice(proofs.of(VERSIONS))).isEmpty();
        describedAs("2024100706.00\n");
        assertThat(warnings(proofs)).hasSize(1);
    }

    @Test
    void of_a_later_build_only_what_its_code_writes_anew_has_to_be_proven() throws Exception {
        moodle("405", "2024100707", "4.5.7 (Build: 20251006)");
        Proofs proofs = new Proofs(history());

        describedAs("2024100707\nmod_nowhere\n");
        assertThat(warnings(proofs)).isEmpty();
        String inCourse = new SiteComponents(new MoodleDatabase(moodle.pool(), TablePrefix.USUAL))
                .of(COURSE).stream()
                        .filter(component -> component.startsWith("mod_"))
                        .findFirst()
                        .orElseThrow();
        describedAs("2024100707\n" + inCourse + "\nmod_nowhere\n");
        assertThat(warnings(proofs))
                .singleElement()
                .asString()
                .contains("site: " + inCourse + " ", "in " + inCourse + ", mod_nowhere", "Run 'prove'")
                .doesNotContain("core 2024");
        describedAs("2024100707\nenrol_self\n");
        assertThat(warnings(proofs)).singleElement().asString().contains("site: core 2024100707.");
        prove(proofs);
        assertThat(warnings(proofs)).isEmpty();
    }

    private ProofNeed need(boolean everything) {
        MoodleDatabase database = new MoodleDatabase(moodle.pool(), TablePrefix.USUAL);
        return new ProofNeed(
                everything,
                new SiteDefinitions(
                        folder.resolve("generated"),
                        () -> SiteVersions.read(database),
                        plugins -> SiteSettings.read(database, plugins, Map.of()),
                        false,
                        () -> {
                            throw new IOException("nobody asks for it");
                        },
                        DemoMoodle.CLOCK));
    }

    private DataSource history() {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:file:" + folder.resolve("history") + ";DB_CLOSE_DELAY=0");
        new History(database);
        return database;
    }
}
