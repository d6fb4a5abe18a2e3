package org.coursebackup.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import javax.sql.DataSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

import org.coursebackup.history.LockRow;
import org.coursebackup.settings.MoodleSettings;
import org.coursebackup.verify.Printable;

/**
 * One run at a time for a site, whichever installation makes it: a lock that Moodle's database keeps
 * ({@link AdvisoryLock}), a file that installations on one machine share, and a row in the history for those that share
 * one ({@link LockRow}). Each sees what the others may miss: a database without such locks, a cluster of which each
 * node has its own, a machine of which this process sees only a container.
 */
final class SiteLock {
    private static final Logger LOG = LoggerFactory.getLogger(SiteLock.class);
    /** Where the programs of all users of a machine meet; the first that exists. */
    private static final List<Path> MEETING_PLACES =
            List.of(Path.of("/run/lock"), Path.of("/var/lock"), Path.of(System.getProperty("java.io.tmpdir")));

    private static final int HEARTBEAT_SECONDS = 20;

    private final MoodleSettings moodle;
    private final DataSource history;
    private volatile Consumer<String> lost = holder -> {};
    private ScheduledExecutorService heart;
    private ScheduledFuture<?> beats;
    private volatile LockFile file;
    private volatile AdvisoryLock advisory;
    private volatile LockRow row;

    SiteLock(MoodleSettings moodle, DataSource history) {
        this.moodle = moodle;
        this.history = history;
    }

    /** @param told who has taken the lock, if another run does while this holds it */
    void whenLost(Consumer<String> told) {
        lost = told;
    }

    /**
     * @throws RunActiveException if another run of the site is active; says whose
     * @throws IOException if Moodle's database can't be used
     * @throws DataAccessException if the history can't
     */
    synchronized void acquire(String owner) throws RunActiveException, IOException {
        try {
            take(owner);
        } catch (SQLException away) {
            release();
            throw new IOException("Moodle's database cannot be asked whether another run is active", away);
        } catch (RunActiveException | RuntimeException failure) {
            release();
            throw failure;
        }
        heart = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "run lock");
            thread.setDaemon(true);
            return thread;
        });
        beats = heart.scheduleWithFixedDelay(this::beat, HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
    }

    private void take(String owner) throws RunActiveException, SQLException {
        Connection opened = moodle.database().connect();
        boolean kept = false;
        LockedSite site;
        try {
            site = LockedSite.of(opened, moodle);
            file = onMachine(site, owner);
            kept = true;
            advisory = AdvisoryLock.take(moodle.database(), opened, site.table(), owner)
                    .orElse(null);
        } finally {
            if (!kept) {
                opened.close();
            }
        }
        // whoever has the machine's lock knows that no other process of this machine lives
        LockRow taken = new LockRow(history, site.table());
        Optional<String> other =
                taken.take(owner, ThisProcess.host(), ProcessHandle.current().pid(), file != null);
        if (other.isPresent()) {
            throw new RunActiveException(other.get());
        }
        row = taken;
    }

    /** Null where it can't be had; then the others have to do. */
    private static LockFile onMachine(LockedSite site, String owner) throws RunActiveException {
        Optional<Path> place =
                MEETING_PLACES.stream().filter(Files::isDirectory).findFirst();
        if (site.onMachine().isEmpty() || place.isEmpty()) {
            return null;
        }
        Path path = place.get().resolve("moodle-course-backup-" + site.onMachine() + ".lock");
        LockFile file = new LockFile(path, true);
        try {
            file.acquire(owner);
            return file;
        } catch (IOException notOurs) {
            LOG.warn(
                    "Cannot use {} ({}), so a run of another installation on this machine is only noticed by the lock"
                            + " in Moodle's database. Remove that file if it belongs to a user who makes no backups.",
                    path,
                    Printable.reason(notOurs));
            return null;
        }
    }

    /** Shows that this lives, and notices if another took the lock while the database was away. */
    void beat() {
        AdvisoryLock inDatabase = advisory;
        LockRow inHistory = row;
        try {
            Optional<String> other = inDatabase == null ? Optional.empty() : inDatabase.keep();
            if (other.isEmpty() && inHistory != null) {
                other = inHistory.keep();
            }
            other.ifPresent(lost);
        } catch (RuntimeException away) {
            // the run notices by itself, and waits; the next beat tries again
            LOG.debug("no heartbeat", away);
        }
    }

    synchronized void release() {
        if (heart != null) {
            beats.cancel(false);
            heart.shutdown();
            heart = null;
        }
        if (row != null) {
            row.drop();
            row = null;
        }
        if (advisory != null) {
            advisory.release();
            advisory = null;
        }
        if (file != null) {
            file.release();
            file = null;
        }
    }
}
