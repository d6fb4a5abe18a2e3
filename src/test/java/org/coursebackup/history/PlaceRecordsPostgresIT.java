package org.coursebackup.history;

import org.coursebackup.testsupport.DatabaseKind;

/** The same in a shared history. */
class PlaceRecordsPostgresIT extends PlaceRecordsTest {
    @Override
    DatabaseKind kind() {
        return DatabaseKind.POSTGRESQL;
    }
}
