package org.coursebackup.describe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

import org.coursebackup.archive.DescribedSite;
import org.coursebackup.moodle.SiteSettings;
import org.coursebackup.moodle.SiteVersions;

/**
 * The bean {@code definitions} of the routes: tells whether what 'describe' wrote is up to date with the site, and asks
 * the site's code again if that is wanted. Never fails: a run goes on with the definitions there are.
 */
public final class SiteDefinitions {
    private static final Logger LOG = LoggerFactory.getLogger(SiteDefinitions.class);
    private static final int SOME = 5;

    /** How long the same versions are not described again after a failed attempt. */
    private static final Duration PAUSE = Duration.ofHours(12);

    /** How long a site that could not be asked is not asked again for somebody who looks at a page. */
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(10);

    /** Asks the site's code; the message of its exception says what failed and what helps. */
    @FunctionalInterface
    public interface Describer {
        Description describe() throws IOException;
    }

    private final Path folder;
    private final Supplier<SiteVersions> versions;
    private final Function<Set<String>, SiteSettings> settings;
    private final boolean automatically;
    private final Describer describer;
    private final Clock clock;
    private volatile Seen seen;
    private volatile Instant lookedInVain = Instant.EPOCH;
    private volatile Attempt failed;

    /** The site as of the last look. */
    private record Seen(SiteVersions versions, List<String> changes, Optional<CoreFindings> core) {}

    private record Attempt(SiteVersions versions, List<String> changes, Instant when, String why) {}

    /**
     * @param folder folder of the generated definitions
     * @param versions reads the site's versions from its database
     * @param settings reads the settings of some plugins from there
     * @param automatically whether the site's code is asked again before a run after an upgrade
     */
    public SiteDefinitions(
            Path folder,
            Supplier<SiteVersions> versions,
            Function<Set<String>, SiteSettings> settings,
            boolean automatically,
            Describer describer,
            Clock clock) {
        this.folder = folder;
        this.versions = versions;
        this.settings = settings;
        this.automatically = automatically;
        this.describer = describer;
        this.clock = clock;
    }

    /** Compares the site's versions with those described; if it can't be asked, the last look stands. */
    public void look() {
        try {
            SiteVersions now = versions.get();
            seen = new Seen(now, changes(now), CoreFindings.read(folder));
        } catch (DataAccessException | IOException failure) {
            lookedInVain = clock.instant();
            LOG.warn(
                    "Whether the definitions are as new as the site could not be found out ({}). It is tried again at"
                            + " the next run.",
                    reason(failure));
        }
    }

    private List<String> changes(SiteVersions now) throws IOException {
        List<String> changes = new ArrayList<>(Fingerprint.changes(folder, now.under("moodle")));
        DescribedSite described = DescribedSite.read(folder);
        changes.addAll(described.changedSettings(settings.apply(described.plugins())));
        if (described.withoutRecord()) {
            changes.add("they were made by an earlier version of this program");
        }
        return changes;
    }

    /** Asks the site's code again if it was upgraded since or never described, and if that is wanted. */
    public void renew() {
        look();
        Seen site = seen;
        if (!automatically || site == null || upToDate(site) || triedLately(site)) {
            return;
        }
        LOG.info(
                "{} The site's code is asked what its archives hold.",
                site.changes.isEmpty()
                        ? "The site was never described to the end."
                        : "The site has changed since it was described (" + some(site.changes) + ").");
        try {
            Description description = describer.describe();
            if (!description.whole()) {
                throw new IOException("PHP ended before all components were asked; its error log says why.");
            }
            int files = description.write(folder);
            failed = null;
            LOG.info("{} definitions were written to {}.", files, folder);
            if (!description.complete()) {
                LOG.warn("Some components are described only in part; 'describe' prints which and why.");
            }
        } catch (IOException | RuntimeException failure) {
            failed = new Attempt(site.versions, site.changes, clock.instant(), reason(failure));
            LOG.warn("{}", notice().orElse(failed.why));
        }
        look();
    }

    private boolean upToDate(Seen site) {
        return described() && site.changes.isEmpty() && core().isPresent();
    }

    private boolean triedLately(Seen site) {
        Attempt last = failed;
        return last != null
                && last.versions.equals(site.versions)
                && last.changes.equals(site.changes)
                && clock.instant().isBefore(last.when.plus(PAUSE));
    }

    private boolean described() {
        return Files.isRegularFile(folder.resolve(Fingerprint.FILE));
    }

    /** What has changed on the site since it was described, as of the last look; empty if nothing has. */
    public List<String> changes() {
        return lookedAt().map(Seen::changes).orElse(List.of());
    }

    /** The site's versions as of the last look; empty if there was none that succeeded. */
    public Optional<SiteVersions> site() {
        return lookedAt().map(Seen::versions);
    }

    /** What was found about Moodle's own components, if that was in exactly the version that the site has. */
    public Optional<CoreFindings> core() {
        return lookedAt().flatMap(site -> site.core.filter(core -> core.of(site.versions.version())));
    }

    /** What people have to know: that definitions are older than the site or could not be made; otherwise empty. */
    public Optional<String> notice() {
        Seen site = lookedAt().orElse(null);
        Attempt last = failed;
        String trouble = last == null ? "" : " The site's code was asked in vain: " + last.why;
        if (site == null || site.changes.isEmpty()) {
            return last == null || described()
                    ? Optional.empty()
                    : Optional.of("The site was never described, so archives lack what its plugins put into them."
                            + trouble + " Run 'describe'.");
        }
        return Optional.of("The definitions are older than the site (" + some(site.changes)
                + "), so archives may lack what is new." + trouble
                + (automatically && last == null
                        ? " The next run asks the site's code again (describe.automatically)."
                        : " Run 'describe'."));
    }

    private Optional<Seen> lookedAt() {
        // a page that asks may not wait for a database that is away, each time anew
        if (seen == null && !clock.instant().isBefore(lookedInVain.plus(LOOK_AGAIN))) {
            look();
        }
        return Optional.ofNullable(seen);
    }

    private static String some(List<String> changes) {
        return String.join(", ", changes.subList(0, Math.min(SOME, changes.size())))
                + (changes.size() > SOME ? " and " + (changes.size() - SOME) + " more" : "");
    }

    private static String reason(Exception failure) {
        String message = failure instanceof DataAccessException database
                ? database.getMostSpecificCause().getMessage()
                : failure.getMessage();
        return message == null
                ? failure.toString()
                : message.replaceAll("\\s+", " ").strip();
    }
}
