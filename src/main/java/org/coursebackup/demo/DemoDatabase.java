package org.coursebackup.demo;

/** How an embedded H2 has to be opened so that Moodle's table and column names work in it. */
public final class DemoDatabase {
    /** To be appended to an H2 address: names as they are written, and no column name taken for a keyword. */
    public static final String MODE = ";MODE=MySQL;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE"
            + ";NON_KEYWORDS=VALUE,KEY,USER,DAY,HOUR,MINUTE,MONTH,YEAR,SECOND,INTERVAL,END,START";

    private DemoDatabase() {
    }
}
