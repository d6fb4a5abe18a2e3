package org.coursebackup.flow;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;

import org.coursebackup.check.CheckFinding;
import org.coursebackup.check.RouteCheck;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.Mutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/** Whatever stands in a route file, check says what is wrong with it, in words, and ends. */
class RouteFuzzTest {
    @Property(tries = 8, shrinking = ShrinkingMode.OFF)
    void a_spoilt_route_file_is_used_or_told(@ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int edits)
            throws Exception {
        Mutation mutation = new Mutation(seed);
        try (TestSite site = new TestSite(DatabaseKind.H2)) {
            site.writeRoutes();
            Path file = site.folder.resolve("routes").resolve(mutation.oneOf(RouteFiles.PACKAGED));
            Files.writeString(file, toUnicode(mutation.of(Files.readString(file), edits)));

            List<CheckFinding> findings = assertTimeoutPreemptively(
                    Duration.ofMinutes(2), () -> RouteCheck.findings(site.settings(), site.open()));

            assertThat(findings)
                    .extracting(finding -> finding.problem().toString())
                    .allMatch(told -> !told.isBlank() && !told.contains("\tat ") && !told.contains("NullPointer"));
        }
    }

    /** Half a pair cannot be written. */
    private static String toUnicode(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
