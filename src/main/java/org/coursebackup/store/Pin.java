package org.coursebackup.store;

import java.time.LocalDate;
import java.util.Optional;

/**
 * Keeps an archive from being removed by retention.
 *
 * @param label why, for people; may be empty
 * @param until the last day on which it holds; empty means for ever
 */
public record Pin(String label, Optional<LocalDate> until) {

    /** Whether it still holds on that day. */
    public boolean holds(LocalDate day) {
        return until.isEmpty() || !day.isAfter(until.get());
    }

    /** As a reason to keep an archive: {@code pinned until 2027-09-30 (exams of 2026)}. */
    @Override
    public String toString() {
        return "pinned" + until.map(day -> " until " + day).orElse("") + (label.isEmpty() ? "" : " (" + label + ")");
    }
}
