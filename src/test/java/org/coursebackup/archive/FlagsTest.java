package org.coursebackup.archive;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Set;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.coursebackup.archive.site.SiteConfig;
import org.coursebackup.archive.site.Snapshot;
import org.coursebackup.moodle.TablePrefix;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.DemoMoodle;

import static org.assertj.core.api.Assertions.assertThat;

/** The words in conditions, on sites of several builds. */
class FlagsTest {
    private static DemoMoodle moodle;

    @BeforeAll
    static void make_the_site() {
        moodle = DemoMoodle.fresh(DatabaseKind.H2, 1);
    }

    private static Flags at(String build) throws SQLException, IOException {
        try (Connection connection = moodle.pool().getConnection();
                PreparedStatement update =
                        connection.prepareStatement("update mdl_config set value = ? where name = 'version'")) {
            update.setString(1, build);
            update.executeUpdate();
        }
        try (Snapshot snapshot = new Snapshot(moodle.pool(), TablePrefix.USUAL)) {
            return new Flags(
                    ArchiveSettings.everything(), SiteConfig.read(snapshot, java.util.Map.of()), Set.of("category"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2025041404, true",
        "2025041404.00, true",
        "2025041406.11, true",
        "2025041403.99, false",
        "2025100600.02, false",
        "2025100601, true",
        "2024100712.05, false",
        "2025080100, false",
        "2026042000, true",
        "'', false",
        "unknown, false"
    })
    void a_change_in_two_branches_holds_from_a_build_of_its_own_in_each(String build, boolean holds) throws Exception {
        assertThat(at(build).test("since-version:2025041404,2025100601")).isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource({
        "2025041403.99, true",
        "2025041404, true",
        "2025041404.01, false",
        "2025100600.02, true",
        "2025100602, false",
        "2022112811, true",
        "2026042000, false"
    })
    void what_went_from_two_branches_holds_up_to_a_build_of_its_own_in_each(String build, boolean holds)
            throws Exception {
        assertThat(at(build).test("until-version:2025041404,2025100601")).isEqualTo(holds);
    }

    @Test
    void words_joined_by_a_bar_hold_when_one_of_them_does() throws Exception {
        Flags flags = at("2024100706");
        assertThat(flags.test("anonymize|category")).isTrue();
        assertThat(flags.test("users|frontpage")).isTrue();
        assertThat(flags.test("anonymize|frontpage")).isFalse();
        assertThat(flags.test("since:4.6|until:4.5")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "since-version:4.5",
                "since-version:2025041404,",
                "since-version:20250414",
                "until-version:2025041404;2025100601",
                "users|usrs",
                "users|",
                "|"
            })
    void words_that_mean_nothing_are_not_known(String word) {
        assertThat(Flags.known(word)).isFalse();
    }
}
