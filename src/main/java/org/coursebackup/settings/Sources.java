package org.coursebackup.settings;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What {@code application.properties}, systemd's credentials, the environment and -D say, each over those before it.
 * Tells what has no effect there.
 */
final class Sources {
    static final String FILE = "application.properties";

    /** Groups of keys that Camel Main knows in 4.18, from its own metadata and code. */
    private static final Pattern OF_CAMEL =
            Pattern.compile("camel\\.(main|component|dataformat|language|beans|context|variable|globaloptions|debug"
                    + "|devconsole|faulttolerance|health|lra|management|mdc|metrics|opentelemetry2?|resilience4j|rest"
                    + "|routecontroller|routetemplate|saga|server|ssl|startupcondition|telemetrydev|threadpool|trace"
                    + "|vault)(\\W.*)?");

    private final Path folder;
    private final Map<String, String> environment;
    private final Properties system;
    private final List<Problem> problems;
    private final List<Problem> hints;
    private final Map<String, String> given = new LinkedHashMap<>();
    private final Map<String, String> origins = new HashMap<>();
    private final SecretFiles secrets;

    /** @param problems and {@code hints} get what is found */
    Sources(
            Path folder,
            Map<String, String> environment,
            Properties system,
            List<Problem> problems,
            List<Problem> hints) {
        this.folder = folder;
        this.environment = environment;
        this.system = system;
        this.problems = problems;
        this.hints = hints;
        this.secrets = new SecretFiles(folder, problems, hints);
    }

    /** Values by key, untouched but for spaces around them. */
    Map<String, String> read() {
        Properties file = file();
        hints.addAll(OpenSecrets.find(folder.resolve(FILE), file, system));
        for (String key : new TreeSet<>(file.stringPropertyNames())) {
            if (known(key) || key.startsWith("site.")) {
                give(key, file.getProperty(key).trim(), FILE);
            } else if (!secrets.names(key)) {
                problems.add(new Problem(FILE, unknown("key '" + key + "'", key)));
            }
        }
        secrets.read(file::getProperty, FILE, ofFile(key -> key + SecretFiles.SUFFIX + " in " + FILE));
        secrets.credentials(environment.get("CREDENTIALS_DIRECTORY"), ofFile(key -> "systemd credential " + key));
        take(key -> environment.get(Key.variable(key)), "the environment", Key::variable);
        take(system::getProperty, "the command line", key -> "-D" + key);
        ofTheEnvironment();
        ofTheCommandLine();
        return given;
    }

    /** Where each of these values comes from, in words. */
    Map<String, String> origins() {
        return origins;
    }

    private void give(String key, String value, String origin) {
        given.put(key, value);
        origins.put(key, origin);
    }

    private BiConsumer<String, String> ofFile(UnaryOperator<String> origin) {
        return (key, value) -> give(key, value, origin.apply(key));
    }

    private void take(UnaryOperator<String> source, String name, UnaryOperator<String> origin) {
        for (String key : Keys.ALL.keySet()) {
            String value = source.apply(key);
            if (value != null) {
                give(key, value.trim(), origin.apply(key));
            }
        }
        secrets.read(source, name, ofFile(key -> origin.apply(key + SecretFiles.SUFFIX)));
    }

    private static boolean known(String key) {
        return Keys.ALL.containsKey(key)
                || OF_CAMEL.matcher(key.toLowerCase(Locale.ROOT).replace("-", ""))
                        .matches();
    }

    private static String unknown(String what, String key) {
        return "unknown " + what + "." + Suggestion.hint(key, Keys.ALL.keySet())
                + " It has no effect; correct or remove it.";
    }

    private Properties file() {
        Properties properties = new Properties() {
            @Override
            public synchronized Object put(Object key, Object value) {
                Object before = super.put(key, value);
                if (before != null) {
                    problems.add(new Problem(
                            FILE, "has the key '" + key + "' twice. Only the last one would count; remove one."));
                }
                return before;
            }
        };
        Path file = folder.resolve(FILE);
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                properties.load(reader);
            } catch (IOException | IllegalArgumentException unreadable) {
                problems.add(new Problem(
                        FILE,
                        "cannot be read (" + unreadable.getMessage()
                                + "). It must be UTF-8 text with key=value lines; a backslash in a"
                                + " value must be written twice."));
            }
        }
        return properties;
    }

    /** Other programs may have variables that look like ours, config.php among them: they are told, not refused. */
    private void ofTheEnvironment() {
        Set<String> variables = new TreeSet<>();
        for (String key : Keys.ALL.keySet()) {
            variables.add(Key.variable(key));
            if (secrets.names(key + SecretFiles.SUFFIX)) {
                variables.add(Key.variable(key + SecretFiles.SUFFIX));
            }
        }
        Set<String> beginnings = variables.stream()
                .map(name -> name.substring(0, name.indexOf('_') + 1))
                .collect(Collectors.toSet());
        new TreeSet<>(environment.keySet())
                .stream()
                        .filter(name -> beginnings.contains(name.substring(0, name.indexOf('_') + 1)))
                        .filter(name -> name.contains("_") && !variables.contains(name))
                        .forEach(name -> hints.add(new Problem(
                                "environment",
                                name + " looks like a setting, but there is none of that name."
                                        + Suggestion.hint(name, variables)
                                        + " It has no effect on this program.")));
    }

    private void ofTheCommandLine() {
        Set<String> beginnings = Keys.ALL.keySet().stream()
                .map(key -> key.substring(0, key.indexOf('.') + 1))
                .collect(Collectors.toSet());
        for (String key : new TreeSet<>(system.stringPropertyNames())) {
            boolean ours = beginnings.contains(key.substring(0, key.indexOf('.') + 1)) && key.contains(".");
            if (ours && !known(key) && !secrets.names(key)) {
                problems.add(new Problem("command line", unknown("key '-D" + key + "'", key)));
            }
        }
    }
}
