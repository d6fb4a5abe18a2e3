package org.coursebackup.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PinsTest {
    private static final String ARCHIVE = "backup-moodle2-course-7-bio-20261122-0300.mbz";

    @TempDir
    Path folder;

    @Test
    void a_pin_holds_to_the_end_of_its_last_day() throws IOException {
        pins("2026-11-23T10:00:00Z")
                .pin(ARCHIVE, new Pin("Prüfung: 2026 = alt", Optional.of(LocalDate.parse("2026-12-31"))));

        assertThat(pins("2026-12-31T23:59:59Z").of(ARCHIVE))
                .hasToString("Optional[pinned until 2026-12-31 (Prüfung: 2026 = alt)]");
        assertThat(pins("2027-01-01T00:00:00Z").of(ARCHIVE)).isEmpty();
        assertThat(pins("2027-01-01T00:00:00Z").all()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "until=the end of term", "\\u00zz"})
    void an_empty_pin_and_one_that_cannot_be_read_hold_for_good(String text) throws IOException {
        Files.writeString(folder.resolve(ARCHIVE + ".pin"), text);

        assertThat(pins("2099-01-01T00:00:00Z").of(ARCHIVE))
                .hasValueSatisfying(pin -> assertThat(pin.until()).isEmpty());
    }

    private Pins pins(String now) {
        return new Pins(folder, Clock.fixed(Instant.parse(now), ZoneOffset.UTC));
    }
}
