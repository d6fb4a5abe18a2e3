package org.coursebackup.settings;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.quartz.CronExpression;

/**
 * What a value may look like and what it becomes. Only the value itself is checked, not what it points to.
 *
 * @param wanted what is expected, for a message
 * @param reader returns empty for an invalid value; never gets an empty one
 * @param absent what an empty value becomes; null if the value is never empty
 */
record Kind<T>(String wanted, Function<String, Optional<T>> reader, T absent) {
    static final Kind<String> TEXT = matching("any text", ".*");
    static final Kind<Secret> SECRET = TEXT.as(Secret::new);
    static final Kind<String> JDBC_URL = matching(
            "a JDBC address: jdbc:mariadb://host:3306/name, jdbc:mysql://... or jdbc:postgresql://host:5432/name",
            "jdbc:(mariadb|mysql|postgresql|h2):\\P{Cntrl}+");
    static final Kind<String> WEB_ADDRESS = matching(
            "an address that starts with http:// or https:// and has no slash at the end",
            "https?://[^\\s/](\\S*[^\\s/])?");
    static final Kind<Secret> SECRET_ADDRESS = matching(
                    "an address that starts with http:// or https://", "https?://[^\\s/]\\S*")
            .as(Secret::new);
    static final Kind<String> ENDPOINT = matching("a Camel endpoint such as seda:courses", "[\\w-]+:.+");
    static final Kind<String> LOCK_MODE = matching("governance, compliance or nothing", "governance|compliance");
    static final Kind<String> PREFIX = matching("letters, digits and underscores", "\\w*");
    static final Kind<Path> PATH = new Kind<>("a path", Kind::path, null);
    static final Kind<Integer> COUNT = number("a whole number of at least 1", 1, Integer.MAX_VALUE);
    static final Kind<Integer> NUMBER = number("a whole number of at least 0", 0, Integer.MAX_VALUE);
    static final Kind<String> SAMPLE = matching("cycle, or a whole number of at least 0", "cycle|\\d{1,9}");
    static final Kind<Integer> PORT = number("a port number from 1 to 65535", 1, 65_535);
    static final Kind<Integer> HOURS = number("a whole number from 0 to 23", 0, 23);
    static final Kind<Integer> SECONDS = number("a whole number from 1 to 86400", 1, 86_400);
    static final Kind<Boolean> SWITCH = oneOf("true", "false").as(Boolean::valueOf);
    static final Kind<String> CRON = new Kind<>(
            "a Quartz cron of six or seven fields, such as 0 0 3 * * ? for three o'clock each night",
            value -> Optional.of(value).filter(CronExpression::isValidExpression),
            null);
    static final Kind<ZoneId> ZONE = new Kind<>("a time zone such as Europe/Berlin", Kind::zone, null);

    /** Text that matches the pattern, or empty text. */
    static Kind<String> matching(String wanted, String pattern) {
        return new Kind<>(wanted, value -> Optional.of(value).filter(text -> text.matches(pattern)), "");
    }

    /** One of these words. */
    static Kind<String> oneOf(String... words) {
        int last = words.length - 1;
        String wanted = String.join(", ", List.of(words).subList(0, last)) + " or " + words[last];
        return new Kind<>(wanted, value -> Optional.of(value).filter(List.of(words)::contains), null);
    }

    private static Kind<Integer> number(String wanted, int least, int most) {
        return new Kind<>(wanted, value -> number(value).filter(n -> n >= least && n <= most), null);
    }

    /** The same values, converted to something else: {@code COUNT.as(Duration::ofMinutes)}. */
    <R> Kind<R> as(Function<T, R> change) {
        return new Kind<>(
                wanted, value -> reader.apply(value).map(change), absent == null ? null : change.apply(absent));
    }

    boolean accepts(String value) {
        return reader.apply(value).isPresent();
    }

    boolean secret() {
        return absent instanceof Secret;
    }

    private static Optional<Integer> number(String value) {
        try {
            return Optional.of(Integer.valueOf(value));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    private static Optional<Path> path(String value) {
        try {
            return Optional.of(Path.of(value));
        } catch (InvalidPathException notAPath) {
            return Optional.empty();
        }
    }

    private static Optional<ZoneId> zone(String value) {
        try {
            return Optional.of(ZoneId.of(value));
        } catch (DateTimeException unknown) {
            return Optional.empty();
        }
    }
}
