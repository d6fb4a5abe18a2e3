package org.coursebackup.history;

import org.coursebackup.testsupport.DatabaseKind;

/** The same in a shared history. */
class LockRowPostgresIT extends LockRowTest {
    @Override
    DatabaseKind kind() {
        return DatabaseKind.POSTGRESQL;
    }
}
