package org.coursebackup.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a freshly installed site has: configuration, versions, roles, activity types, tags, licences. */
final class Foundation {
    private static final String[] ROLES =
            "manager coursecreator editingteacher teacher student guest user frontpage".split(" ");
    private static final String[] ON =
            ("users role_assignments activities blocks files filters comments badges calendarevents"
                            + " userscompletion logs histories questionbank groups competencies customfield"
                            + " contentbankcontent xapistate legacyfiles")
                    .split(" ");

    private Foundation() {}

    static void lay(DemoBuilder site) {
        String[] config = {
            "version",
            "2024100706",
            "release",
            "4.5.6 (Build: 20250811)",
            "branch",
            "405",
            "backup_version",
            "2024100700",
            "backup_release",
            "4.5",
            "siteidentifier",
            "invented for the demo site campus.example.org",
            "mnet_localhost_id",
            "1",
            "siteguest",
            "1",
            "siteadmins",
            "2",
            "lang",
            "en",
            "timezone",
            "Pacific/Auckland",
            "theme",
            "boost",
            "enablecompletion",
            "1",
            "enableavailability",
            "1",
            "enablebadges",
            "1",
            "enableoutcomes",
            "0",
            "usetags",
            "1",
            "usecomments",
            "1",
            "grade_minmaxtouse",
            "1",
            "grade_aggregation",
            "13",
            "defaultfrontpageroleid",
            "8"
        };
        for (int i = 0; i < config.length; i += 2) {
            site.rows.add("config", "name", config[i], "value", config[i + 1]);
        }
        plugins(site);
        for (String role : ROLES) {
            site.role(role);
        }
        automatedBackup(site);
        site.rows.add("mnet_host", "wwwroot", DemoSite.WWWROOT, "ip_address", "192.0.2.1", "name", "");
        site.rows.add("mnet_host", "wwwroot", "", "name", "All Hosts");
        site.rows.add("license", "shortname", "cc-4.0", "fullname", "Creative Commons", "sortorder", 1);
        site.rows.add("tag_coll", "isdefault", 1);
        String[] areas = {
            "core",
            "user",
            "core",
            "course_modules",
            "core_question",
            "question",
            "mod_book",
            "book_chapters",
            "mod_forum",
            "forum_posts",
            "mod_glossary",
            "glossary_entries"
        };
        for (int i = 0; i < areas.length; i += 2) {
            site.rows.add("tag_area", "component", areas[i], "itemtype", areas[i + 1], "tagcollid", 1);
        }
    }

    // What is installed, in which version: backups record it and leave out what is not installed.
    private static void plugins(DemoBuilder site) {
        for (String line : lines("/demo/plugins.txt")) {
            String[] names = line.split(" ");
            for (int i = 1; i < names.length; i++) {
                String plugin = names[0] + "_" + names[i];
                boolean patched = plugin.equals("mod_feedback") || plugin.equals("qtype_multianswer");
                plugin(site, plugin, "version", patched ? "2024100701" : "2024100700");
                switch (names[0]) {
                    case "mod" -> site.module(names[i]);
                    case "block" -> site.rows.add("block", "name", names[i]);
                    default -> {}
                }
            }
        }
        plugin(site, "tool_log", "enabled_stores", "logstore_standard");
    }

    private static List<String> lines(String resource) {
        try (InputStream in = Foundation.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // Moodle's own schedule is off: two programs writing backup_courses would overwrite each other's statuses.
    private static void automatedBackup(DemoBuilder site) {
        for (String setting : ON) {
            plugin(site, "backup", "backup_auto_" + setting, "1");
        }
        String[] settings = {
            "active",
            "0",
            "weekdays",
            "1111111",
            "hour",
            "3",
            "minute",
            "0",
            "storage",
            "1",
            "destination",
            "",
            "max_kept",
            "3",
            "min_kept",
            "1",
            "delete_days",
            "0",
            "skip_hidden",
            "0",
            "skip_modif_days",
            "0",
            "skip_modif_prev",
            "0"
        };
        for (int i = 0; i < settings.length; i += 2) {
            plugin(site, "backup", "backup_auto_" + settings[i], settings[i + 1]);
        }
        plugin(site, "backup", "backup_shortname", "1");
    }

    private static void plugin(DemoBuilder site, String plugin, String name, String value) {
        site.rows.add("config_plugins", "plugin", plugin, "name", name, "value", value);
    }

    static long category(DemoBuilder site, String name, long parent) {
        long id = site.rows.add(
                "course_categories",
                "name",
                name,
                "description",
                "",
                "descriptionformat",
                1,
                "parent",
                parent,
                "sortorder",
                10_000,
                "coursecount",
                4,
                "depth",
                1,
                "timemodified",
                site.daysAgo(300));
        site.rows.set("course_categories", id, "path", "/" + id);
        return site.context(DemoBuilder.CATEGORY, id, DemoBuilder.SYSTEM_CONTEXT);
    }
}
