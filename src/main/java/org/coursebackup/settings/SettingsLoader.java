package org.coursebackup.settings;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;

import org.coursebackup.encrypt.Recipients;
import org.coursebackup.moodle.TablePrefix;

/**
 * Collects the settings from -D, environment, systemd's credentials, {@code application.properties}, Moodle's
 * {@code config.php} and the defaults, in this order of precedence, and reports all problems at once.
 */
public final class SettingsLoader {
    private static final String OF_MOODLE = "Moodle's own setting";

    private final Path folder;
    private final Map<String, String> environment;
    private final Properties system;
    private final SiteReader site;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, String> origins = new HashMap<>();
    private final List<Problem> hints = new ArrayList<>();
    private Map<String, String> forced = Map.of();
    private Map<String, String> forcedBackup = Map.of();

    public SettingsLoader(Path folder, Map<String, String> environment, Properties system, SiteReader site) {
        this.folder = folder;
        this.environment = environment;
        this.system = system;
        this.site = site;
    }

    /** System property for the folder of {@code application.properties} if it isn't the working directory. */
    public static final String FOLDER = "coursebackup.folder";

    /**
     * Loads this process's settings from its working directory or {@value #FOLDER}, environment and system properties.
     */
    public static Settings load() throws SettingsException {
        return new SettingsLoader(
                        Path.of(System.getProperty(FOLDER, "")),
                        System.getenv(),
                        System.getProperties(),
                        new JdbcSiteReader())
                .settings();
    }

    /**
     * The same as far as they are known while the site can't be asked: keys set to {@code moodle} have values of no
     * meaning. For telling people that it can't be reached. Empty if the settings are wrong.
     */
    public static Optional<Settings> withoutSite() {
        SiteReader nobody = (moodle, tables) -> new SiteAnswers(Map.of("backup_auto_weekdays", "1111111"), "");
        try {
            return Optional.of(new SettingsLoader(
                            Path.of(System.getProperty(FOLDER, "")), System.getenv(), System.getProperties(), nobody)
                    .settings());
        } catch (SettingsException wrong) {
            return Optional.empty();
        }
    }

    /** @throws SettingsException with all problems found */
    public Settings settings() throws SettingsException {
        Sources sources = new Sources(folder, environment, system, problems, hints);
        Map<String, String> given = sources.read();
        PackagedSettings.defaults().forEach(values::put);
        String config = given.getOrDefault("moodle.config", "");
        if (!config.isEmpty() && Keys.MOODLE_CONFIG.kind().accepts(config)) {
            fromMoodleConfig(given);
        }
        given.forEach((key, value) -> {
            if (!value.isEmpty() || !values.containsKey(key)) {
                values.put(key, value);
                origins.put(key, sources.origins().get(key));
            }
        });
        values.replaceAll((key, value) -> key.equals("moodle.wwwroot") ? value.replaceFirst("/+$", "") : value);
        complain();
        require();
        askTheSite();
        fillIn();
        targets();
        if (!problems.isEmpty()) {
            page();
            throw new SettingsException(problems);
        }
        return new Settings(new Values(folder, Map.copyOf(values)), forced, forcedBackup, hints).from(origins);
    }

    private void fromMoodleConfig(Map<String, String> given) {
        String path = given.get("moodle.config");
        try {
            MoodleConfigFile config = MoodleConfigFile.read(folder.resolve(path), environment);
            Map<String, String> answers = new LinkedHashMap<>(config.settings());
            if (given(given, "moodle.db.url")) {
                // otherwise the replica of a different database would be read
                answers.keySet().removeIf(key -> key.startsWith("moodle.read.db."));
            }
            for (String part : List.of("user", "password")) {
                if (given(given, "moodle.db." + part)) {
                    answers.computeIfPresent("moodle.read.db." + part, (key, value) -> given.get("moodle.db." + part));
                }
            }
            values.putAll(answers);
            answers.keySet().forEach(key -> origins.put(key, path));
            config.refused().forEach((key, why) -> {
                if (!given(given, key)) {
                    problems.add(new Problem(
                            key,
                            why + ". Nothing is guessed; set " + key + " in application.properties or as "
                                    + Keys.ALL.get(key).variable()
                                    + " (docs/INSTALL.md: how PHP prints what it makes of the file)."));
                }
            });
            forced = config.forced();
            forcedBackup = config.forcedBackup();
            hints.addAll(config.hints());
        } catch (IOException unreadable) {
            problems.add(new Problem(
                    "moodle.config",
                    "cannot read '" + path + "' (" + unreadable
                            + "). Give the path of Moodle's config.php, readable by this user, or the"
                            + " moodle.* keys one by one."));
        }
    }

    private static boolean given(Map<String, String> given, String key) {
        return !given.getOrDefault(key, "").isEmpty();
    }

    private void complain() {
        for (Key<?> key : Keys.ALL.values()) {
            String complaint = key.complaint(values.getOrDefault(key.name(), ""));
            if (complaint != null) {
                problems.add(new Problem(key.name(), complaint));
            }
        }
    }

    /** What will forbid serving the page, told together with the rest; some commands do without the page. */
    private void page() {
        boolean readable =
                problems.stream().noneMatch(problem -> problem.where().startsWith("report."));
        if (readable) {
            problems.addAll(ReportSettings.of(new Values(folder, values)).obstacles());
        }
    }

    private void targets() {
        boolean readable = problems.stream()
                .map(Problem::where)
                .noneMatch(where -> where.startsWith("backup.")
                        || where.startsWith("history.db")
                        || where.equals(Keys.MANIFEST_KEY.name()));
        try {
            Recipients.of(values.get(Keys.RECIPIENTS.name()), folder);
        } catch (IllegalArgumentException wrong) {
            problems.add(new Problem(Keys.RECIPIENTS.name(), wrong.getMessage()));
            return;
        }
        if (readable) {
            TargetSettings target = TargetSettings.of(new Values(folder, values));
            problems.addAll(target.obstacles());
            if (problems.stream().noneMatch(problem -> problem.where().matches("store\\..*|verify\\..*"))) {
                problems.addAll(StoreSettings.of(new Values(folder, values)).obstacles(target));
            }
        }
    }

    private void require() {
        require("moodle.db.url", "where Moodle's database is");
        require("moodle.wwwroot", "the site's address, as $CFG->wwwroot has it");
        require("moodle.dataroot", "Moodle's data folder, as $CFG->dataroot has it");
        require("backup.directory", "where the archives go");
        require("history.db.url", "where the program keeps its history");
    }

    private void require(String key, String meaning) {
        if (values.getOrDefault(key, "").isEmpty()
                && problems.stream().noneMatch(problem -> problem.where().equals(key))) {
            problems.add(new Problem(
                    key,
                    "is not set: " + meaning + ". Set it in application.properties or as "
                            + Keys.ALL.get(key).variable()
                            + (key.startsWith("moodle.")
                                    ? ", or set moodle.config to the path of Moodle's config.php."
                                    : ".")));
        }
    }

    private void askTheSite() {
        boolean reachable = problems.stream()
                .noneMatch(problem -> problem.where().startsWith("moodle.db")
                        || problem.where().equals(Keys.DATABASE_TIMEOUT.name())
                        || problem.where().equals("moodle.config"));
        boolean asked = Keys.ALL.values().stream().anyMatch(key -> key.asks(values.get(key.name())));
        if (!reachable || !asked) {
            return;
        }
        Database moodle = Keys.MOODLE_DB.database(new Values(folder, values));
        try {
            SiteAnswers answers = site.read(moodle, new TablePrefix(values.get(Keys.MOODLE_PREFIX.name())))
                    .forced(forcedBackup, forced.get("timezone"));
            values.replaceAll((name, value) -> {
                Key<?> key = Keys.ALL.get(name);
                if (key == null || !key.asks(value)) {
                    return value;
                }
                origins.merge(name, OF_MOODLE, (origin, site) -> site + " (as " + origin + " says)");
                return answered(key, answers);
            });
        } catch (SQLException failure) {
            problems.add(DatabaseTrouble.explain("moodle.db", moodle, failure));
        }
    }

    private String answered(Key<?> key, SiteAnswers answers) {
        String answer = key.site().apply(answers);
        if (answer == null) {
            problems.add(new Problem(
                    key.name(),
                    "is 'moodle', but the site's own automated backup setup has no day of the week ticked."
                            + " Nothing would ever run; tick days there or write a cron such as 0 0 3 * * ? here."));
        } else if (!answer.isEmpty() && !key.kind().accepts(answer)) {
            problems.add(new Problem(
                    key.name(),
                    "is 'moodle', but what the site says, '" + answer + "', is not "
                            + key.kind().wanted() + ". Write the value here instead."));
        }
        return answer == null ? "" : answer;
    }

    private void fillIn() {
        // H2 would resolve it against the working directory
        values.computeIfPresent(
                "history.db.url",
                (key, value) -> folder.toString().isEmpty()
                        ? value
                        : value.replaceFirst(
                                "^jdbc:h2:file:\\./",
                                Matcher.quoteReplacement("jdbc:h2:file:"
                                        + folder.toAbsolutePath().normalize() + "/")));
        values.computeIfPresent(
                "schedule.timezone",
                (key, value) ->
                        value.isEmpty() ? ofMachine(key, ZoneId.systemDefault().getId()) : value);
        values.computeIfPresent(
                "backup.workers",
                (key, value) -> value.isEmpty()
                        ? ofMachine(key, String.valueOf(Runtime.getRuntime().availableProcessors()))
                        : value);
    }

    private String ofMachine(String key, String value) {
        origins.put(key, "this machine");
        return value;
    }

    /** This process's settings for people, whether they are valid or not. */
    public static ShownSettings shown() {
        SettingsLoader loader = new SettingsLoader(
                Path.of(System.getProperty(FOLDER, "")), System.getenv(), System.getProperties(), new JdbcSiteReader());
        return loader.show();
    }

    ShownSettings show() {
        try {
            settings();
        } catch (SettingsException wrong) {
            // its problems are among those shown
        }
        return ShownSettings.of(values, origins, List.copyOf(problems), List.copyOf(hints));
    }
}
