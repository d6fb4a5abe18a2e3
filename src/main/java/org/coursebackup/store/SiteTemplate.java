package org.coursebackup.store;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import org.coursebackup.archive.ArchiveSettings;
import org.coursebackup.archive.BackupSetting;
import org.coursebackup.moodle.MoodleDatabase;
import org.coursebackup.moodle.SiteVersions;

/**
 * The site's own template for the file names of course backups, as it was when the site was asked. Sites before Moodle
 * 5.2 have none, whatever their settings say; neither has one whose template makes Moodle's default names.
 */
final class SiteTemplate {
    /** Name of the setting of the plugin {@code backup}. */
    static final String SETTING = "backup_default_filename_template_course";

    private static final String SHORTNAME = "backup_shortname";
    private static final BigDecimal SINCE = new BigDecimal("2026042000");

    private final Optional<FileNameTemplate> template;
    private final Optional<String> trouble;
    private final boolean idOnly;

    private SiteTemplate(Optional<FileNameTemplate> template, Optional<String> trouble, boolean idOnly) {
        this.template = template;
        this.trouble = trouble;
        this.idOnly = idOnly;
    }

    /**
     * Asks the site, in one statement or two.
     *
     * @param forced settings of the plugin {@code backup} that config.php overrides
     * @param inCourse whether Moodle's own file areas get the archives: there, Moodle never leaves the short name out
     */
    static SiteTemplate of(MoodleDatabase moodle, Map<String, String> forced, boolean inCourse) {
        Map<String, String> settings = new HashMap<>();
        moodle.sql("SELECT name, value FROM {config_plugins} WHERE plugin = 'backup' AND name IN (?, ?)")
                .params(SETTING, SHORTNAME)
                .query(row -> {
                    settings.put(row.getString(1), row.getString(2));
                });
        settings.putAll(forced);
        String text = settings.get(SETTING);
        if (text == null || text.isBlank() || version(moodle).compareTo(SINCE) < 0) {
            return new SiteTemplate(Optional.empty(), Optional.empty(), false);
        }
        String shortname = settings.get(SHORTNAME);
        boolean idOnly = !inCourse && (shortname == null || shortname.isEmpty() || shortname.equals("0"));
        try {
            FileNameTemplate template = FileNameTemplate.of(text);
            return new SiteTemplate(
                    makesDefaultNames(template) ? Optional.empty() : Optional.of(template), Optional.empty(), idOnly);
        } catch (UnusableTemplateException unusable) {
            return new SiteTemplate(Optional.empty(), Optional.of(unusable.getMessage()), false);
        }
    }

    /** Whether there is a template that makes other names than Moodle does by default. */
    boolean present() {
        return template.isPresent();
    }

    /** Why the site's template is not followed for any course, if that is so. */
    Optional<String> trouble() {
        return trouble;
    }

    /**
     * What the template makes of a course, cleaned as Moodle does, without {@code .mbz} and not cut; only for a site
     * that has one.
     *
     * @throws UnusableTemplateException if it makes no name of this course that a file could have
     */
    String stem(TemplateCourse course, Instant begun, ZoneId zone, ArchiveSettings settings)
            throws UnusableTemplateException {
        Map<String, Object> values = values(
                settings.on(BackupSetting.USERS),
                settings.on(BackupSetting.ANONYMIZE),
                settings.on(BackupSetting.FILES),
                idOnly);
        values.put("id", course.id());
        values.put("time", begun.getEpochSecond());
        values.put("date", date(begun, zone));
        values.put(
                "course",
                Map.of(
                        "shortname", text(course.shortname()),
                        "fullname", text(course.fullname()),
                        "startdate", date(course.begins(), zone),
                        "enddate", date(course.ends(), zone)));
        String stem = NameText.clean(template.orElseThrow().render(values)).replace(' ', '_');
        if (stem.isEmpty() || stem.startsWith(".")) {
            throw new UnusableTemplateException(
                    stem.isEmpty()
                            ? "it leaves nothing of the name"
                            : "the name would begin with a dot, as only hidden files and those in progress do");
        }
        return stem;
    }

    private static boolean makesDefaultNames(FileNameTemplate template) {
        for (int flags = 0; flags < 16; flags++) {
            boolean users = (flags & 1) > 0;
            boolean anonymised = (flags & 2) > 0;
            boolean files = (flags & 4) > 0;
            boolean idOnly = (flags & 8) > 0;
            Map<String, Object> values = values(users, anonymised, files, idOnly);
            values.putAll(Map.of("id", 7, "date", "DATE", "course", Map.of("shortname", "Short", "fullname", "Full")));
            String byDefault = "backup-moodle2-course-7" + (idOnly ? "" : "-Short") + "-DATE"
                    + (!users ? "-nu" : anonymised ? "-an" : "") + (files ? "" : "-nf");
            try {
                if (!template.render(values).equals(byDefault)) {
                    return false;
                }
            } catch (UnusableTemplateException notEvenThat) {
                return false;
            }
        }
        return true;
    }

    private static Map<String, Object> values(boolean users, boolean anonymised, boolean files, boolean idOnly) {
        return new HashMap<>(Map.of(
                "format",
                "moodle2",
                "type",
                "course",
                "users",
                users,
                "anonymised",
                anonymised,
                "files",
                files,
                "useidonly",
                idOnly));
    }

    /** To PHP the text "0" is nothing. */
    private static Object text(String name) {
        String formatted = NameText.formatted(name);
        return formatted.equals("0") ? 0 : formatted;
    }

    private static String date(Instant when, ZoneId zone) {
        return ArchiveName.MINUTE.format(LocalDateTime.ofInstant(when, zone));
    }

    private static BigDecimal version(MoodleDatabase moodle) {
        return moodle.sql("SELECT value FROM {config} WHERE name = 'version'").query(String.class).list().stream()
                .findFirst()
                .map(SiteVersions::build)
                .orElse(BigDecimal.ZERO);
    }
}
