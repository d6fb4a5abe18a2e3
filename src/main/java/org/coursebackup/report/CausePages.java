package org.coursebackup.report;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.coursebackup.history.Cause;
import org.coursebackup.history.CauseList;
import org.coursebackup.history.Nights;
import org.coursebackup.history.Nights.Night;

/** Lists why courses fail or lack something. */
public final class CausePages {
    private static final int MOST = 100;
    private static final int GONE = 20;

    private final CauseList causes;
    private final Nights nights;

    public CausePages(CauseList causes, Nights nights) {
        this.causes = causes;
        this.nights = nights;
    }

    public CausesView view() {
        return view(MOST);
    }

    /** @param most how many causes to list */
    public CausesView view(int most) {
        List<Night> latest = nights.latest(2);
        // nothing is new in the first run, or all of it is
        Instant fresh = latest.size() < 2 ? Instant.MAX : latest.get(1).started();
        return new CausesView(
                causes.count(),
                causes.current(most).stream()
                        .map(cause ->
                                new CausesView.Current(cause, !cause.firstSeen().isBefore(fresh)))
                        .toList(),
                causes.unexplained(),
                latest.size() < 2 ? List.of() : causes.gone(latest.get(0).started(), GONE));
    }

    /** The cause of that id, as it appears in addresses; empty if it is forgotten, or never was. */
    public Optional<Cause> cause(String id) {
        return causes.cause(id);
    }
}
