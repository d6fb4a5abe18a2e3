package org.coursebackup.demo;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The site being made: what all courses share, and helpers that every kind of content needs. */
final class DemoBuilder {
    static final int SYSTEM = 10, USER = 30, CATEGORY = 40, COURSE = 50, MODULE = 70, BLOCK = 80;

    /** Context id of the whole site. */
    static final long SYSTEM_CONTEXT = 1;

    final DemoRows rows;
    final DemoPool pool;
    final Instant now;
    /**
     * Multiplies everything that a course may have many of: 1 for the demo, more to see what grows with the course's
     * size.
     */
    final int scale;

    private final Map<Long, String> contextPaths = new HashMap<>();
    private final Map<Long, Long> userContexts = new HashMap<>();
    private final Map<Long, Long> categories = new HashMap<>();
    private final Map<String, Long> modules = new LinkedHashMap<>();
    private final Map<String, Long> roles = new LinkedHashMap<>();
    private final Map<String, Long> tags = new HashMap<>();
    private final Set<String> folders = new HashSet<>();
    private int stamps;
    private int courses;

    DemoBuilder(DemoRows rows, DemoPool pool, Instant now, int scale) {
        this.rows = rows;
        this.pool = pool;
        this.now = now;
        this.scale = scale;
    }

    /** The time the given number of days (and hours) ago, in epoch seconds. */
    long daysAgo(int days, int... hours) {
        return now.getEpochSecond() - days * 86_400L - (hours.length == 0 ? 0 : hours[0] * 3_600L);
    }

    /** A context below another one (0 for none). */
    long context(int level, long instance, long parent) {
        long id = rows.add("context", "contextlevel", level, "instanceid", instance);
        String path = (parent == 0 ? "" : contextPaths.get(parent)) + "/" + id;
        contextPaths.put(id, path);
        if (level == CATEGORY) {
            categories.put(id, instance);
        }
        rows.set("context", id, "path", path);
        rows.set("context", id, "depth", path.chars().filter(c -> c == '/').count());
        return id;
    }

    /** The course category that this context belongs to. */
    long category(long context) {
        return categories.get(context);
    }

    void module(String name) {
        modules.put(name, rows.add("modules", "name", name));
    }

    long moduleId(String name) {
        return modules.get(name);
    }

    void role(String shortname) {
        roles.put(
                shortname,
                rows.add("role", "shortname", shortname, "archetype", shortname, "sortorder", roles.size() + 1));
    }

    long roleId(String shortname) {
        return roles.get(shortname);
    }

    int nextCourseOrder() {
        return 10_000 + ++courses;
    }

    /** A user of the site, with a context. */
    long user(String username, String firstname, String lastname, Object... more) {
        Object[] known = {
            "username",
            username,
            "firstname",
            firstname,
            "lastname",
            lastname,
            "email",
            username + "@example.org",
            "confirmed",
            1,
            "mnethostid",
            1,
            "city",
            "Harbourtown",
            "country",
            "NZ",
            "timecreated",
            daysAgo(200),
            "timemodified",
            daysAgo(150),
            "firstaccess",
            daysAgo(199),
            "lastaccess",
            daysAgo(1),
            "lastlogin",
            daysAgo(2),
            "currentlogin",
            daysAgo(1),
            "lastip",
            "192.0.2.17",
            "password",
            "not a password hash"
        };
        long id = rows.add("user", concat(known, more));
        userContexts.put(id, context(USER, id, SYSTEM_CONTEXT));
        return id;
    }

    long userContext(long user) {
        return userContexts.get(user);
    }

    /** Puts a tag on something. */
    void tag(String name, String component, String itemtype, long itemid, long context) {
        long tag = tags.computeIfAbsent(
                name,
                n -> rows.add(
                        "tag",
                        "userid",
                        People.ADMIN,
                        "tagcollid",
                        1,
                        "name",
                        n.toLowerCase(Locale.ROOT),
                        "rawname",
                        n,
                        "description",
                        "",
                        "timemodified",
                        daysAgo(100)));
        rows.add(
                "tag_instance",
                "tagid",
                tag,
                "component",
                component,
                "itemtype",
                itemtype,
                "itemid",
                itemid,
                "contextid",
                context,
                "ordering",
                0,
                "timecreated",
                daysAgo(20),
                "timemodified",
                daysAgo(20));
    }

    /** A file in an area, with the folder rows that Moodle keeps for it. */
    String file(long context, String component, String area, long item, String name, byte[] content) {
        return file(context, component, area, item, "/", name, content);
    }

    /** A file in a folder ({@code /} or {@code /some/folder/}) of an area; returns its content hash. */
    String file(long context, String component, String area, long item, String folder, String name, byte[] content) {
        String hash = pool.store(content);
        pooled(context, component, area, item, folder, name, hash, content.length);
        return hash;
    }

    /** A file whose content is in the pool already. */
    void pooled(
            long context,
            String component,
            String area,
            long item,
            String folder,
            String name,
            String hash,
            long size) {
        for (int end = 0; end >= 0; end = folder.indexOf('/', end + 1)) {
            String upto = folder.substring(0, end + 1);
            if (folders.add(path(context, component, area, item, upto, "."))) {
                fileRow(context, component, area, item, upto, ".", DemoPool.sha1(new byte[0]), 0, null);
            }
        }
        fileRow(context, component, area, item, folder, name, hash, size, mimetype(name));
    }

    private void fileRow(
            long context,
            String component,
            String area,
            long item,
            String folder,
            String name,
            String hash,
            long size,
            String mimetype) {
        boolean directory = name.equals(".");
        rows.add(
                "files",
                "contenthash",
                hash,
                "pathnamehash",
                DemoPool.sha1(path(context, component, area, item, folder, name).getBytes(StandardCharsets.UTF_8)),
                "contextid",
                context,
                "component",
                component,
                "filearea",
                area,
                "itemid",
                item,
                "filepath",
                folder,
                "filename",
                name,
                "userid",
                People.ADMIN,
                "filesize",
                size,
                "mimetype",
                mimetype,
                "source",
                directory ? null : name,
                "author",
                directory ? null : "The demo's authors",
                "license",
                directory ? null : "cc-4.0",
                "timecreated",
                daysAgo(40),
                "timemodified",
                daysAgo(40));
    }

    private static String path(long context, String component, String area, long item, String folder, String name) {
        return "/" + context + "/" + component + "/" + area + "/" + item + folder + name;
    }

    private static String mimetype(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "png" -> "image/png";
            case "pdf" -> "application/pdf";
            case "txt" -> "text/plain";
            case "csv" -> "text/csv";
            default -> "document/unknown";
        };
    }

    /** A stamp as the question bank needs it: unique, with the time in it. */
    String stamp() {
        return "campus.example.org+"
                + DateTimeFormatter.ofPattern("yyMMddHHmmss")
                        .withZone(ZoneOffset.UTC)
                        .format(now) + "+" + String.format("D%05d", ++stamps);
    }

    static Object[] concat(Object[] first, Object[] second) {
        Object[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
