package org.coursebackup.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

import org.coursebackup.archive.BackupSetting;
import org.coursebackup.settings.TargetSettings.Storage;

import static org.coursebackup.settings.Kind.*;

/**
 * Every key the program knows. Their documentation and defaults are in {@code application.properties}, whose order this
 * follows. A new key goes there, here, and into the record that hands it out; a test keeps the three in step.
 */
final class Keys {
    private static final Map<String, Key<?>> KEYS = new LinkedHashMap<>();
    /** By name. */
    static final Map<String, Key<?>> ALL = Collections.unmodifiableMap(KEYS);

    static final Key<Path> MOODLE_CONFIG = key("moodle.config", PATH);
    static final DatabaseKeys MOODLE_DB = database("moodle.db");
    static final Key<String> MOODLE_WWWROOT = key("moodle.wwwroot", WEB_ADDRESS);
    static final Key<Path> MOODLE_DATAROOT = key("moodle.dataroot", PATH);
    static final Key<Path> BACKUP_DIRECTORY = key("backup.directory", PATH);

    static final Key<String> MOODLE_PREFIX = key("moodle.db.prefix", PREFIX);
    static final DatabaseKeys MOODLE_READ_DB = database("moodle.read.db");
    static final Key<Integer> WORKERS = key("backup.workers", COUNT);

    static final Key<String> CRON = key("schedule.cron", Kind.CRON, SiteAnswers::cron);
    static final Key<ZoneId> TIMEZONE = key("schedule.timezone", ZONE, SiteAnswers::zone);

    static final Key<Integer> HIDDEN_UNMODIFIED_DAYS = key("skip.hidden-unmodified-days", NUMBER);
    static final Key<Boolean> HIDDEN = key("skip.hidden", SWITCH, site -> site.onOff("skip_hidden", "1"));
    static final Key<Integer> UNMODIFIED_DAYS =
            key("skip.unmodified-days", NUMBER, site -> site.number("skip_modif_days", "30"));
    static final Key<Boolean> UNMODIFIED_SINCE_BACKUP =
            key("skip.unmodified-since-backup", SWITCH, site -> site.onOff("skip_modif_prev", "0"));

    static final Key<String> UNCHANGED = key("skip.unchanged", oneOf("false", "true", "strict"));

    static final Key<Storage> STORAGE =
            key("backup.storage", oneOf("directory", "course", "both").as(Storage::of), SiteAnswers::storage);

    static final KeepKeys KEEP = keep("keep");
    static final Key<Duration> KEEP_DELETED = key("keep.deleted-days", NUMBER.as(Duration::ofDays));

    static final Key<String> MAIL_TO = key("mail.to", TEXT);
    static final Key<String> MAIL_USER = key("mail.user", TEXT);
    static final Key<Secret> MAIL_PASSWORD = key("mail.password", SECRET);
    static final Key<Secret> WEBHOOK_URL = key("webhook.url", SECRET_ADDRESS);
    static final Key<Boolean> ONLY_TROUBLE =
            key("notify.when", oneOf("always", "trouble").as("trouble"::equals));
    static final Key<Integer> AT_RISK_DAYS = key("notify.at-risk-days", NUMBER);
    static final Key<Duration> OVERDUE = key("notify.overdue-hours", NUMBER.as(Duration::ofHours));

    static final Map<BackupSetting, Key<Boolean>> INCLUDE = include();

    static final Key<Boolean> REPORT_ENABLED = key("report.enabled", SWITCH);
    static final Key<String> REPORT_HOST = key("report.host", TEXT);
    static final Key<Integer> REPORT_PORT = key("report.port", PORT);
    static final Key<String> REPORT_USER = key("report.user", TEXT);
    static final Key<Secret> REPORT_PASSWORD = key("report.password", SECRET);
    static final Key<Boolean> REPORT_LOGIN = key("report.login", SWITCH);

    static final Key<String> RECIPIENTS = key("encrypt.recipients", TEXT);
    static final Key<String> TARGET = key("backup.target", ENDPOINT);
    static final Key<String> TARGET_LOCK_MODE = key("backup.target.lock-mode", LOCK_MODE);
    static final Key<Duration> TARGET_LOCK_DAYS = key("backup.target.lock-days", NUMBER.as(Duration::ofDays));
    static final Key<String> SECOND_TARGET = key("backup.second-target", ENDPOINT);
    static final Key<Secret> SECOND_PASSWORD = key("backup.second-target.password", SECRET);
    static final Key<String> SECOND_LOCK_MODE = key("backup.second-target.lock-mode", LOCK_MODE);
    static final Key<Duration> SECOND_LOCK_DAYS = key("backup.second-target.lock-days", NUMBER.as(Duration::ofDays));
    static final KeepKeys SECOND_KEEP = keep("backup.second-target.keep");

    static final Key<Boolean> FALLBACK =
            key("archive.fallback", oneOf("none", "moodle").as("moodle"::equals));
    static final Key<String> MOODLE_PHP = key("moodle.php", TEXT);
    static final Key<Boolean> DESCRIBE_AUTOMATICALLY = key("describe.automatically", SWITCH);
    static final Key<Integer> PROVE_NIGHTLY = key("prove.sample-nightly", NUMBER);
    static final Key<Boolean> PROVE_FIRST = key("prove.before-first-run", SWITCH);
    static final Key<Duration> DRILL_EVERY = key("drill.every", NUMBER.as(Duration::ofDays));
    static final Key<Integer> DRILL_SAMPLE = key("drill.sample", COUNT);
    static final Key<String> DRILL_PHP = key("drill.php", TEXT);
    static final Key<Path> DRILL_DIRROOT = key("drill.dirroot", PATH);
    static final Key<Boolean> DRILL_LIVE = key("drill.live", SWITCH);
    static final Key<Duration> DRILL_MINUTES = key("drill.minutes", COUNT.as(Duration::ofMinutes));
    static final Key<Path> MOODLE_FILEDIR = key("moodle.filedir", PATH);
    static final Key<Path> MOODLE_DIRROOT = key("moodle.dirroot", PATH);
    static final Key<Duration> FALLBACK_MINUTES = key("archive.fallback-minutes", COUNT.as(Duration::ofMinutes));

    static final Key<Path> MANIFEST_KEY = key("manifest.key", PATH);
    static final Key<String> REREAD = key("verify.sample", SAMPLE);
    static final Key<Boolean> POOLED =
            key("store.layout", oneOf("archives", "shared-pool").as("shared-pool"::equals));
    static final Key<Duration> POOL_GRACE = key("store.pool.grace-days", NUMBER.as(Duration::ofDays));
    static final Key<Boolean> SHARE = key("store.share", SWITCH);
    static final Key<Boolean> READ_ALL =
            key("store.verify", oneOf("changed", "all").as("all"::equals));
    static final Key<Duration> READ_BACK_AFTER = key("verify.cycle-days", COUNT.as(Duration::ofDays));

    static final Key<Duration> DATABASE_TIMEOUT = key("database.timeout-seconds", SECONDS.as(Duration::ofSeconds));

    static final DatabaseKeys HISTORY_DB = database("history.db");
    static final Key<Duration> HISTORY_KEEP = key("history.keep-days", COUNT.as(Duration::ofDays));

    static final Key<Duration> DELIVERY_RETRY = key("delivery.retry-minutes", COUNT.as(Duration::ofMinutes));
    static final Key<Duration> DELIVERY_GIVE_UP = key("delivery.give-up-hours", COUNT.as(Duration::ofHours));

    static final Key<Duration> NIGHT = key("schedule.night-hours", HOURS.as(Duration::ofHours));
    static final Key<Duration> RETRY = key("schedule.retry-minutes", COUNT.as(Duration::ofMinutes));
    static final Key<Duration> TROUBLE_WAIT = key("run.wait-minutes", NUMBER.as(Duration::ofMinutes));
    static final Key<Duration> SHUTDOWN_WAIT = key("shutdown.wait-seconds", NUMBER.as(Duration::ofSeconds));

    /* Only for {@code {{placeholders}}} in route files and endpoints; not used in Java. */
    static {
        key("mail.from", TEXT);
        key("mail.server", ENDPOINT);
        key("backup.queue", ENDPOINT);
        key("backup.target.user", TEXT);
        key("backup.target.password", SECRET);
        key("backup.second-target.user", TEXT);
    }

    private Keys() {}

    private static <T> Key<T> key(String name, Kind<T> kind) {
        return key(name, kind, null);
    }

    /** @param site gives the site's own setting for the value {@code moodle} */
    private static <T> Key<T> key(String name, Kind<T> kind, Function<SiteAnswers, String> site) {
        Key<T> key = new Key<>(name, kind, site);
        KEYS.put(name, key);
        return key;
    }

    private static DatabaseKeys database(String name) {
        return new DatabaseKeys(
                key(name + ".url", JDBC_URL), key(name + ".user", TEXT), key(name + ".password", SECRET));
    }

    private static KeepKeys keep(String name) {
        return new KeepKeys(
                key(name + ".last", NUMBER, site -> site.number("max_kept", "1")),
                key(name + ".days", NUMBER, site -> site.number("delete_days", "0")),
                key(name + ".minimum", NUMBER, site -> site.number("min_kept", "0")),
                key(name + ".daily", NUMBER),
                key(name + ".weekly", NUMBER),
                key(name + ".monthly", NUMBER),
                key(name + ".yearly", NUMBER));
    }

    private static Map<BackupSetting, Key<Boolean>> include() {
        Map<BackupSetting, Key<Boolean>> include = new LinkedHashMap<>();
        for (BackupSetting setting : BackupSetting.values()) {
            include.put(
                    setting,
                    key(
                            "include." + spoken(setting),
                            SWITCH,
                            // Moodle's automated backup has no such setting
                            setting == BackupSetting.ANONYMIZE
                                    ? site -> "false"
                                    : site -> site.onOff(setting.configName(), "1")));
        }
        return include;
    }

    /** Moodle runs some words together and shortens others; ours are spelt out. */
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
