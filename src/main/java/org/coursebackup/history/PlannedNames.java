package org.coursebackup.history;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

import javax.sql.DataSource;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * File names that archives are to get in the target folder, known before the archives are made: by a name that does not
 * follow Moodle's default rule nothing else would tell that a file is ours if the process died before its archive was
 * recorded.
 */
public final class PlannedNames {
    private final JdbcClient history;
    private final TransactionTemplate transaction;

    /** @param history the program's own database, with its tables up to date */
    public PlannedNames(DataSource history) {
        this.history = JdbcClient.create(history);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(history));
    }

    /**
     * Notes the name of an archive, and forgets the course's earlier ones that are no longer needed.
     *
     * @param begun when making it began
     * @param there whether a file of that name is in the target folder
     */
    public void note(long courseId, Instant begun, String fileName, Predicate<String> there) {
        List<String> gone =
                List.copyOf(of(courseId)).stream().filter(there.negate()).toList();
        transaction.executeWithoutResult(status -> {
            for (String name : gone) {
                history.sql("delete from planned_name where course_id = ? and file_name = ?")
                        .params(courseId, name)
                        .update();
            }
            history.sql("delete from planned_name where course_id = ? and started = ?")
                    .params(courseId, begun.getEpochSecond())
                    .update();
            history.sql("insert into planned_name (course_id, started, file_name) values (?, ?, ?)")
                    .params(courseId, begun.getEpochSecond(), fileName)
                    .update();
        });
    }

    /** Whether any course's archive was to get that name, as far as is still known. */
    public boolean has(String fileName) {
        return history.sql("select count(*) from planned_name where file_name = ?")
                        .param(fileName)
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** The names noted for a course, whether or not there are archives of these names. */
    public Set<String> of(long courseId) {
        return new TreeSet<>(history.sql("select file_name from planned_name where course_id = ?")
                .param(courseId)
                .query(String.class)
                .list());
    }
}
