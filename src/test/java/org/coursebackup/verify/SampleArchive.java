package org.coursebackup.verify;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A small complete course backup, for tests to damage. */
public final class SampleArchive {
    static final byte[] PICTURE = "not really a picture".getBytes(StandardCharsets.UTF_8);
    public static final String PICTURE_HASH = sha1(PICTURE);
    public static final String PICTURE_ENTRY = "files/" + PICTURE_HASH.substring(0, 2) + "/" + PICTURE_HASH;
    static final String ALIAS_HASH = sha1("elsewhere".getBytes(StandardCharsets.UTF_8));

    public final Map<String, byte[]> entries = new LinkedHashMap<>();

    public SampleArchive() {
        put(PICTURE_ENTRY, PICTURE);
        for (String document : "groups scales outcomes roles badges completion gradebook grade_history".split(" ")) {
            xml(document + ".xml", "<" + document + ">\n</" + document + ">");
        }
        xml("users.xml", "<users><user id=\"3\"><username>ann</username></user><user id=\"70000\"></user></users>");
        xml(
                "questions.xml",
                "<question_categories><question_category"
                        + " id=\"5\"><name>top</name></question_category></question_categories>");
        xml(
                "files.xml",
                "<files>" + file(11, PICTURE_HASH, "p.png", "$@NULL@$") + file(12, ALIAS_HASH, "alias.png", "4")
                        + file(13, "da39a3ee5e6b4b0d3255bfef95601890afd80709", ".", "$@NULL@$") + "</files>");
        for (String document :
                "course roles filters comments calendar contentbank logs logstores loglastaccess enrolments"
                        .split(" ")) {
            xml("course/" + document + ".xml", "<" + document + "><a>1</a></" + document + ">");
        }
        xml(
                "course/inforef.xml",
                "<inforef><userref><user><id>3</id></user><user><id>70000</id></user></userref>"
                        + "<question_categoryref><question_category><id>5</id></question_category>"
                        + "</question_categoryref></inforef>");
        for (String document : "block roles comments inforef".split(" ")) {
            xml("course/blocks/html_8/" + document + ".xml", "<" + document + "></" + document + ">");
        }
        xml("sections/section_21/section.xml", "<section id=\"21\"><name>$@NULL@$</name></section>");
        for (String document :
                "module page roles grades filters comments calendar xapistate logs logstores completion".split(" ")) {
            xml(
                    "activities/page_31/" + document + ".xml",
                    "<" + document + "><intro>&lt;p&gt;Übung \ud83d\ude00&lt;/p&gt;</intro></" + document + ">");
        }
        xml(
                "activities/page_31/inforef.xml",
                "<inforef><fileref><file><id>11</id></file><file><id>12</id></file></fileref></inforef>");
        index(true, true);
    }

    /** Writes moodle_backup.xml with every setting on except as given. */
    SampleArchive index(boolean users, boolean files) {
        StringBuilder settings = new StringBuilder();
        for (String setting :
                ("role_assignments activities blocks filters comments badges calendarevents userscompletion logs"
                                + " grade_histories questionbank groups competencies customfield"
                                + " contentbankcontent xapistate legacyfiles")
                        .split(" ")) {
            settings.append(setting(setting, true));
        }
        settings.append(setting("users", users)).append(setting("files", files));
        xml(
                "moodle_backup.xml",
                "<moodle_backup>\n<information><name>x.mbz</name><moodle_version>2024100706</moodle_version>"
                        + "<backup_version>2024100700</backup_version><backup_release>4.5</backup_release>"
                        + "<backup_date>1795402800</backup_date>"
                        + "<include_files>" + (files ? 1 : 0)
                        + "</include_files><original_wwwroot>https://moodle.example</original_wwwroot>"
                        + "<original_site_identifier_hash>0123456789abcdef0123456789abcdef"
                        + "</original_site_identifier_hash>"
                        + "<original_course_id>7</original_course_id><original_course_contextid>40"
                        + "</original_course_contextid>"
                        + "<original_system_contextid>1</original_system_contextid>"
                        + "<details><detail"
                        + " backup_id=\"abc\"><type>course</type><format>moodle2</format><mode>50</mode>"
                        + "</detail></details>"
                        + "<contents><activities><activity><moduleid>31</moduleid><sectionid>21</sectionid>"
                        + "<modulename>page</modulename>"
                        + "<title>P</title><directory>activities/page_31</directory></activity></activities>"
                        + "<sections><section><sectionid>21</sectionid><directory>sections/section_21"
                        + "</directory></section></sections>"
                        + "<course><courseid>7</courseid><directory>course</directory></course></contents>"
                        + "<settings>" + settings + "</settings></information></moodle_backup>");
        return this;
    }

    SampleArchive xml(String name, String text) {
        return put(name, ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + text).getBytes(StandardCharsets.UTF_8));
    }

    public SampleArchive put(String name, byte[] content) {
        entries.put(name, content);
        return this;
    }

    public SampleArchive without(String name) {
        entries.remove(name);
        return this;
    }

    /** Adds a pool file that files.xml lists. */
    public SampleArchive poolFile(byte[] content) {
        String hash = sha1(content);
        String files = new String(entries.get("files.xml"), StandardCharsets.UTF_8);
        put(
                "files.xml",
                files.replace("</files>", file(100 + entries.size(), hash, "f", "$@NULL@$") + "</files>")
                        .getBytes(StandardCharsets.UTF_8));
        return put("files/" + hash.substring(0, 2) + "/" + hash, content);
    }

    public byte[] zip() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                ZipEntry header = new ZipEntry(entry.getKey());
                if (entry.getKey().startsWith("files/")) {
                    header.setMethod(ZipEntry.STORED);
                    header.setSize(entry.getValue().length);
                    CRC32 crc = new CRC32();
                    crc.update(entry.getValue());
                    header.setCrc(crc.getValue());
                }
                zip.putNextEntry(header);
                zip.write(entry.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    public byte[] tgz() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(gzip)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.putArchiveEntry(new TarArchiveEntry("course/"));
            tar.closeArchiveEntry();
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                TarArchiveEntry header = new TarArchiveEntry(entry.getKey(), true);
                byte[] content = header.isDirectory() ? new byte[0] : entry.getValue();
                header.setSize(content.length);
                tar.putArchiveEntry(header);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    public Path writeTo(Path file) {
        return write(file, zip());
    }

    public static Path write(Path file, byte[] content) {
        try {
            return Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String sha1(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String file(long id, String hash, String name, String repository) {
        return "<file id=\"" + id + "\"><contenthash>" + hash + "</contenthash><filename>" + name
                + "</filename><repositoryid>" + repository + "</repositoryid></file>";
    }

    private static String setting(String name, boolean on) {
        return "<setting><level>root</level><name>" + name + "</name><value>" + (on ? 1 : 0) + "</value></setting>\n";
    }
}
