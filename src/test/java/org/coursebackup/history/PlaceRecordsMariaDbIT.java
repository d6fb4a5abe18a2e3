package org.coursebackup.history;

import org.coursebackup.testsupport.DatabaseKind;

/** The same in a shared history. */
class PlaceRecordsMariaDbIT extends PlaceRecordsTest {
    @Override
    DatabaseKind kind() {
        return DatabaseKind.MARIADB;
    }
}
