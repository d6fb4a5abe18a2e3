package org.coursebackup.settings;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import org.coursebackup.archive.BackupSetting;

import static org.coursebackup.settings.Kind.*;

/** Every key the program knows. Their documentation and defaults are the file {@code application.properties}. */
final class Keys {
    static final Map<String, Key> ALL = new LinkedHashMap<>();
    static final Map<BackupSetting, String> INCLUDE = new LinkedHashMap<>();

    static {
        add(FILE, "moodle.config");
        for (String database : new String[] {"moodle.db", "moodle.read.db", "history.db"}) {
            add(JDBC_URL, database + ".url");
            add(TEXT, database + ".user");
            add(SECRET, database + ".password");
        }
        add(WEB_ADDRESS, "moodle.wwwroot");
        add(PATH, "moodle.dataroot", "backup.directory");
        add(PREFIX, "moodle.db.prefix");
        add(COUNT, "backup.workers", "history.keep-days", "schedule.retry-minutes");
        add(ENDPOINT, "backup.queue", "backup.target", "backup.second-target");
        for (String target : new String[] {"backup.target", "backup.second-target"}) {
            add(TEXT, target + ".user");
            add(SECRET, target + ".password");
        }
        fromMoodle(CRON, "schedule.cron");
        fromMoodle(ZONE, "schedule.timezone");
        add(HOURS, "schedule.night-hours");
        add(NUMBER, "shutdown.wait-seconds", "skip.hidden-unmodified-days");
        fromMoodle(SWITCH, "skip.hidden", "skip.unmodified-since-backup");
        fromMoodle(NUMBER, "skip.unmodified-days", "keep.last", "keep.days", "keep.minimum");
        fromMoodle(STORAGE, "backup.storage");
        add(FALLBACK, "archive.fallback");
        add(TEXT, "moodle.php");
        add(PATH, "moodle.dirroot");
        add(COUNT, "archive.fallback-minutes");
        add(TEXT, "mail.to", "mail.from", "mail.user");
        add(SECRET, "mail.password");
        add(ENDPOINT, "mail.server");
        add(SECRET_ADDRESS, "webhook.url");
        add(OCCASION, "notify.when");
        add(NUMBER, "notify.at-risk-days", "notify.overdue-hours");
        add(COUNT, "delivery.retry-minutes", "delivery.give-up-hours");
        add(SWITCH, "report.enabled", "report.login");
        add(TEXT, "report.host", "report.user");
        add(PORT, "report.port");
        add(SECRET, "report.password");
        add(NUMBER, "keep.daily", "keep.weekly", "keep.monthly", "keep.yearly");
        for (BackupSetting setting : BackupSetting.values()) {
            String name = "include." + spoken(setting);
            INCLUDE.put(setting, name);
            fromMoodle(SWITCH, name);
        }
    }

    private Keys() {}

    private static void add(Kind kind, String... names) {
        for (String name : names) {
            ALL.put(name, new Key(name, kind, false));
        }
    }

    private static void fromMoodle(Kind kind, String... names) {
        for (String name : names) {
            ALL.put(name, new Key(name, kind, true));
        }
    }

    /** Moodle runs some names together and shortens others; ours are words. */
    private static String spoken(BackupSetting setting) {
        return switch (setting) {
            case CALENDAREVENTS -> "calendar-events";
            case USERSCOMPLETION -> "user-completion";
            case QUESTIONBANK -> "question-bank";
            case CUSTOMFIELD -> "custom-fields";
            case CONTENTBANKCONTENT -> "content-bank";
            case XAPISTATE -> "xapi-states";
            case LEGACYFILES -> "legacy-files";
            default -> setting.name().toLowerCase(Locale.ROOT).replace('_', '-');
        };
    }
}
