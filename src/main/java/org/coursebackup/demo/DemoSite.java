package org.coursebackup.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

import javax.sql.DataSource;

import org.coursebackup.moodle.TablePrefix;

/**
 * Makes the demo site in an empty database (H2, PostgreSQL, MariaDB or MySQL) and an empty data folder. Its times are
 * relative to the clock, so that "not touched for 60 days" stays true; otherwise two sites of the same scale are
 * identical.
 *
 * <p>Courses: 1 the front page; 2 {@code GARDEN}, 3 {@code BAKERY}, 4 {@code STARS} and 5 {@code WORDS} are ordinary
 * ones that have everything between them; 6 {@code HARBOUR} is hidden and was last modified 60 days ago; 7
 * {@code CLOCKS} is hidden but was edited yesterday; 8 {@code MAPS} has a file that is missing from the pool; 9
 * {@code LOST} has no context and cannot be backed up.
 */
public final class DemoSite {
    /** The site's address, as used in its texts. */
    public static final String WWWROOT = "https://campus.example.org";

    private final DataSource database;
    private final TablePrefix prefix;
    private final Path dataroot;
    private final Clock clock;
    private int scale = 1;
    private boolean usual = true;
    private BiConsumer<DemoBuilder, People> more = (site, people) -> {};

    /** Prepares the site; {@link #create()} makes it. */
    public DemoSite(DataSource database, TablePrefix prefix, Path dataroot, Clock clock) {
        this.database = database;
        this.prefix = prefix;
        this.dataroot = dataroot;
        this.clock = clock;
    }

    /** Multiplies the usual number of users, posts, activities, files, questions and attempts. */
    public DemoSite scale(int factor) {
        scale = factor;
        return this;
    }

    /** Lets tests add courses of their own, after all others. */
    DemoSite with(BiConsumer<DemoBuilder, People> courses) {
        more = courses;
        return this;
    }

    /** Lets tests have courses of their own instead of the usual ones; the front page stays. */
    DemoSite only(BiConsumer<DemoBuilder, People> courses) {
        usual = false;
        return with(courses);
    }

    /** Makes tables, rows and file pool; fails if the tables exist already. */
    public void create() throws SQLException, IOException {
        Schema schema = new Schema();
        try (Connection connection = database.getConnection()) {
            boolean auto = connection.getAutoCommit();
            connection.setAutoCommit(false);
            schema.create(connection, prefix);
            DemoRows rows = new DemoRows(schema, connection, prefix);
            fill(new DemoBuilder(rows, new DemoPool(dataroot), clock.instant(), scale));
            rows.write();
            connection.commit();
            connection.setAutoCommit(auto);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Names of the demo's tables without the prefix. */
    public static List<String> tables() {
        return new ArrayList<>(new Schema().names());
    }

    private void fill(DemoBuilder site) throws IOException {
        site.context(DemoBuilder.SYSTEM, 0, 0);
        Foundation.lay(site);
        People people = new People(site);
        long nature = Foundation.category(site, "Nature", 0);
        long crafts = Foundation.category(site, "Crafts & <skills>", 0);
        FrontPage.make(site, people);
        if (usual) {
            usual(site, people, nature, crafts);
        }
        more.accept(site, people);
    }

    private static void usual(DemoBuilder site, People people, long nature, long crafts) throws IOException {
        Garden.make(site, people, nature);
        Bakery.make(site, people, crafts);
        Stars.make(site, people, nature);
        WordsCourse.make(site, people, crafts);
        SmallCourses.harbour(site, people, crafts);
        SmallCourses.clocks(site, people, crafts);
        SmallCourses.maps(site, people, nature);
        SmallCourses.lost(site, people, nature);
    }
}
