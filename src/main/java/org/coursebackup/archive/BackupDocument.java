package org.coursebackup.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

import org.coursebackup.archive.site.MoodleSite;
import org.coursebackup.archive.site.SiteConfig;
import org.coursebackup.archive.text.LinkEncoder;
import org.coursebackup.archive.text.MoodleXml;

/**
 * {@code moodle_backup.xml}: what the archive is, where it comes from, what it contains and which settings it was made
 * with.
 */
final class BackupDocument {
    static final String NAME = "moodle_backup.xml";

    /** Moodle's mode of automated backups. */
    private static final String AUTOMATED = "50";

    /** The branch since which sections may belong to activities. */
    private static final int DELEGATED_SECTIONS = 405;

    /**
     * What is known only once the rest of the archive is written.
     *
     * @param name file name of the archive
     * @param id of the backup, which no other has
     * @param includesFiles whether pool files are in it
     * @param includesReferences whether any file is an alias of a file elsewhere
     * @param remoteUsers whether any user comes from another MNet host
     */
    record Outcome(
            String name,
            String id,
            Instant made,
            boolean includesFiles,
            boolean includesReferences,
            boolean remoteUsers) {
        /** The same for every archive: without what only tells one from the other. */
        Outcome anyTime() {
            return new Outcome("", "", Instant.EPOCH, includesFiles, includesReferences, remoteUsers);
        }
    }

    private final CoursePlan plan;
    private final SiteConfig config;
    private final MoodleSite site;
    private final ArchiveSettings settings;
    private final LinkEncoder links;

    BackupDocument(CoursePlan plan, SiteConfig config, MoodleSite site, ArchiveSettings settings, LinkEncoder links) {
        this.plan = plan;
        this.config = config;
        this.site = site;
        this.settings = settings;
        this.links = links;
    }

    void write(Outcome outcome, MoodleXml xml) throws IOException {
        xml.open("moodle_backup").open("information");
        field(xml, "name", outcome.name());
        field(xml, "moodle_version", config.get("version"));
        field(xml, "moodle_release", config.get("release"));
        field(xml, "backup_version", config.get("backup_version"));
        field(xml, "backup_release", config.get("backup_release"));
        field(xml, "backup_date", Long.toString(outcome.made().getEpochSecond()));
        field(xml, "mnet_remoteusers", flag(outcome.remoteUsers()));
        field(xml, "include_files", flag(outcome.includesFiles()));
        field(xml, "include_file_references_to_external_content", flag(outcome.includesReferences()));
        field(xml, "original_wwwroot", site.wwwroot());
        field(xml, "original_site_identifier_hash", md5(config.get("siteidentifier")));
        field(xml, "original_course_id", Long.toString(plan.courseId));
        for (String name : List.of("format", "fullname", "shortname", "startdate", "enddate")) {
            field(xml, "original_course_" + name, plan.course.get(name));
        }
        field(xml, "original_course_contextid", Long.toString(plan.courseContext));
        field(xml, "original_system_contextid", Long.toString(plan.systemContext));
        xml.open("details").open("detail", "backup_id", outcome.id());
        field(xml, "type", "course");
        field(xml, "format", "moodle2");
        field(xml, "interactive", "");
        field(xml, "mode", AUTOMATED);
        field(xml, "execution", "1");
        field(xml, "executiontime", "0");
        xml.close("detail").close("details");
        contents(xml);
        settings(outcome.name(), xml);
        xml.close("information").close("moodle_backup");
    }

    private void contents(MoodleXml xml) throws IOException {
        xml.open("contents");
        List<Task> activities = plan.tasks(Task.Kind.ACTIVITY);
        if (!activities.isEmpty()) {
            xml.open("activities");
            for (Task activity : activities) {
                xml.open("activity");
                field(xml, "moduleid", activity.value("cm"));
                field(xml, "sectionid", activity.value("section"));
                field(xml, "modulename", activity.module());
                field(xml, "title", activity.value("title"));
                field(xml, "directory", folder(activity));
                if (config.branch() >= DELEGATED_SECTIONS) {
                    field(xml, "insubsection", activity.value("insubsection"));
                }
                xml.close("activity");
            }
            xml.close("activities");
        }
        List<Task> sections = plan.tasks(Task.Kind.SECTION);
        if (!sections.isEmpty()) {
            xml.open("sections");
            for (Task section : sections) {
                xml.open("section");
                field(xml, "sectionid", section.value("section"));
                field(xml, "title", section.value("title"));
                field(xml, "directory", folder(section));
                if (config.branch() >= DELEGATED_SECTIONS) {
                    field(xml, "parentcmid", section.value("parentcmid"));
                    field(xml, "modname", section.value("modname"));
                }
                xml.close("section");
            }
            xml.close("sections");
        }
        xml.open("course");
        field(xml, "courseid", Long.toString(plan.courseId));
        field(xml, "title", plan.course.get("shortname"));
        field(xml, "directory", "course");
        xml.close("course").close("contents");
    }

    private void settings(String name, MoodleXml xml) throws IOException {
        xml.open("settings");
        setting(xml, "root", null, "filename", name);
        for (BackupSetting setting : BackupSetting.values()) {
            if (setting.existsIn(config.branch())) {
                setting(
                        xml,
                        "root",
                        null,
                        setting.settingName(),
                        flag(settings.on(setting) || setting.saidToBeOn(config.branch())));
            }
        }
        for (Task task : plan.tasks()) {
            String level =
                    task.kind == Task.Kind.SECTION ? "section" : task.kind == Task.Kind.ACTIVITY ? "activity" : null;
            if (level != null) {
                String prefix = folder(task).substring(folder(task).lastIndexOf('/') + 1);
                setting(xml, level, prefix, prefix + "_included", "1");
                setting(xml, level, prefix, prefix + "_userinfo", flag(settings.on(BackupSetting.USERS)));
            }
        }
        xml.close("settings");
    }

    private void setting(MoodleXml xml, String level, String owner, String name, String value) throws IOException {
        xml.open("setting");
        field(xml, "level", level);
        if (owner != null) {
            field(xml, level, owner);
        }
        field(xml, "name", name);
        field(xml, "value", value);
        xml.close("setting");
    }

    private void field(MoodleXml xml, String name, String value) throws IOException {
        xml.field(name, value == null ? null : links.encode(value, plan.courseId));
    }

    private static String folder(Task task) {
        return task.directory.substring(0, task.directory.length() - 1);
    }

    private static String flag(boolean on) {
        return on ? "1" : "0";
    }

    private static String md5(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5")
                            .digest((text == null ? "" : text).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
