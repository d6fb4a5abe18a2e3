package org.coursebackup.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

import javax.sql.DataSource;

import org.springframework.util.FileSystemUtils;

import org.coursebackup.demo.DemoSite;

/**
 * What nobody can do without who backs up a site: the file pool copied by {@code cp -r}, and every table read once and
 * written to a file as tab-separated text.
 *
 * @param copy how long the pool took
 * @param dump how long the database took
 * @param rows how many rows the tables have
 */
record Limit(Duration copy, Duration dump, long rows) {
    private static final int FETCH = 1_000;

    Duration together() {
        return copy.plus(dump);
    }

    /** The second of two times, so that everything is in the page cache, as it is for the program. */
    static Limit measured(DataSource database, Path pool, Path folder) throws Exception {
        once(database, pool, folder);
        return once(database, pool, folder);
    }

    private static Limit once(DataSource database, Path pool, Path folder) throws Exception {
        Path target = Files.createDirectory(folder.resolve("limit"));
        try {
            long begun = System.nanoTime();
            int code = new ProcessBuilder("cp", "-r", "--reflink=never", pool.toString(), target.toString())
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IOException("cp ended with " + code);
            }
            long copied = System.nanoTime();
            long rows = dump(database, target.resolve("dump.txt"));
            return new Limit(Duration.ofNanos(copied - begun), Duration.ofNanos(System.nanoTime() - copied), rows);
        } finally {
            FileSystemUtils.deleteRecursively(target);
        }
    }

    private static long dump(DataSource database, Path file) throws SQLException, IOException {
        long rows = 0;
        try (Connection connection = database.getConnection();
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            connection.setAutoCommit(false);
            for (String table : DemoSite.tables()) {
                try (Statement statement = connection.createStatement()) {
                    statement.setFetchSize(FETCH);
                    try (ResultSet row = statement.executeQuery("select * from mdl_" + table)) {
                        rows += write(row, out);
                    }
                }
            }
            connection.rollback();
        }
        return rows;
    }

    private static long write(ResultSet row, OutputStream out) throws SQLException, IOException {
        int columns = row.getMetaData().getColumnCount();
        long rows = 0;
        for (; row.next(); rows++) {
            for (int i = 1; i <= columns; i++) {
                String value = row.getString(i);
                if (value != null) {
                    out.write(value.getBytes(StandardCharsets.UTF_8));
                }
                out.write('\t');
            }
            out.write('\n');
        }
        return rows;
    }
}
