package org.coursebackup.store;

import java.nio.charset.Charset;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.coursebackup.archive.ArchiveSettings;
import org.coursebackup.moodle.MoodleDatabase;
import org.coursebackup.settings.Settings;
import org.coursebackup.verify.Printable;

/**
 * The names under which archives are published: by the site's template where it has one of its own (Moodle 5.2),
 * otherwise by Moodle's default rule ({@link ArchiveName}). Thread-safe.
 *
 * <p>Moodle lets a later backup overwrite an earlier one of the same name; here no archive ever gets a name that
 * another has. A name without the date gets it appended, or two nights would have the same one, if not in the target
 * folder then at a second target; a name that is taken gets the course's id, then a number. Names are cut so that
 * temporary prefixes still fit within file systems' 255 bytes.
 */
public final class FinalNames {
    /** Name of the setting of Moodle's plugin {@code backup} that has the template. */
    public static final String SETTING = SiteTemplate.SETTING;

    private static final Logger LOG = LoggerFactory.getLogger(FinalNames.class);
    private static final Duration REMEMBERED = Duration.ofDays(1);

    private final MoodleDatabase moodle;
    private final Map<String, String> forced;
    private final boolean inCourse;
    private final ArchiveSettings settings;
    private final ZoneId zone;
    private final Map<String, Instant> given = new HashMap<>();
    private SiteTemplate template;
    private long askedInRun = -1;

    /** As the settings of the program say. */
    public static FinalNames of(MoodleDatabase moodle, Settings settings) {
        return new FinalNames(
                moodle,
                settings.moodle().forcedBackup(),
                settings.target().storage().inCourse(),
                settings.archive(),
                settings.schedule().zone());
    }

    /**
     * @param forced settings of the plugin {@code backup} that config.php overrides
     * @param inCourse whether Moodle's own file areas get the archives
     * @param zone of the dates in names
     */
    FinalNames(
            MoodleDatabase moodle,
            Map<String, String> forced,
            boolean inCourse,
            ArchiveSettings settings,
            ZoneId zone) {
        this.moodle = moodle;
        this.forced = Map.copyOf(forced);
        this.inCourse = inCourse;
        this.settings = settings;
        this.zone = zone;
    }

    /**
     * A name for an archive that is about to be made; no other gets it. The site is asked for its template once in each
     * run.
     *
     * @param standard the name by Moodle's default rule, which is certainly free
     * @param taken whether a file of that name is where the archive will go
     */
    public synchronized String give(
            long runId, long courseId, Instant begun, String standard, Predicate<String> taken) {
        if (template == null || askedInRun != runId) {
            template = SiteTemplate.of(moodle, forced, inCourse);
            askedInRun = runId;
            template.trouble()
                    .ifPresent(why -> LOG.warn(
                            "The site's template for file names ({}) is not followed: {}. Archives get Moodle's default"
                                    + " names.",
                            SiteTemplate.SETTING,
                            Printable.of(why)));
        }
        if (!template.present()) {
            return standard;
        }
        Optional<TemplateCourse> course = TemplateCourse.of(moodle, courseId);
        return course.isEmpty() ? standard : give(course.get(), begun, standard, taken);
    }

    /**
     * What {@code check} says about the names: an example, or why the site's template is not followed; empty where
     * names are Moodle's default ones.
     */
    public Optional<String> inWords(Instant now) {
        SiteTemplate asked = SiteTemplate.of(moodle, forced, inCourse);
        if (asked.trouble().isPresent()) {
            return Optional.of("the site's template for file names of course backups is not followed: "
                    + Printable.of(asked.trouble().get())
                    + ". Archives get Moodle's default names instead. Correct the template in Moodle's backup settings,"
                    + " or leave it so.");
        }
        Optional<TemplateCourse> course = asked.present() ? TemplateCourse.newest(moodle) : Optional.empty();
        if (course.isEmpty()) {
            return Optional.empty();
        }
        TemplateCourse example = course.get();
        try {
            String stem = asked.stem(example, now, zone, settings);
            String name = name(stem, now, "");
            return Optional.of("archives are named by the site's template, such as '" + Printable.of(name)
                    + "' for course " + example.id() + "."
                    + (stem.contains(date(now))
                            ? ""
                            : " The date is appended, since without it the archives of two nights would have the same"
                                    + " name."));
        } catch (UnusableTemplateException unusable) {
            return Optional.of("the site's template for file names is not followed for every course: with course "
                    + example.id() + " " + Printable.of(unusable.getMessage())
                    + ". Such courses' archives get Moodle's default names.");
        }
    }

    private String give(TemplateCourse course, Instant begun, String standard, Predicate<String> taken) {
        given.values().removeIf(when -> when.isBefore(begun.minus(REMEMBERED)));
        String stem;
        try {
            stem = template.stem(course, begun, zone, settings);
        } catch (UnusableTemplateException unusable) {
            LOG.info(
                    "Course {}: the site's template for file names makes no usable name: {}. It gets the default one.",
                    course.id(),
                    Printable.of(unusable.getMessage()));
            return standard;
        }
        String told = mentions(stem, course.id()) ? "" : "-" + course.id();
        for (int n = 0; n <= ArchiveName.MAX_SEQUENCE; n++) {
            String name = name(stem, begun, n == 0 ? "" : told + (n == 1 ? "" : "-" + n));
            boolean another = ArchiveName.parse(name)
                    .filter(parsed -> parsed.courseId() != course.id())
                    .isPresent();
            // some file systems take upper and lower case for the same
            if (!another && !given.containsKey(name.toLowerCase(Locale.ROOT)) && !taken.test(name)) {
                given.put(name.toLowerCase(Locale.ROOT), begun);
                return name;
            }
        }
        return standard;
    }

    private String name(String stem, Instant begun, String more) {
        Charset names = NameText.ofThisMachine();
        int most = ArchiveName.MAX_BYTES - ArchiveName.SUFFIX.length() - NameText.bytes(more);
        String text = NameText.encodable(stem, names);
        String beginning = NameText.beginning(text, most);
        String date = date(begun);
        if (!beginning.contains(date)) {
            beginning = NameText.beginning(text, most - NameText.bytes(date) - 1) + "-" + date;
        }
        return beginning + more + ArchiveName.SUFFIX;
    }

    private String date(Instant begun) {
        return ArchiveName.MINUTE.format(begun.atZone(zone));
    }

    private static boolean mentions(String stem, long courseId) {
        return Pattern.compile("(?<!\\d)" + courseId + "(?!\\d)").matcher(stem).find();
    }
}
