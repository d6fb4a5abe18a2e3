package org.coursebackup.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.coursebackup.archive.ArchiveSettings;
import org.coursebackup.archive.BackupSetting;
import org.coursebackup.retention.RetentionSettings;
import org.coursebackup.skip.SkipSettings;

/**
 * The settings from all sources, validated and with the value {@code moodle} resolved: one record per group of keys.
 * Only route files refer to keys by name, as {@code {{placeholders}}}.
 */
public final class Settings {
    /** Words in the names of keys other than ours that mark their values as secrets. */
    static final Pattern SPEAKING =
            Pattern.compile("(?i)password|passphrase|passwd|secret|token|credential|(api|access|private)-?key");
    /** A password before the host, or as an option. */
    static final Pattern IN_ENDPOINT = Pattern.compile("//[^/@:\\s]*:([^/@\\s]+)@"
            + "|(?i)[?&][^=&]*(?:password|passphrase|secret|token|accesskey)[^=&]*=(?:RAW\\()?([^&)]+)");

    private final Values values;
    private final MoodleSettings moodle;
    private final TargetSettings target;
    private final RunSettings run;
    private final ScheduleSettings schedule;
    private final SkipSettings skip;
    private final UnchangedSettings unchanged;
    private final StoreSettings store;
    private final VerifySettings verify;
    private final ArchiveSettings archive;
    private final FallbackSettings fallback;
    private final RetentionSettings keep;
    private final Duration keepDeleted;
    private final boolean describedAutomatically;
    private final int provenNightly;
    private final boolean provenFirst;
    private final DrillSettings drill;
    private final HistorySettings history;
    private final MailSettings mail;
    private final WebhookSettings webhook;
    private final NoticeSettings notices;
    private final DeliverySettings delivery;
    private final ReportSettings report;

    private final List<Problem> hints;
    private Map<String, String> origins = Map.of();

    /**
     * @param values all of them valid
     * @param forced values of Moodle's table config that its config.php overrides
     * @param forcedBackup the same of the settings of its plugin backup
     * @param hints what the administrator should know about where they come from
     */
    Settings(Values values, Map<String, String> forced, Map<String, String> forcedBackup, List<Problem> hints) {
        this.values = values;
        this.hints = List.copyOf(hints);
        moodle = MoodleSettings.of(values, Map.copyOf(forced), Map.copyOf(forcedBackup));
        target = TargetSettings.of(values);
        run = RunSettings.of(values);
        schedule = ScheduleSettings.of(values);
        skip = new SkipSettings(
                values.get(Keys.HIDDEN_UNMODIFIED_DAYS),
                values.get(Keys.HIDDEN),
                values.get(Keys.UNMODIFIED_DAYS),
                values.get(Keys.UNMODIFIED_SINCE_BACKUP));
        unchanged = UnchangedSettings.of(values);
        store = StoreSettings.of(values);
        verify = VerifySettings.of(values);
        archive = include(values);
        fallback = FallbackSettings.of(values);
        keep = Keys.KEEP.settings(values);
        keepDeleted = values.get(Keys.KEEP_DELETED);
        describedAutomatically = values.get(Keys.DESCRIBE_AUTOMATICALLY);
        provenNightly = values.get(Keys.PROVE_NIGHTLY);
        provenFirst = values.get(Keys.PROVE_FIRST);
        drill = DrillSettings.of(values);
        history = HistorySettings.of(values);
        mail = MailSettings.of(values);
        webhook = WebhookSettings.of(values);
        notices = NoticeSettings.of(values);
        delivery = DeliverySettings.of(values);
        report = ReportSettings.of(values);
    }

    private static ArchiveSettings include(Values values) {
        ArchiveSettings archive = ArchiveSettings.everything();
        for (Map.Entry<BackupSetting, Key<Boolean>> include : Keys.INCLUDE.entrySet()) {
            archive = archive.with(include.getKey(), values.get(include.getValue()));
        }
        return archive;
    }

    /** The folder that contains {@code routes/} and {@code definitions/} and that relative paths start from. */
    public Path folder() {
        return values.folder();
    }

    public MoodleSettings moodle() {
        return moodle;
    }

    public TargetSettings target() {
        return target;
    }

    public RunSettings run() {
        return run;
    }

    public ScheduleSettings schedule() {
        return schedule;
    }

    public SkipSettings skip() {
        return skip;
    }

    public UnchangedSettings unchanged() {
        return unchanged;
    }

    /** What archives share with earlier ones. */
    public StoreSettings store() {
        return store;
    }

    /** How often archives that stay are read back again: {@code verify.*}. */
    public VerifySettings verify() {
        return verify;
    }

    /** What goes into an archive: {@code include.*}. */
    public ArchiveSettings archive() {
        return archive;
    }

    public FallbackSettings fallback() {
        return fallback;
    }

    public RetentionSettings keep() {
        return keep;
    }

    /** Whether the site's code is asked again before a run after an upgrade: {@code describe.automatically}. */
    public boolean describedAutomatically() {
        return describedAutomatically;
    }

    /** How many courses are proven each night; 0 for none: {@code prove.sample-nightly}. */
    public int provenNightly() {
        return provenNightly;
    }

    /** How long archives of courses deleted from Moodle stay; zero for ever: {@code keep.deleted-days}. */
    public Duration keepDeleted() {
        return keepDeleted;
    }

    /** Whether a course gets a warning for a component never proven on this site: {@code prove.before-first-run}. */
    public boolean provenFirst() {
        return provenFirst;
    }

    public DrillSettings drill() {
        return drill;
    }

    public HistorySettings history() {
        return history;
    }

    public MailSettings mail() {
        return mail;
    }

    public WebhookSettings webhook() {
        return webhook;
    }

    public NoticeSettings notices() {
        return notices;
    }

    public DeliverySettings delivery() {
        return delivery;
    }

    public ReportSettings report() {
        return report;
    }

    /** All secrets, including those in endpoints and under keys other than ours; for masking. */
    public List<Secret> secrets() {
        List<Secret> secrets = new ArrayList<>();
        values.texts().forEach((name, text) -> {
            Key<?> key = Keys.ALL.get(name);
            if (key == null ? SPEAKING.matcher(name).find() : key.kind().secret()) {
                secrets.add(new Secret(text));
            }
            IN_ENDPOINT
                    .matcher(text)
                    .results()
                    .forEach(
                            found -> secrets.add(new Secret(found.group(1) == null ? found.group(2) : found.group(1))));
        });
        secrets.removeIf(secret -> secret.isEmpty() || secret.text().startsWith("{{"));
        return secrets;
    }

    /** Notes where the values come from, in words. */
    Settings from(Map<String, String> sources) {
        origins = Map.copyOf(sources);
        return this;
    }

    /** The settings for people, without secrets. */
    public ShownSettings shown() {
        return ShownSettings.of(values.texts(), origins, List.of(), hints);
    }

    /** What the administrator should know about where the settings come from; nothing that prevents a run. */
    public List<Problem> hints() {
        return hints;
    }

    /** Every key with its value, for {@code {{placeholders}}} in route files. Passwords of databases are left out. */
    public Map<String, String> placeholders() {
        Map<String, String> placeholders = new TreeMap<>(values.texts());
        placeholders.keySet().removeIf(key -> key.endsWith("db.password"));
        // so that {{?...}} leaves them out of an endpoint: an empty user name would be sent as such
        placeholders
                .entrySet()
                .removeIf(entry -> entry.getKey().matches("mail\\.(user|password)")
                        && entry.getValue().isEmpty());
        placeholders.put(
                "backup.directory",
                target.directory().toAbsolutePath().normalize().toString());
        return placeholders;
    }
}
