package org.coursebackup.faults;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import org.coursebackup.store.ArchiveName;

/**
 * Sees everything that gets a name in the target folder or loses it, in order: an archive that goes while its course
 * has no newer one is noticed even if a newer one comes a moment later.
 */
final class TargetWatch implements AutoCloseable {
    private static final Comparator<ArchiveName> BY_AGE =
            Comparator.comparing(ArchiveName::minute).thenComparing(ArchiveName::sequence);

    private final WatchService service;
    private final Set<String> present = new ConcurrentSkipListSet<>();
    private final List<String> troubles = new ArrayList<>();
    private final AtomicInteger changes = new AtomicInteger();
    private final AtomicInteger removed = new AtomicInteger();

    TargetWatch(Path folder) throws IOException {
        service = folder.getFileSystem().newWatchService();
        folder.register(service, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE);
        try (Stream<Path> files = Files.list(folder)) {
            files.forEach(file -> present.add(file.getFileName().toString()));
        }
        Thread thread = new Thread(this::watch, "target watch");
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits until so many more names have come or gone, or the process is over. */
    void await(int more, Program program) {
        int names = changes.get() + more;
        while (changes.get() < names && program.process.isAlive()) {
            LockSupport.parkNanos(500_000);
        }
    }

    /** Archives that were removed, as retention should. */
    int removed() {
        return removed.get();
    }

    /** What was removed and should not have been. */
    synchronized List<String> troubles() {
        return List.copyOf(troubles);
    }

    private void watch() {
        try {
            for (WatchKey key = service.take(); ; key = service.take()) {
                for (WatchEvent<?> event : key.pollEvents()) {
                    happened(event);
                }
                key.reset();
            }
        } catch (InterruptedException | ClosedWatchServiceException ended) {
            // the scenario is over
        }
    }

    private void happened(WatchEvent<?> event) {
        changes.incrementAndGet();
        if (event.kind() == StandardWatchEventKinds.OVERFLOW) {
            trouble("Too much happened in the target folder to be seen.");
            return;
        }
        String name = event.context().toString();
        if (event.kind() == StandardWatchEventKinds.ENTRY_CREATE) {
            present.add(name);
            return;
        }
        present.remove(name);
        ArchiveName.parse(name).ifPresent(gone -> {
            removed.incrementAndGet();
            TreeSet<ArchiveName> newer = new TreeSet<>(BY_AGE);
            present.stream()
                    .flatMap(other -> ArchiveName.parse(other).stream())
                    .filter(other -> other.courseId() == gone.courseId() && BY_AGE.compare(other, gone) > 0)
                    .forEach(newer::add);
            if (newer.isEmpty()) {
                trouble(name + " was removed, and its course had no newer archive.");
            }
        });
    }

    private synchronized void trouble(String what) {
        troubles.add(what);
    }

    @Override
    public void close() throws IOException {
        service.close();
    }
}
