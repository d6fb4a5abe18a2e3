package org.coursebackup.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.coursebackup.history.Nights.Worker;

/**
 * A machine that made runs in the last weeks.
 *
 * @param latest when its latest run began
 */
public record Machine(String name, int runs, Instant latest) {
    private static final String ON = " on ";

    /** By machine, the one with the latest run first. */
    static List<Machine> of(List<Worker> workers) {
        Map<String, Machine> machines = new LinkedHashMap<>();
        for (Worker worker : workers) {
            int on = worker.process().indexOf(ON);
            String name = on < 0 ? worker.process() : worker.process().substring(on + ON.length());
            machines.merge(
                    name,
                    new Machine(name, worker.runs(), worker.latest()),
                    (one, other) -> new Machine(name, one.runs + other.runs, one.latest));
        }
        return new ArrayList<>(machines.values());
    }
}
