package org.coursebackup.prove;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import javax.sql.DataSource;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import org.coursebackup.compare.Comparison;
import org.coursebackup.compare.ComponentVerdict;

/** The verdicts in the program's history: the latest for each component, version and course. */
public final class Proofs {
    /** Cause of an attempt that the schedule made. */
    static final String NIGHT = "night";

    private static final int LONGEST = 2000;
    private static final Duration KEPT = Duration.ofDays(400);
    private static final RowMapper<ProofAttempt> ATTEMPT = (row, n) -> new ProofAttempt(
            row.getLong("course_id"),
            Instant.ofEpochSecond(row.getLong("started")),
            Instant.ofEpochSecond(row.getLong("ended")),
            row.getString("cause"),
            row.getString("result"),
            row.getString("reason"));

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    /** @param history whose tables are up to date */
    public Proofs(DataSource history) {
        this.jdbc = new JdbcTemplate(history);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(history));
    }

    /**
     * @param inCourse components that have something in the course; those that add nothing of their own to an archive
     *     are as equal as the rest of it
     * @param versions current versions of the site's components
     */
    public void record(
            long courseId, Comparison comparison, Set<String> inCourse, Map<String, String> versions, Instant now) {
        transaction.executeWithoutResult(all -> {
            Set<String> silent = new TreeSet<>(inCourse);
            for (ComponentVerdict verdict : comparison.components()) {
                silent.remove(verdict.component());
                String first =
                        verdict.equal() ? null : cut(verdict.differences().get(0));
                record(courseId, verdict.component(), verdict.count(), first, versions, now);
            }
            if (comparison.equal()) {
                silent.forEach(component -> record(courseId, component, 0, null, versions, now));
            }
        });
    }

    private void record(
            long courseId, String component, int count, String first, Map<String, String> versions, Instant now) {
        String version = version(component, versions);
        jdbc.update(
                "delete from proof where component = ? and version = ? and course_id = ?",
                component,
                version,
                courseId);
        jdbc.update(
                "insert into proof (component, version, course_id, differences, difference, made)"
                        + " values (?, ?, ?, ?, ?, ?)",
                component,
                version,
                courseId,
                count,
                first,
                now.getEpochSecond());
    }

    /**
     * Records which course has which components, for {@link #unprovenCourses}; deletes verdicts of courses that are
     * gone.
     */
    public void components(Map<Long, Set<String>> byCourse) {
        transaction.executeWithoutResult(all -> {
            jdbc.update("delete from course_component");
            List<Object[]> rows = new ArrayList<>();
            byCourse.forEach((course, components) ->
                    components.forEach(component -> rows.add(new Object[] {course, component})));
            jdbc.batchUpdate("insert into course_component (course_id, component) values (?, ?)", rows);
            for (long course : jdbc.queryForList("select distinct course_id from proof", Long.class)) {
                if (!byCourse.containsKey(course)) {
                    jdbc.update("delete from proof where course_id = ?", course);
                }
            }
        });
    }

    /** Every component that has something in a course or was compared, by name. */
    public List<ComponentProof> of(Map<String, String> versions) {
        Set<String> names =
                new HashSet<>(jdbc.queryForList("select distinct component from course_component", String.class));
        names.addAll(jdbc.queryForList("select distinct component from proof", String.class));
        Map<String, ComponentProof> proofs = new TreeMap<>();
        names.stream()
                .filter(name -> name.equals(ComponentVerdict.CORE) || versions.containsKey(name))
                .forEach(name -> proofs.put(name, new ComponentProof(name, version(name, versions), 0, 0, null, null)));
        jdbc.query(
                "select component, version, course_id, differences, difference, made from proof order by made,"
                        + " course_id",
                row -> {
                    ComponentProof known = proofs.get(row.getString(1));
                    if (known != null && known.version().equals(row.getString(2))) {
                        boolean equal = row.getInt(4) == 0;
                        proofs.put(
                                known.component(),
                                new ComponentProof(
                                        known.component(),
                                        known.version(),
                                        known.courses() + (equal ? 1 : 0),
                                        equal ? known.differing() : row.getLong(3),
                                        equal ? known.difference() : row.getString(5),
                                        Instant.ofEpochSecond(row.getLong(6))));
                    }
                });
        return List.copyOf(proofs.values());
    }

    /** Courses that have unproven components, with these components. */
    public Map<Long, Set<String>> unprovenCourses(Map<String, String> versions) {
        Set<String> unproven = new HashSet<>();
        of(versions).stream().filter(proof -> !proof.proven()).forEach(proof -> unproven.add(proof.component()));
        Map<Long, Set<String>> courses = new TreeMap<>();
        jdbc.query("select course_id, component from course_component", row -> {
            if (unproven.contains(row.getString(2))) {
                courses.computeIfAbsent(row.getLong(1), c -> new TreeSet<>()).add(row.getString(2));
            }
        });
        return courses;
    }

    /** Keeps what became of a comparison, and forgets those of long ago. */
    public void attempted(ProofAttempt attempt) {
        transaction.executeWithoutResult(all -> {
            jdbc.update(
                    "delete from proof_attempt where started < ?",
                    attempt.started().minus(KEPT).getEpochSecond());
            jdbc.update(
                    "delete from proof_attempt where course_id = ? and started = ?",
                    attempt.courseId(),
                    attempt.started().getEpochSecond());
            jdbc.update(
                    "insert into proof_attempt (course_id, started, ended, cause, result, reason)"
                            + " values (?, ?, ?, ?, ?, ?)",
                    attempt.courseId(),
                    attempt.started().getEpochSecond(),
                    attempt.ended().getEpochSecond(),
                    attempt.cause(),
                    attempt.result(),
                    attempt.reason() == null ? null : cut(attempt.reason()));
        });
    }

    /** The latest comparisons, newest first. */
    public List<ProofAttempt> attempts(int most) {
        return jdbc.query("select * from proof_attempt order by started desc, course_id limit ?", ATTEMPT, most);
    }

    /** How many courses the schedule has tried since then. */
    int triedSince(Instant start) {
        return jdbc.queryForObject(
                "select count(*) from proof_attempt where cause = ? and started >= ?",
                Integer.class,
                NIGHT,
                start.getEpochSecond());
    }

    /** The latest comparison of each course. */
    Map<Long, ProofAttempt> lastAttempts() {
        Map<Long, ProofAttempt> last = new HashMap<>();
        jdbc.query("select * from proof_attempt order by started", ATTEMPT)
                .forEach(attempt -> last.put(attempt.courseId(), attempt));
        return last;
    }

    /** Courses whose latest archive took longer. */
    Set<Long> coursesSlowerThan(Duration time) {
        return new HashSet<>(
                jdbc.queryForList("select course_id from course where millis > ?", Long.class, time.toMillis()));
    }

    /** Parts of Moodle without a version of their own have Moodle's. */
    private static String version(String component, Map<String, String> versions) {
        String own = versions.get(component);
        return own != null ? own : versions.getOrDefault(ComponentVerdict.CORE, "");
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }
}
