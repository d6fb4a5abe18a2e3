package org.coursebackup.settings;

import java.util.Map;

import org.coursebackup.archive.BackupSetting;
import org.coursebackup.schedule.MoodleSchedule;

/**
 * What the site's own automated backup setup says, for keys that are set to {@code moodle}.
 *
 * @param backup plugin settings of {@code backup}, name to value
 * @param timezone the site's time zone; empty or 99 where it is the server's
 */
public record SiteAnswers(Map<String, String> backup, String timezone) {
    /** The site's value for a key, or null where the site's setting cannot be used: a schedule without any day. */
    String answer(String key) {
        return switch (key) {
            case "schedule.cron" -> cron();
            case "schedule.timezone" -> timezone.isEmpty() || timezone.equals("99") ? "" : timezone;
            case "skip.hidden" -> onOff("skip_hidden", "1");
            case "skip.unmodified-days" -> number("skip_modif_days", "30");
            case "skip.unmodified-since-backup" -> onOff("skip_modif_prev", "0");
            case "keep.last" -> number("max_kept", "1");
            case "keep.days" -> number("delete_days", "0");
            case "keep.minimum" -> number("min_kept", "0");
            case "backup.storage" ->
                switch (number("storage", "0")) {
                    case "1" -> "directory";
                    case "2" -> "both";
                    default -> "course";
                };
            case "include.anonymize" -> "false";
            default -> include(key);
        };
    }

    /** Whether Moodle's own nightly backup is switched on: 0 off, 1 on, 2 only by hand. */
    public boolean ownSchedulerOn() {
        return backup.getOrDefault("backup_auto_active", "0").equals("1");
    }

    private String include(String key) {
        for (BackupSetting setting : BackupSetting.values()) {
            if (key.equals(Keys.INCLUDE.get(setting))) {
                return onOff(setting.configName(), "1");
            }
        }
        throw new IllegalArgumentException(key);
    }

    private String cron() {
        try {
            return MoodleSchedule.cron(
                    backup.get("backup_auto_weekdays"),
                    Integer.parseInt(number("hour", "0")),
                    Integer.parseInt(number("minute", "0")));
        } catch (IllegalArgumentException noDay) {
            return null;
        }
    }

    private String onOff(String name, String fallback) {
        String value = backup.getOrDefault("backup_auto_" + name, fallback);
        return String.valueOf(!value.isEmpty() && !value.equals("0"));
    }

    private String number(String name, String fallback) {
        String value = backup.getOrDefault("backup_auto_" + name, fallback);
        return value.matches("\\d{1,9}") ? value : fallback;
    }
}
