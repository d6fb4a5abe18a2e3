package org.coursebackup.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What the build knows about itself. */
public final class Build {
    private Build() {}

    /** The version as in the pom. */
    public static String version() {
        return property("version");
    }

    /** The day to which the pom dates everything that is built, such as 2026-11-27. */
    public static String date() {
        return property("date").substring(0, 10);
    }

    private static String property(String name) {
        Properties build = new Properties();
        try (InputStream in = Build.class.getResourceAsStream("build.properties")) {
            build.load(in);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return build.getProperty(name);
    }
}
