package org.coursebackup.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.coursebackup.testsupport.Until;

/** The built jar as a process of its own, as administrators run it. Whatever it is told to do, it has a limit. */
final class Program implements AutoCloseable {
    /** Which jar: what the build made, unless {@code faults.jar} says otherwise. */
    private static final Path JAR = Path.of(System.getProperty("faults.jar", "target/moodle-course-backup.jar"))
            .toAbsolutePath();

    final Process process;
    final Instant begun = Instant.now();
    private final Path log;

    private Program(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** @param environment in addition to that of this process */
    static Program begin(
            Path folder, Map<String, String> settings, Map<String, String> environment, List<String> arguments)
            throws IOException {
        if (!Files.exists(JAR)) {
            throw new IllegalStateException("There is no " + JAR + ": build it with 'mvn -DskipTests package'.");
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // it lives for seconds: what compiles best is not worth the wait
        command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(List.of("-jar", JAR.toString()));
        command.addAll(arguments);
        Path log = Files.createTempFile(folder, "log-", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        return new Program(builder.start(), log);
    }

    /** The exit code. */
    int end(Duration limit) throws Exception {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("The process hangs: it has not ended " + limit.toSeconds() + " seconds later.\n"
                    + stacks() + printed());
        }
        return process.exitValue();
    }

    /** kill -9; false if it had ended already. */
    boolean kill() throws Exception {
        boolean alive = process.isAlive();
        process.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
        // SIGKILL's number and 128; whatever else it is, it ended by itself in the last moment
        return alive && process.exitValue() == 137;
    }

    /** SIGTERM, then the exit code. */
    int stop(Duration limit) throws Exception {
        process.destroy();
        return end(limit);
    }

    /** Waits until that was printed; fails if the process ends before. */
    void await(String words) throws Exception {
        Until.holds("the program says '" + words + "'", Duration.ofMinutes(5), () -> {
            boolean alive = process.isAlive();
            boolean said = printed().contains(words);
            if (!said && !alive) {
                throw new AssertionError("It ended without saying '" + words + "':\n" + printed());
            }
            return said;
        });
    }

    /** All it printed so far. */
    String printed() throws IOException {
        return Files.readString(log, StandardCharsets.UTF_8);
    }

    private String stacks() throws IOException {
        Process dump = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jstack")
                                .toString(),
                        String.valueOf(process.pid()))
                .redirectErrorStream(true)
                .start();
        return new String(dump.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().orTimeout(30, TimeUnit.SECONDS).join();
        Files.deleteIfExists(log);
    }
}
