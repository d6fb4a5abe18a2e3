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
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import org.coursebackup.store.ArchiveName;

/**
 * Sees everything that gets a name in the target folder or loses it, in order: an archive that goes while its course
 * has no newer one is noticed even if a newer one comes a moment later.
 */
final class TargetWatch implements AutoCloseable {
    private final WatchService service;
    /** When each came: within a minute a name may be free again, so that names don't tell. */
    private final Map<String, Integer> present = new ConcurrentHashMap<>();

    private final List<String> troubles = new ArrayList<>();
    private final AtomicInteger changes = new AtomicInteger();
    private final AtomicInteger removed = new AtomicInteger();

    TargetWatch(Path folder) throws IOException {
        service = folder.getFileSystem().newWatchService();
        folder.register(service, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE);
        try (Stream<Path> files = Files.list(folder)) {
            files.forEach(file -> present.put(file.getFileName().toString(), 0));
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
        int moment = changes.incrementAndGet();
        if (event.kind() == StandardWatchEventKinds.OVERFLOW) {
            trouble("Too much happened in the target folder to be seen.");
            return;
        }
        String name = event.context().toString();
        if (event.kind() == StandardWatchEventKinds.ENTRY_CREATE) {
            present.put(name, moment);
            return;
        }
        Integer came = present.remove(name);
        ArchiveName.parse(name).ifPresent(gone -> {
            removed.incrementAndGet();
            boolean newer = present.entrySet().stream()
                    .filter(other -> came == null || other.getValue() > came)
                    .flatMap(other -> ArchiveName.parse(other.getKey()).stream())
                    .anyMatch(other -> other.courseId() == gone.courseId());
            if (!newer) {
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
