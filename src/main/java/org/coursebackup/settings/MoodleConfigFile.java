package org.coursebackup.settings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads Moodle's {@code config.php} without executing it: only assignments of plain strings or numbers to {@code $CFG}
 * count. Whatever is computed there (getenv, require, concatenation) is not seen and has to be given as a setting.
 */
final class MoodleConfigFile {
    private static final String STRING = "'((?:[^'\\\\]|\\\\.)*)'|\"((?:[^\"\\\\$]|\\\\.)*)\"";
    /** Strings are matched first, so that what looks like a comment inside one stays. */
    private static final Pattern COMMENT =
            Pattern.compile("(" + STRING + ")|/\\*.*?\\*/|(?://|#)[^\\n]*", Pattern.DOTALL);

    private static final Pattern ASSIGNMENT =
            Pattern.compile("\\$CFG\\s*->\\s*(\\w+)\\s*=\\s*(?:" + STRING + "|(\\d+))\\s*;");
    private static final Pattern PORT = Pattern.compile("['\"]dbport['\"]\\s*=>\\s*['\"]?(\\d+)");

    private final Map<String, String> values = new LinkedHashMap<>();
    private String port;

    static MoodleConfigFile read(Path file) throws IOException {
        return new MoodleConfigFile(Files.readString(file, StandardCharsets.UTF_8));
    }

    MoodleConfigFile(String php) {
        String code = COMMENT.matcher(php)
                .replaceAll(match -> match.group(1) == null ? " " : Matcher.quoteReplacement(match.group(1)));
        Matcher assignment = ASSIGNMENT.matcher(code);
        while (assignment.find()) {
            values.put(assignment.group(1), value(assignment));
        }
        Matcher dbport = PORT.matcher(code);
        if (dbport.find()) {
            port = dbport.group(1);
        }
    }

    /** The keys of ours that the file answers. Problems (an unsupported kind of database) go to the list. */
    Map<String, String> settings(List<Problem> problems) {
        Map<String, String> settings = new LinkedHashMap<>();
        url(problems, settings);
        take(settings, "moodle.db.user", "dbuser");
        take(settings, "moodle.db.password", "dbpass");
        take(settings, "moodle.db.prefix", "prefix");
        take(settings, "moodle.wwwroot", "wwwroot");
        take(settings, "moodle.dataroot", "dataroot");
        return settings;
    }

    private void url(List<Problem> problems, Map<String, String> settings) {
        String type = values.get("dbtype");
        if (type == null || !values.containsKey("dbhost") || !values.containsKey("dbname")) {
            return;
        }
        String scheme =
                switch (type) {
                    case "mariadb", "mysqli", "auroramysql" -> "jdbc:mariadb://";
                    case "pgsql" -> "jdbc:postgresql://";
                    default -> null;
                };
        if (scheme == null) {
            problems.add(new Problem(
                    "moodle.config",
                    "$CFG->dbtype is '" + type + "', which this program cannot read."
                            + " It reads MariaDB, MySQL and PostgreSQL; no course can be backed up from this site."));
            return;
        }
        settings.put(
                "moodle.db.url",
                scheme + values.get("dbhost") + (port == null ? "" : ":" + port) + "/" + values.get("dbname"));
    }

    private void take(Map<String, String> settings, String key, String name) {
        if (values.containsKey(name)) {
            settings.put(key, values.get(name));
        }
    }

    private static String value(Matcher assignment) {
        for (int group = 2; group <= 4; group++) {
            if (assignment.group(group) != null) {
                return assignment.group(group).replaceAll("\\\\(['\"\\\\$])", "$1");
            }
        }
        throw new IllegalStateException(assignment.group());
    }
}
