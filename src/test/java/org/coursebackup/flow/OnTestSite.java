package org.coursebackup.flow;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import org.coursebackup.testsupport.DatabaseKind;

/** A demo site of its own for each test. */
abstract class OnTestSite {
    TestSite site;

    @BeforeEach
    void makeSite() throws Exception {
        site = new TestSite(DatabaseKind.H2);
    }

    @AfterEach
    void close() throws Exception {
        site.close();
    }
}
