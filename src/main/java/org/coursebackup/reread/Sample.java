package org.coursebackup.reread;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

import org.coursebackup.history.ArchiveRow;
import org.coursebackup.settings.VerifySettings;

/**
 * Chooses what is read in a night: with {@code verify.sample=cycle} the same share of all archives each night, and up
 * to twice as many while some were not read for longer than the cycle; otherwise a fixed number.
 */
final class Sample {
    private final VerifySettings settings;
    private final Instant night;
    private final Instant late;
    private final Consumer<Consumer<ArchiveRow>> standing;
    private final Predicate<ArchiveRow> here;
    private long all;
    private long lateOnes;
    private long done;

    /**
     * @param standing gives every archive there is, those first that were not read for longest
     * @param here which of them can be read now
     */
    Sample(
            VerifySettings settings,
            Instant night,
            Instant now,
            Consumer<Consumer<ArchiveRow>> standing,
            Predicate<ArchiveRow> here) {
        this.here = here;
        this.settings = settings;
        this.night = night;
        // what would be late before the next night is over
        this.late = now.minus(settings.cycle()).plus(Duration.ofDays(1));
        this.standing = standing;
    }

    List<ArchiveRow> chosen() {
        standing.accept(this::count);
        long left = wanted() - done;
        List<ArchiveRow> chosen = new ArrayList<>();
        standing.accept(row -> {
            if (chosen.size() < left && here.test(row) && row.readBack().isBefore(night)) {
                chosen.add(row);
            }
        });
        return chosen;
    }

    private long wanted() {
        if (!settings.wholeCycle()) {
            return settings.perNight();
        }
        long days = Math.max(1, settings.cycle().toDays());
        long share = (all + days - 1) / days;
        return Math.max(share, Math.min(lateOnes + done, 2 * share));
    }

    private void count(ArchiveRow row) {
        if (here.test(row)) {
            all++;
            lateOnes += row.readBack().isBefore(late) ? 1 : 0;
            done += row.checked() != null && !row.checked().isBefore(night) ? 1 : 0;
        }
    }
}
