package org.coursebackup.report;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.coursebackup.history.HistoryReader;
import org.coursebackup.history.Result;
import org.coursebackup.history.RunRow;
import org.coursebackup.history.SiteFigures;
import org.coursebackup.language.Code;
import org.coursebackup.language.Text;

/** Lists of runs, single runs and their courses. */
public final class RunPages {
    /** In place of a result: all courses but those that were skipped or unchanged. */
    public static final String WORKED_ON = SiteFigures.WORKED_ON;

    private static final int STRETCHES = 60;

    private final HistoryReader history;
    private final SiteFigures figures;
    private final Clock clock;

    public RunPages(HistoryReader history, SiteFigures figures, Clock clock) {
        this.history = history;
        this.figures = figures;
        this.clock = clock;
    }

    public RunView.Page page(int page, int size) {
        List<RunRow> runs = history.runs(size + 1, size * (page - 1));
        return new RunView.Page(
                page,
                size,
                runs.size() > size,
                runs.stream().limit(size).map(this::soFar).toList());
    }

    public RunView run(String id) {
        RunRow run = known(id);
        Duration stretch = Duration.ofSeconds(run.took(clock.instant()).toSeconds() / STRETCHES + 1);
        return new RunView(run, figures.effort(run.id()), stretch, figures.throughput(run, stretch));
    }

    public RunView.Courses courses(String id, String result, int page, int size) {
        RunRow run = known(id);
        String known = Stream.concat(
                        Stream.of(WORKED_ON), Stream.of(Result.values()).map(Result::name))
                .filter(result::equalsIgnoreCase)
                .findFirst()
                .orElse("");
        return new RunView.Courses(
                figures.countOutcomes(run.id(), known),
                page,
                size,
                figures.outcomes(run.id(), known, size, (long) size * (page - 1)));
    }

    /** The history has the totals of a run only when it has ended. */
    private RunRow soFar(RunRow run) {
        return run.ended() == null ? run.with(figures.totals(run.id())) : run;
    }

    private RunRow known(String id) {
        Optional<RunRow> run = id.matches("\\d{1,18}") ? history.run(Long.parseLong(id)) : Optional.empty();
        return run.map(this::soFar)
                .orElseThrow(() -> new NotFoundException(Text.of("missing.run", id, new Code("history.keep-days"))));
    }
}
