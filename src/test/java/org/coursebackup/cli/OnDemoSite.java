package org.coursebackup.cli;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.DemoMoodle;

/** What tests of commands have in common: a demo site for all of a class, a folder of settings for each test. */
abstract class OnDemoSite {
    static DemoMoodle moodle;

    @TempDir
    Path folder;

    CommandsOnDemo commands;

    @BeforeAll
    static void makeSite() {
        moodle = DemoMoodle.fresh(DatabaseKind.H2, 1);
    }

    @AfterAll
    static void closeSite() {
        moodle.pool().close();
    }

    @BeforeEach
    void listen() throws IOException {
        commands = new CommandsOnDemo(moodle, folder);
    }

    @AfterEach
    void restore() {
        commands.close();
    }
}
