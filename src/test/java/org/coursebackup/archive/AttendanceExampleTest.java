package org.coursebackup.archive;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.IntStream;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

import org.coursebackup.testsupport.Archives;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.DemoMoodle;

import static org.assertj.core.api.Assertions.assertThat;

/** The worked example of docs/DEFINITIONS.md, on a site that has the plugin. */
class AttendanceExampleTest {
    private static final Path EXAMPLES = Path.of("docs/examples");
    private static final long HARBOUR = 6;

    /** What mod_attendance 2024020500 backs up, read from its source. */
    private static final Map<String, String> PLUGINS_OWN = Map.of(
            "attendance",
            "name intro introformat grade showextrauserdetails showsessiondetails sessiondetailspos subnet",
            "status",
            "acronym description grade studentavailability availablebeforesession setunmarked visible deleted"
                    + " setnumber",
            "warning",
            "warningpercent warnafter maxwarn emailuser emailsubject emailcontent emailcontentformat"
                    + " thirdpartyemails",
            "session",
            "groupid sessdate duration lasttaken lasttakenby timemodified description descriptionformat"
                    + " studentscanmark allowupdatestatus studentpassword autoassignstatus subnet automark"
                    + " automarkcompleted statusset absenteereport preventsharedip preventsharediptime caleventid"
                    + " calendarevent includeqrcode automarkcmid studentsearlyopentime",
            "log",
            "sessionid studentid statusid statusset timetaken takenby remarks");

    private static final Set<String> CONTAINERS = Set.of("statuses", "warnings", "sessions", "customfields", "logs");

    @TempDir
    Path folder;

    @Test
    void the_example_fits_a_site_with_the_plugin() throws Exception {
        DemoMoodle moodle = withAttendance();
        CourseArchiver archiver = new CourseArchiver(moodle.pool(), moodle.site(), EXAMPLES, DemoMoodle.CLOCK);
        assertThat(archiver.check()).isEmpty();
        assertThat(archiver.notes()).isEmpty();
    }

    @Test
    void without_the_plugin_the_missing_tables_are_told() throws Exception {
        DemoMoodle moodle = DemoMoodle.shared(DatabaseKind.H2);
        assertThat(new CourseArchiver(moodle.pool(), moodle.site(), EXAMPLES, DemoMoodle.CLOCK).check())
                .isNotEmpty()
                .allMatch(problem -> problem.contains("the site has no table 'attendance"));
    }

    @Test
    void an_archive_holds_sessions_statuses_and_who_was_there() throws Exception {
        DemoMoodle moodle = withAttendance();
        Path archive = folder.resolve("a.mbz");
        ArchiveReport report = new CourseArchiver(moodle.pool(), moodle.site(), EXAMPLES, DemoMoodle.CLOCK)
                .archive(HARBOUR, "a.mbz", ArchiveSettings.everything(), archive);
        assertThat(report.warnings()).isEmpty();
        assertThat(report.rowsByTable()).containsEntry("attendance_log", 1L).containsEntry("attendance_statuses", 2L);
        SortedMap<String, String> contents = Archives.contents(archive);
        assertThat(contents.get("activities/attendance_900/attendance.xml"))
                .contains(
                        "modulename=\"attendance\"",
                        "<attendance id=\"1\">",
                        "<acronym>P</acronym>",
                        "<remarks>$@NULL@$</remarks>",
                        "<intro>See $@ATTENDANCEVIEWBYID*900@$ for all of the sessions</intro>");
        assertThat(contents.get("activities/attendance_900/inforef.xml"))
                .contains("<userref>", "<groupref>", "<fileref>");
    }

    @Test
    void it_writes_the_names_that_the_plugins_own_backup_writes_and_no_others() throws Exception {
        DemoMoodle moodle = withAttendance();
        Path archive = folder.resolve("a.mbz");
        new CourseArchiver(moodle.pool(), moodle.site(), EXAMPLES, DemoMoodle.CLOCK)
                .archive(HARBOUR, "a.mbz", ArchiveSettings.everything(), archive);
        String xml = Archives.contents(archive).get("activities/attendance_900/attendance.xml");

        for (Map.Entry<String, String> own : PLUGINS_OWN.entrySet()) {
            assertThat(fields(xml, own.getKey()))
                    .as(own.getKey())
                    .containsExactly(own.getValue().split(" "));
        }
        assertThat(xml).doesNotContain("qr-secret", "192.0.2.44");
    }

    /** Names of those children of the first element of that name that have text but no elements. */
    private static List<String> fields(String xml, String element) throws Exception {
        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
        NodeList children = document.getElementsByTagName(element).item(0).getChildNodes();
        return IntStream.range(0, children.getLength())
                .mapToObj(children::item)
                .filter(child -> child.getNodeType() == Node.ELEMENT_NODE)
                .map(Node::getNodeName)
                .filter(name -> !CONTAINERS.contains(name))
                .toList();
    }

    @Test
    void without_users_the_sessions_stay_and_nobody_is_named() throws Exception {
        DemoMoodle moodle = withAttendance();
        Path archive = folder.resolve("a.mbz");
        new CourseArchiver(moodle.pool(), moodle.site(), EXAMPLES, DemoMoodle.CLOCK)
                .archive(HARBOUR, "a.mbz", ArchiveSettings.everything().with(BackupSetting.USERS, false), archive);
        assertThat(Archives.contents(archive)
                        .get("activities/attendance_900/attendance.xml")
                        .replaceAll("\\s+", " "))
                .contains("<session id=\"1\">", "<logs> </logs>")
                .doesNotContain("<studentid>");
    }

    @Test
    void a_site_without_the_definition_gets_a_warning_that_names_the_plugin() throws Exception {
        DemoMoodle moodle = withAttendance();
        ArchiveReport report = Archives.make(moodle, HARBOUR, ArchiveSettings.everything(), folder.resolve("a.mbz"));
        assertThat(report.undescribed()).containsExactly("mod_attendance");
        assertThat(report.warnings())
                .singleElement()
                .asString()
                .contains(
                        "1 activity of the plugin mod_attendance",
                        "definitions/attendance.yaml",
                        "archive.fallback=moodle");
        assertThat(report.unreadTables()).containsEntry("attendance", 1L);
    }

    private static DemoMoodle withAttendance() throws Exception {
        DemoMoodle moodle = DemoMoodle.fresh(DatabaseKind.H2, 1);
        try (Connection connection = moodle.pool().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : Files.readString(Path.of("src/test/resources/archive/attendance.sql"))
                    .split(";\\s*\\n")) {
                statement.execute(sql);
            }
            try (ResultSet context = statement.executeQuery("select max(id) from mdl_context")) {
                assertThat(context.next()).isTrue();
            }
        }
        return moodle;
    }
}
