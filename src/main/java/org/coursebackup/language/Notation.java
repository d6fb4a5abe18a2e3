package org.coursebackup.language;

import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;

/** Writes figures, lengths of time and dates as a language does. Thread-safe. */
public final class Notation {
    private static final String[] UNITS = {"unit.B", "unit.kB", "unit.MB", "unit.GB", "unit.TB", "unit.PB"};

    private final Language language;
    private final Locale locale;
    private final DateTimeFormatter time;
    private final DateTimeFormatter day;

    Notation(Language language, Locale locale) {
        this.language = language;
        this.locale = locale;
        time = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                .withLocale(locale);
        day = DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM).withLocale(locale);
    }

    public String count(long number) {
        return NumberFormat.getIntegerInstance(locale).format(number);
    }

    /** With one decimal place. */
    public String rate(double number) {
        NumberFormat format = NumberFormat.getNumberInstance(locale);
        format.setMinimumFractionDigits(1);
        format.setMaximumFractionDigits(1);
        return format.format(number);
    }

    /** Bytes in decimal units, with one decimal place below 100. */
    public String bytes(long bytes) {
        double amount = bytes;
        int unit = 0;
        while (amount >= 1000 && unit < UNITS.length - 1) {
            amount /= 1000;
            unit++;
        }
        return language.say(UNITS[unit], unit == 0 || amount >= 100 ? count(Math.round(amount)) : rate(amount));
    }

    /** Milliseconds below a second, seconds with one decimal place below a minute, or longer units. */
    public String took(Duration duration) {
        if (duration.toMillis() < 1000) {
            return language.say("unit.ms", count(duration.toMillis()));
        }
        return duration.toMinutes() < 1 ? language.say("unit.s", rate(duration.toMillis() / 1000.0)) : span(duration);
    }

    /** The two largest units: 3 d 4 h, 2 h 5 min, 3 min 20 s. */
    public String span(Duration duration) {
        if (duration.toDays() > 0) {
            return two("unit.d", duration.toDays(), "unit.h", duration.toHoursPart());
        }
        if (duration.toHours() > 0) {
            return two("unit.h", duration.toHours(), "unit.min", duration.toMinutesPart());
        }
        return duration.toMinutes() > 0
                ? two("unit.min", duration.toMinutes(), "unit.s", duration.toSecondsPart())
                : language.say("unit.s", count(duration.toSeconds()));
    }

    private String two(String larger, long many, String smaller, long few) {
        return language.say(larger, count(many)) + " " + language.say(smaller, count(few));
    }

    /** Day and minute. */
    public String time(Instant instant, ZoneId zone) {
        return time.format(instant.atZone(zone));
    }

    public String day(LocalDate date) {
        return day.format(date);
    }
}
