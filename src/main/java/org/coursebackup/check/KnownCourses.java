package org.coursebackup.check;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.coursebackup.settings.Problem;
import org.coursebackup.settings.Settings;

/** Whether courses named on the command line exist. */
public final class KnownCourses {
    private KnownCourses() {}

    /** One problem for each id that no course has. */
    public static List<Problem> unknown(Settings settings, Set<Long> ids) throws SQLException {
        List<Problem> problems = new ArrayList<>();
        if (ids.isEmpty()) {
            return problems;
        }
        try (Connection connection = settings.moodle().database().connect();
                PreparedStatement query = connection.prepareStatement(
                        "SELECT 1 FROM " + settings.moodle().site().prefix() + "course WHERE id = ?")) {
            for (long id : new TreeSet<>(ids)) {
                query.setLong(1, id);
                try (ResultSet found = query.executeQuery()) {
                    if (!found.next()) {
                        problems.add(new Problem(
                                "--course " + id,
                                "there is no course with this id, so nothing was backed up."
                                        + " The id is the number after course/view.php?id= in its"
                                        + " address; 'status' lists all."));
                    }
                }
            }
        }
        return problems;
    }
}
