package org.coursebackup.settings;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Predicate;

import org.quartz.CronExpression;

/** What a value may look like. The check looks at the value alone, not at what it points to. */
enum Kind {
    TEXT("any text", value -> true),
    SECRET("any text", value -> true),
    JDBC_URL(
            "a JDBC address: jdbc:mariadb://host:3306/name, jdbc:mysql://... or jdbc:postgresql://host:5432/name",
            Kind::jdbc),
    WEB_ADDRESS(
            "an address that starts with http:// or https:// and has no slash at the end",
            value -> value.matches("https?://[^\\s/]\\S*") && !value.endsWith("/")),
    FILE("the path of a file that can be read", value -> path(value)
            .filter(Files::isReadable)
            .filter(Files::isRegularFile)
            .isPresent()),
    PATH("a path", value -> path(value).isPresent()),
    PREFIX("letters, digits and underscores", value -> value.matches("\\w*")),
    COUNT("a whole number of at least 1", value -> number(value, 1, Integer.MAX_VALUE)),
    NUMBER("a whole number of at least 0", value -> number(value, 0, Integer.MAX_VALUE)),
    PORT("a port number from 1 to 65535", value -> number(value, 1, 65_535)),
    HOURS("a whole number from 0 to 23", value -> number(value, 0, 23)),
    SWITCH("true or false", value -> value.equals("true") || value.equals("false")),
    CRON(
            "a Quartz cron of six or seven fields, such as 0 0 3 * * ? for three o'clock each night",
            CronExpression::isValidExpression),
    SECRET_ADDRESS("an address that starts with http:// or https://", value -> value.matches("https?://[^\\s/]\\S*")),
    STORAGE("directory, course or both", value -> value.matches("directory|course|both")),
    FALLBACK("none or moodle", value -> value.matches("none|moodle")),
    OCCASION("always or trouble", value -> value.matches("always|trouble")),
    ZONE("a time zone such as Europe/Berlin", Kind::zone),
    ENDPOINT("a Camel endpoint such as seda:courses", value -> value.matches("[\\w-]+:.+"));

    private final String wanted;
    private final Predicate<String> test;

    Kind(String wanted, Predicate<String> test) {
        this.wanted = wanted;
        this.test = test;
    }

    boolean accepts(String value) {
        return test.test(value);
    }

    /** What would have been right, for a message. */
    String wanted() {
        return wanted;
    }

    private static boolean jdbc(String value) {
        return value.matches("jdbc:(mariadb|mysql|postgresql|h2):.+");
    }

    private static boolean number(String value, int least, int most) {
        try {
            int number = Integer.parseInt(value);
            return number >= least && number <= most;
        } catch (NumberFormatException notANumber) {
            return false;
        }
    }

    private static Optional<Path> path(String value) {
        try {
            return Optional.of(Path.of(value));
        } catch (InvalidPathException notAPath) {
            return Optional.empty();
        }
    }

    private static boolean zone(String value) {
        try {
            ZoneId.of(value);
            return true;
        } catch (DateTimeException unknown) {
            return false;
        }
    }
}
