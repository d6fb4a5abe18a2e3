package org.coursebackup.history;

import org.coursebackup.testsupport.DatabaseKind;

/** The same in a shared history. */
class PoolRecordsPostgresIT extends PoolRecordsTest {
    @Override
    DatabaseKind kind() {
        return DatabaseKind.POSTGRESQL;
    }
}
