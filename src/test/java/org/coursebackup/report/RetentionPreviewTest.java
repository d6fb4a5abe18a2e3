package org.coursebackup.report;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.coursebackup.history.ArchiveRow;
import org.coursebackup.history.Result;
import org.coursebackup.report.RetentionPreview.Stay;
import org.coursebackup.retention.RetentionSettings;

import static org.assertj.core.api.Assertions.assertThat;

/** How long archives will stay is what the rules for keeping them will decide. */
class RetentionPreviewTest {
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    private static final LocalDate TODAY = LocalDate.parse("2026-11-27");
    private static final List<ArchiveRow> THREE_NIGHTS = List.of(row(0), row(1), row(2));

    @Test
    void with_a_number_of_last_archives_the_oldest_leaves_first() {
        Map<String, Stay> stays = preview(new RetentionSettings(3, 0, 0, 0, 0, 0, 0), Map.of());

        assertThat(stays.get("0.mbz").until()).isEqualTo(TODAY.plusDays(3));
        assertThat(stays.get("1.mbz").until()).isEqualTo(TODAY.plusDays(2));
        assertThat(stays.get("2.mbz").until()).isEqualTo(TODAY.plusDays(1));
        assertThat(stays.get("2.mbz").keep()).isTrue();
        assertThat(stays.get("2.mbz").reason()).isEqualTo("among the last 3");
    }

    @Test
    void what_no_rule_keeps_leaves_at_once_and_what_is_pinned_stays() {
        Map<String, Stay> stays =
                preview(new RetentionSettings(1, 0, 0, 0, 0, 0, 0), Map.of("2.mbz", "pinned (exams)"));

        assertThat(stays.get("1.mbz").keep()).isFalse();
        assertThat(stays.get("1.mbz").until()).isEqualTo(TODAY);
        assertThat(stays.get("2.mbz").keep()).isTrue();
        assertThat(stays.get("2.mbz").reason()).isEqualTo("pinned (exams)");
        assertThat(stays.get("2.mbz").until()).isNull();
    }

    @Test
    void the_last_of_a_month_stays_for_as_many_months_as_the_rule_says() {
        Map<String, Stay> stays = preview(new RetentionSettings(1, 0, 0, 0, 0, 3, 0), Map.of());

        // made on 27 November; the month's newest will be that of the 30th
        assertThat(stays.get("0.mbz").until()).isEqualTo(TODAY.plusDays(1));
    }

    @Test
    void where_everything_is_kept_nothing_leaves() {
        assertThat(preview(new RetentionSettings(0, 0, 0, 0, 0, 0, 0), Map.of()).values())
                .hasSize(3)
                .allMatch(stay -> stay.keep() && stay.until() == null);
    }

    private static Map<String, Stay> preview(RetentionSettings settings, Map<String, String> pins) {
        return new RetentionPreview(settings, Clock.fixed(NOW, ZoneOffset.UTC)).of(THREE_NIGHTS, pins);
    }

    private static ArchiveRow row(int nightsAgo) {
        Instant made = NOW.minus(Duration.ofDays(nightsAgo)).minusSeconds(3600);
        return new ArchiveRow(
                7,
                2,
                nightsAgo + ".mbz",
                Result.OK,
                1_000,
                made,
                made.plusSeconds(5),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
