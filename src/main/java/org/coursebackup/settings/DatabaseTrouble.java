package org.coursebackup.settings;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import java.util.regex.Pattern;

/** Turns a driver's exception into a sentence with a remedy. */
public final class DatabaseTrouble {
    /**
     * PostgreSQL: is ended, has crashed, begins, has no connections left; H2: no server, files in use, just being
     * closed. MariaDB has 08 for most of it.
     */
    private static final Set<String> TRANSIENT =
            Set.of("57P01", "57P02", "57P03", "53300", "90067", "90020", "90098", "90121");

    private static final String NO_CONNECTION_LEFT = "53300";
    /** The same in MariaDB and MySQL: of the server, of the user, of the user within an hour. */
    private static final Set<Integer> TOO_MANY = Set.of(1040, 1203, 1226);

    /** A login that was refused, and an address that no driver takes, may be reported as failures to connect. */
    private static final Pattern WRONG = Pattern.compile("(?i)access denied|authentication failed|no suitable driver");

    private DatabaseTrouble() {}

    /**
     * What failed, for which database, and what to do, in one line. {@code key} is the prefix of the settings, such as
     * {@code moodle.db}.
     */
    public static Problem explain(String key, Database database, SQLException failure) {
        return new Problem(
                key + ".url",
                "cannot use " + database + ": " + firstLine(failure) + " " + remedy(key, failure),
                away(failure));
    }

    /** Whether a database that may answer at another time is behind a failure, whatever is around it. */
    public static boolean isAway(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientConnectionException || cause instanceof SQLException sql && away(sql)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the server may answer at another time: it can't be reached, begins, ends or has no connection left. */
    private static boolean away(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        boolean wrong = WRONG.matcher(String.valueOf(failure.getMessage())).find();
        return !wrong && (state.startsWith("08") || TRANSIENT.contains(state) || tooMany(failure));
    }

    private static boolean tooMany(SQLException failure) {
        return NO_CONNECTION_LEFT.equals(failure.getSQLState()) || TOO_MANY.contains(failure.getErrorCode());
    }

    private static String remedy(String key, SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        if (tooMany(failure)) {
            return "Others have all the connections that the server allows; if that happens often, raise its"
                    + " max_connections.";
        }
        if (state.startsWith("28")) {
            return "Check " + key + ".user and " + key
                    + ".password, and that the server lets this user in from this machine.";
        }
        if (state.startsWith("08") || state.equals("90067") || state.equals("57P03")) {
            return "Check host and port in " + key + ".url, and that the server runs and can be reached from here.";
        }
        if (state.equals("3D000") || state.equals("90146") || failure.getErrorCode() == 1049) {
            return "Check the name of the database at the end of " + key + ".url.";
        }
        if (state.equals("42P01") || state.startsWith("42S") || failure.getErrorCode() == 1146) {
            return "Check moodle.db.prefix (as $CFG->prefix has it) and that this is Moodle's database.";
        }
        if (state.equals("42501") || failure.getErrorCode() == 1142 || failure.getErrorCode() == 1044) {
            return "Grant the user SELECT on Moodle's tables, INSERT, UPDATE and DELETE on backup_courses, and on"
                    + " PostgreSQL USAGE on its sequence; 'check --grants' prints the statements.";
        }
        return "Check the " + key + " settings.";
    }

    /** The message's first line, without passwords; ends with a full stop. */
    public static String firstLine(Throwable failure) {
        String message = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        String line = Database.masked(message.lines()
                .findFirst()
                .orElse("")
                .replaceFirst("^\\(conn=-?\\d+\\) ", "")
                .trim());
        return line.endsWith(".") ? line : line + ".";
    }
}
