package org.coursebackup.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

import javax.sql.DataSource;

import org.coursebackup.settings.Settings;
import org.coursebackup.store.TargetException;

/**
 * One run at a time: for a target folder, since each run tidies it up, and for a site ({@link SiteLock}), since each
 * run writes to the site's table of statuses.
 */
public final class RunLock {
    private final Path folder;
    private final LockFile file;
    private final Optional<SiteLock> site;

    /** @param folder where the archives go; must exist. The lock is for it alone, not for a site. */
    public RunLock(Path folder) {
        this(folder, Optional.empty());
    }

    private RunLock(Path folder, Optional<SiteLock> site) {
        this.folder = folder;
        this.file = new LockFile(folder.resolve(".run.lock"), false);
        this.site = site;
    }

    /**
     * For the target folder and the site of these settings.
     *
     * @param history the program's own database
     */
    public static RunLock of(Settings settings, DataSource history) {
        return new RunLock(settings.target().directory(), Optional.of(new SiteLock(settings.moodle(), history)));
    }

    /** @param lost told once if another run takes the lock from this one, and who has it */
    public void whenLost(Consumer<String> lost) {
        site.ifPresent(lock -> lock.whenLost(lost));
    }

    /**
     * @param owner what others are told while this holds the lock
     * @throws RunActiveException if a run is active; says whose
     * @throws TargetException if the folder can't be written to
     */
    public synchronized void acquire(String owner) throws RunActiveException, IOException {
        try {
            file.acquire(owner);
        } catch (IOException e) {
            throw TargetException.of(folder.toAbsolutePath().normalize(), e);
        }
        if (site.isPresent()) {
            try {
                site.get().acquire(owner);
            } catch (RunActiveException | RuntimeException failure) {
                file.release();
                throw failure;
            }
        }
    }

    public synchronized void release() {
        site.ifPresent(SiteLock::release);
        file.release();
    }
}
