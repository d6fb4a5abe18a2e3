package org.coursebackup.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Processor time in seconds, as Linux counts it. */
final class ProcessorTime {
    private static final double TICKS_A_SECOND = 100;
    private static final int IDLE = 4;
    private static final int WAITING_FOR_DISKS = 5;
    private static final int LAST_OF_OWN = 8;

    private ProcessorTime() {}

    /**
     * User and system time of all threads of a process.
     *
     * @param stat what {@code /proc/PID/stat} has; may be empty or cut short when the process is just ending
     */
    static double of(String stat) {
        // the name before may have blanks
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
        return fields.length < 13 ? 0 : (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_A_SECOND;
    }

    /** Of all that has run on this machine since its start, the database server among it. */
    static double ofTheMachine() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/stat"))) {
            String[] fields = lines.findFirst().orElseThrow().split(" +");
            long ticks = 0;
            for (int i = 1; i <= LAST_OF_OWN; i++) {
                ticks += i == IDLE || i == WAITING_FOR_DISKS ? 0 : Long.parseLong(fields[i]);
            }
            return ticks / TICKS_A_SECOND;
        }
    }
}
