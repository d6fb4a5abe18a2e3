package org.coursebackup.history;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import org.coursebackup.testsupport.DatabaseKind;

/** An empty history for each test, in the embedded database unless a class says otherwise. */
abstract class OnEmptyHistory {
    HikariDataSource database;

    DatabaseKind kind() {
        return DatabaseKind.H2;
    }

    @BeforeEach
    void open() {
        database = kind().empty().pool();
        new History(database);
    }

    @AfterEach
    void close() {
        database.close();
    }
}
