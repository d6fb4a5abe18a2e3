package org.coursebackup.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One start of the built jar, from nothing to its end, and what the kernel says of it. */
final class MeasuredProgram {
    private static final Path JAR = Path.of("target/moodle-course-backup.jar").toAbsolutePath();
    private static final int HEAP_MEGABYTES = 256;
    private static final Pattern COLLECTION = Pattern.compile(" (\\d+)M->\\d+M\\(\\d+M\\)");

    private final List<String> printed = new ArrayList<>();
    private Duration firstRun;
    private Duration firstCourse;
    private Duration took;
    private int exitCode;
    private long peakResident;
    private long read;
    private long written;
    private long peakHeap;
    private double processorSeconds;
    private Instant nightBegan;
    private final List<Duration> nights = new ArrayList<>();

    private MeasuredProgram() {}

    /** Waits for its end. */
    static MeasuredProgram run(Path folder, Map<String, String> settings, String... arguments) throws Exception {
        return run(folder, settings, Integer.MAX_VALUE, arguments);
    }

    /**
     * Lets it work a night each half minute, and stops it after so many; {@link #nights} has how long each took. From
     * the second on it does what a program that runs for weeks does.
     */
    static MeasuredProgram running(Path folder, Map<String, String> settings, int nights) throws Exception {
        Map<String, String> always = new LinkedHashMap<>(settings);
        always.put("schedule.cron", "*/30 * * * * ?");
        try (ServerSocket free = new ServerSocket(0)) {
            always.put("report.port", String.valueOf(free.getLocalPort()));
        }
        return run(folder, always, nights, "start");
    }

    private static MeasuredProgram run(Path folder, Map<String, String> settings, int nights, String... arguments)
            throws Exception {
        MeasuredProgram program = new MeasuredProgram();
        Path collections = folder.resolve("gc.log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("bench.java", System.getProperty("java.home")), "bin", "java")
                        .toString(),
                "-Xmx" + HEAP_MEGABYTES + "m",
                "-Xlog:gc:file=" + collections));
        Stream.of(System.getProperty("bench.java-options", "").split(" "))
                .filter(option -> !option.isEmpty())
                .forEach(command::add);
        settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(List.of("-jar", JAR.toString()));
        command.addAll(List.of(arguments));
        long begun = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        Thread gauge = new Thread(() -> program.watch(process), "gauge");
        gauge.start();
        program.listen(process, begun, nights);
        program.exitCode = process.waitFor();
        program.took = Duration.ofNanos(System.nanoTime() - begun);
        gauge.join();
        for (String line : Files.readAllLines(collections)) {
            Matcher collection = COLLECTION.matcher(line);
            if (collection.find()) {
                program.peakHeap = Math.max(program.peakHeap, Long.parseLong(collection.group(1)) << 20);
            }
        }
        return program;
    }

    private void listen(Process process, long begun, int atMost) throws IOException {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Duration now = Duration.ofNanos(System.nanoTime() - begun);
                if (firstRun == null && line.contains(" begins (")) {
                    firstRun = now;
                }
                if (firstCourse == null && line.contains("  Course ")) {
                    firstCourse = now;
                }
                if (line.contains(" begins (")) {
                    nightBegan = Instant.now();
                } else if (line.contains(" ended. ")) {
                    nights.add(Duration.between(nightBegan, Instant.now()));
                    if (nights.size() == atMost) {
                        // not Process.destroy, which closes the stream that is read here
                        process.toHandle().destroy();
                    }
                }
                printed.add(line);
            }
        }
    }

    /** Looks at what only lives as long as the process does, until it is gone. */
    private void watch(Process process) {
        Path proc = Path.of("/proc", String.valueOf(process.pid()));
        try {
            do {
                for (String line : Files.readAllLines(proc.resolve("io"))) {
                    read = line.startsWith("rchar:") ? number(line) : read;
                    written = line.startsWith("wchar:") ? number(line) : written;
                }
                processorSeconds = Math.max(processorSeconds, ProcessorTime.of(Files.readString(proc.resolve("stat"))));
                for (String line : Files.readAllLines(proc.resolve("status"))) {
                    peakResident = line.startsWith("VmHWM:") ? number(line) << 10 : peakResident;
                }
            } while (!process.waitFor(50, TimeUnit.MILLISECONDS));
        } catch (NoSuchFileException gone) {
            // it ended between two looks
        } catch (IOException endedMeanwhile) {
            // the same, while the file was open
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long number(String line) {
        return Long.parseLong(line.replaceAll("\\D", ""));
    }

    int exitCode() {
        return exitCode;
    }

    Duration took() {
        return took;
    }

    /** From the start of the process to the run's first line; null if there was none. */
    Duration firstRun() {
        return firstRun;
    }

    /** From the start of the process to the first course that was through. */
    Duration firstCourse() {
        return firstCourse;
    }

    /** Bytes of memory that it had at most. */
    long peakResident() {
        return peakResident;
    }

    /** Bytes of heap before the collection that found most. */
    long peakHeap() {
        return peakHeap;
    }

    /** Bytes that it asked the kernel to read, from files and from the database's connections. */
    long read() {
        return read;
    }

    /** Bytes that it gave the kernel to write. */
    long written() {
        return written;
    }

    /** Of all its threads, its start included; the last twentieth of a second may be missing. */
    double processorSeconds() {
        return processorSeconds;
    }

    /** From the first line of each run to its last. */
    List<Duration> nights() {
        return nights;
    }

    String printed() {
        return String.join("\n", printed);
    }
}
