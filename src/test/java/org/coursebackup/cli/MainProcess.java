package org.coursebackup.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The program as a process of its own, from the classes under test. */
final class MainProcess {
    private MainProcess() {}

    /**
     * Not started yet; what it prints goes one way, errors too.
     *
     * @param folder in which it begins, where its settings and routes may be
     * @param settings as {@code -D} gives them
     */
    static ProcessBuilder in(Path folder, Map<String, String> settings, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(List.of(
                // tests are quieter otherwise
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    }
}
