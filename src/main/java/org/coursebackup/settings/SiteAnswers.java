package org.coursebackup.settings;

import java.util.HashMap;
import java.util.Map;

import org.coursebackup.schedule.MoodleSchedule;

/**
 * The site's own automated backup setup, for keys set to {@code moodle}.
 *
 * @param backup plugin settings of {@code backup}, name to value
 * @param timezone the site's time zone; empty or 99 for the server's
 */
public record SiteAnswers(Map<String, String> backup, String timezone) {
    /** Whether Moodle's own nightly backup is on: 0 off, 1 on, 2 only by hand. */
    public boolean ownSchedulerOn() {
        return backup.getOrDefault("backup_auto_active", "0").equals("1");
    }

    /**
     * The same with overrides from config.php.
     *
     * @param zone null if it sets none
     */
    SiteAnswers forced(Map<String, String> forced, String zone) {
        Map<String, String> all = new HashMap<>(backup);
        all.putAll(forced);
        return new SiteAnswers(all, zone == null ? timezone : zone);
    }

    /** Null if no weekday is ticked or the time is invalid. */
    String cron() {
        try {
            return MoodleSchedule.cron(
                    backup.get("backup_auto_weekdays"),
                    Integer.parseInt(number("hour", "0")),
                    Integer.parseInt(number("minute", "0")));
        } catch (IllegalArgumentException noDay) {
            return null;
        }
    }

    /** Empty for the server's. */
    String zone() {
        return timezone.equals("99") ? "" : timezone;
    }

    String storage() {
        return switch (number("storage", "0")) {
            case "1" -> "directory";
            case "2" -> "both";
            default -> "course";
        };
    }

    /**
     * @param name the part after {@code backup_auto_}; {@code fallback} is what Moodle uses if the site has no value
     */
    String onOff(String name, String fallback) {
        String value = backup.getOrDefault("backup_auto_" + name, fallback);
        return String.valueOf(!value.isEmpty() && !value.equals("0"));
    }

    /**
     * @param name the part after {@code backup_auto_}; {@code fallback} is what Moodle uses if the site has no number
     */
    String number(String name, String fallback) {
        String value = backup.getOrDefault("backup_auto_" + name, fallback);
        return value.matches("\\d{1,9}") ? value : fallback;
    }
}
