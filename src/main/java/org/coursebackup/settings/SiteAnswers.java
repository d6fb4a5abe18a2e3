package org.coursebackup.settings;

import java.util.HashMap;
import java.util.Map;

import org.coursebackup.schedule.MoodleSchedule;

/**
 * What the site's own automated backup setup says, for keys that are set to {@code moodle}.
 *
 * @param backup plugin settings of {@code backup}, name to value
 * @param timezone the site's time zone; empty or 99 where it is the server's
 */
public record SiteAnswers(Map<String, String> backup, String timezone) {
    /** Whether Moodle's own nightly backup is switched on: 0 off, 1 on, 2 only by hand. */
    public boolean ownSchedulerOn() {
        return backup.getOrDefault("backup_auto_active", "0").equals("1");
    }

    /**
     * The same with what config.php overrides.
     *
     * @param zone null where it says nothing
     */
    SiteAnswers forced(Map<String, String> forced, String zone) {
        Map<String, String> all = new HashMap<>(backup);
        all.putAll(forced);
        return new SiteAnswers(all, zone == null ? timezone : zone);
    }

    /** Null where no day of the week is ticked. */
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

    /** @param name behind {@code backup_auto_}, {@code fallback} what Moodle takes where the site has no value */
    String onOff(String name, String fallback) {
        String value = backup.getOrDefault("backup_auto_" + name, fallback);
        return String.valueOf(!value.isEmpty() && !value.equals("0"));
    }

    /** @param name behind {@code backup_auto_}, {@code fallback} what Moodle takes where the site has no number */
    String number(String name, String fallback) {
        String value = backup.getOrDefault("backup_auto_" + name, fallback);
        return value.matches("\\d{1,9}") ? value : fallback;
    }
}
