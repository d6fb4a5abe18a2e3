package org.coursebackup.demo;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.DemoMoodle;

import static org.assertj.core.api.Assertions.assertThat;

class DemoSiteIT {
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "H2")
    void it_is_the_same_in_every_database(DatabaseKind kind) throws SQLException {
        assertThat(rows(kind)).isEqualTo(rows(DatabaseKind.H2));
    }

    private static Map<String, Long> rows(DatabaseKind kind) throws SQLException {
        Map<String, Long> rows = new TreeMap<>();
        try (Connection connection = DemoMoodle.shared(kind).pool().getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : DemoSite.tables()) {
                try (ResultSet count = statement.executeQuery("select count(*) from mdl_" + table)) {
                    count.next();
                    rows.put(table, count.getLong(1));
                }
            }
        }
        return rows;
    }
}
