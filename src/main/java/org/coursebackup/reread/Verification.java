package org.coursebackup.reread;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;

import org.apache.camel.Body;
import org.apache.camel.Exchange;

import org.coursebackup.history.ArchiveRow;
import org.coursebackup.store.ArchivePlaces;

/**
 * The bean {@code verification} of the routes: reads the newest archives of chosen courses back because somebody asked
 * for it. What is found counts as in {@link Rereading}, and a run that begins comes first. One at a time. What came of
 * the last one stays known until the program ends.
 */
public final class Verification {
    /** At most as many courses at a time. */
    public static final int MOST = 100;

    /** What reading an archive back said of it. */
    public enum Found {
        GOOD,
        /** It was damaged, and replaced by the good copy of its other place. */
        REPAIRED,
        DAMAGED,
        /** Which says nothing about it. */
        NOT_READ
    }

    /**
     * One archive.
     *
     * @param words what there is to say; null for nothing
     */
    public record Verified(long courseId, String fileName, Found found, String words) {}

    /**
     * How far it is.
     *
     * @param ended null while it goes on
     * @param archives how many are read
     * @param now file name of the one being read; null for none
     * @param verified those that were read, in order
     */
    public record State(Instant begun, Instant ended, int archives, String now, List<Verified> verified) {
        /** Number of archives of which that was found. */
        public long count(String found) {
            return verified.stream()
                    .filter(one -> one.found().name().equals(found))
                    .count();
        }
    }

    private final Rereading rereading;
    private final LongFunction<List<ArchiveRow>> archives;
    private final Clock clock;
    private State state;

    /** @param archives gives a course's archives, newest first */
    public Verification(Rereading rereading, LongFunction<List<ArchiveRow>> archives, Clock clock) {
        this.rereading = rereading;
        this.archives = archives;
        this.clock = clock;
    }

    /**
     * The newest archive of each course that can be read, on this machine rather than elsewhere; of those that have
     * any.
     */
    public List<ArchiveRow> newest(Set<Long> courses) {
        return courses.stream()
                .flatMap(course -> newest(course.longValue()).stream())
                .toList();
    }

    private Optional<ArchiveRow> newest(long course) {
        List<ArchiveRow> readable = archives.apply(course).stream()
                .filter(row -> row.removed() == null && rereading.readable(row))
                .toList();
        return readable.stream()
                .filter(row -> row.made().equals(readable.get(0).made()))
                .filter(row -> ArchivePlaces.path(row.location()).isPresent())
                .findFirst()
                .or(() -> readable.stream().findFirst());
    }

    /** Begins with as many archives; false, and nothing happens, while another goes on. */
    public synchronized boolean begin(int chosen) {
        if (state != null && state.ended == null) {
            return false;
        }
        state = new State(clock.instant(), null, chosen, null, List.of());
        return true;
    }

    /** Reads one. */
    public void read(@Body ArchiveRow row, Exchange exchange) {
        beginning(row);
        Reading came = rereading.readNow(row, exchange);
        verified(new Verified(row.courseId(), row.fileName(), came.found(), came.words()));
    }

    private synchronized void beginning(ArchiveRow row) {
        if (state != null) {
            state = new State(state.begun, state.ended, state.archives, row.fileName(), state.verified);
        }
    }

    private synchronized void verified(Verified one) {
        if (state != null) {
            List<Verified> all = new ArrayList<>(state.verified);
            all.add(one);
            state = new State(state.begun, state.ended, state.archives, null, List.copyOf(all));
        }
    }

    /** Nothing more is read. */
    public synchronized void end() {
        if (state != null) {
            state = new State(state.begun, clock.instant(), state.archives, null, state.verified);
        }
    }

    /** How far the last one is; empty before the first. */
    public synchronized Optional<State> state() {
        return Optional.ofNullable(state);
    }
}
