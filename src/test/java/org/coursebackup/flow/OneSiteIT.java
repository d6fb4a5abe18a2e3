package org.coursebackup.flow;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.coursebackup.run.RunActiveException;
import org.coursebackup.run.RunRequest;
import org.coursebackup.run.RunSummary;
import org.coursebackup.run.ThisProcess;
import org.coursebackup.settings.JdbcSiteReader;
import org.coursebackup.settings.Settings;
import org.coursebackup.settings.SettingsLoader;
import org.coursebackup.testsupport.DatabaseKind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Two installations with targets and histories of their own on the same site, of which one is in the middle of a run.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OneSiteIT {
    private static final RunRequest ONE = new RunRequest(true, true, false, Set.of(3L), "command");

    @TempDir
    Path second;

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void the_second_run_is_refused_and_says_who_has_the_first_and_takes_no_course_from_it(DatabaseKind kind)
            throws Exception {
        CountDownLatch atWork = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        ExecutorService runner = Executors.newSingleThreadExecutor();
        try (TestSite site = new TestSite(kind)) {
            site.archiveQuickly();
            site.before = course -> {
                atWork.countDown();
                mayEnd.await(60, TimeUnit.SECONDS);
            };
            site.start();
            Future<RunSummary> first = runner.submit(() -> site.run(ONE));
            assertThat(atWork.await(60, TimeUnit.SECONDS)).isTrue();

            Settings settings = elsewhere(site);
            try (Pools pools = new Pools(settings);
                    Flow other = new Flow(settings, pools, site.archiver, site.clock)) {
                other.start(RouteFiles.in(site.folder), false);

                assertThatThrownBy(() -> other.run(ONE))
                        .isInstanceOf(RunActiveException.class)
                        .hasMessageContaining("Another run is active (" + ThisProcess.words() + ", since 2026-01-15");
                other.tidyUp();
                assertThat(site.statuses()).containsEntry(3L, "2");

                mayEnd.countDown();
                assertThat(first.get(60, TimeUnit.SECONDS).ok()).isEqualTo(1);
                assertThat(site.statuses()).containsEntry(3L, "1");
                assertThat(other.run(ONE).ok()).isEqualTo(1);
            }
        } finally {
            mayEnd.countDown();
            runner.shutdownNow();
        }
    }

    /** As when a disk is mounted over it: the lock file in the folder is gone, and so is the lock for others. */
    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void a_target_folder_replaced_in_the_middle_of_a_run_lets_no_second_run_begin(DatabaseKind kind) throws Exception {
        CountDownLatch atWork = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        ExecutorService runner = Executors.newSingleThreadExecutor();
        try (TestSite site = new TestSite(kind)) {
            site.archiveQuickly();
            site.before = course -> {
                atWork.countDown();
                mayEnd.await(60, TimeUnit.SECONDS);
            };
            site.start();
            Future<RunSummary> first = runner.submit(() -> site.run(ONE));
            assertThat(atWork.await(60, TimeUnit.SECONDS)).isTrue();
            Path target = site.folder.resolve("backups");
            Files.move(target, site.folder.resolve("unmounted"));
            // the same place as another process sees it: without what this one remembers of it
            Files.createDirectory(target);

            Settings settings = elsewhere(site);
            try (Pools pools = new Pools(settings);
                    Flow other = new Flow(settings, pools, site.archiver, site.clock)) {
                other.start(RouteFiles.in(site.folder), false);
                assertThatThrownBy(() -> other.run(ONE)).isInstanceOf(RunActiveException.class);
            }
            assertThat(site.statuses()).containsEntry(3L, "2");
            Files.delete(target);
            Files.move(site.folder.resolve("unmounted"), target);
            mayEnd.countDown();
            assertThat(first.get(60, TimeUnit.SECONDS).ok()).isEqualTo(1);
        } finally {
            mayEnd.countDown();
            runner.shutdownNow();
        }
    }

    private Settings elsewhere(TestSite site) throws Exception {
        Properties properties = (Properties) site.properties.clone();
        properties.setProperty(
                "backup.directory",
                Files.createDirectories(second.resolve("backups")).toString());
        properties.setProperty("history.db.url", "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        return new SettingsLoader(second, Map.of(), properties, new JdbcSiteReader()).settings();
    }
}
