package org.coursebackup.flow;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import javax.management.JMException;
import javax.management.ObjectName;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.coursebackup.archive.CourseArchiver;
import org.coursebackup.course.Archiver;
import org.coursebackup.run.RunRequest;
import org.coursebackup.testsupport.DatabaseKind;

import static org.assertj.core.api.Assertions.assertThat;

/** A run over ten thousand courses needs no more memory than one over ten: what courses need goes with them. */
class RunMemoryTest {
    private static final Pattern CACHE = Pattern.compile(
            "(\\d+) +\\d+ +org\\.apache\\.camel\\.converter\\.stream\\.FileInputStreamCache\\$TempFileManager ");

    private TestSite site;

    @BeforeEach
    void makeSite() throws Exception {
        site = new TestSite(DatabaseKind.H2);
        site.properties.setProperty("backup.workers", "1");
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void of_a_course_that_was_read_back_nothing_stays_until_the_end_of_the_run() throws Exception {
        Archiver engine = new CourseArchiver(site.moodle.pool(), site.moodle.site(), null, site.clock)::archive;
        List<Long> kept = new ArrayList<>();
        site.archiver = (id, name, settings, part, reference) -> {
            kept.add(streamCaches());
            return engine.archive(id, name, settings, part, reference);
        };
        site.start();

        site.run(RunRequest.due("command"));

        assertThat(kept).hasSizeGreaterThan(5);
        assertThat(kept.get(kept.size() - 1) - kept.get(0))
                .as("stream caches of courses that are through, of which each had dozens: " + kept)
                .isLessThan(20);
    }

    /** Objects that can be reached, by what the JVM counts after a collection. */
    private static long streamCaches() {
        try {
            Object histogram = ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
            return CACHE.matcher(String.valueOf(histogram).replace("\n", " \n"))
                    .results()
                    .map(MatchResult::group)
                    .mapToLong(line -> Long.parseLong(line.substring(0, line.indexOf(' '))))
                    .sum();
        } catch (JMException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
