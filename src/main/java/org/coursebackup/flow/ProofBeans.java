package org.coursebackup.flow;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.coursebackup.archive.DefinitionFiles;
import org.coursebackup.compare.ComponentVerdict;
import org.coursebackup.course.Archiver;
import org.coursebackup.describe.Description;
import org.coursebackup.describe.MoodlePhp;
import org.coursebackup.describe.SiteDefinitions;
import org.coursebackup.history.HistoryReader;
import org.coursebackup.moodle.SiteSettings;
import org.coursebackup.moodle.SiteVersions;
import org.coursebackup.prove.ComponentProof;
import org.coursebackup.prove.CourseProof;
import org.coursebackup.prove.MoodleBackup;
import org.coursebackup.prove.NightlyProof;
import org.coursebackup.prove.ProofAttempt;
import org.coursebackup.prove.ProofNeed;
import org.coursebackup.prove.Proofs;
import org.coursebackup.prove.ProvenArchiver;
import org.coursebackup.prove.SiteComponents;
import org.coursebackup.run.RestOfNight;
import org.coursebackup.run.Runs;
import org.coursebackup.settings.Settings;

/** The beans that ask the site's own code: what it says its archives hold, and whether ours are equal to its own. */
public final class ProofBeans {
    private final Settings settings;
    private final Pools pools;
    private final Clock clock;
    private final SiteDefinitions definitions;
    private final ProofNeed need;
    private final Proofs proofs;

    ProofBeans(Settings settings, Pools pools, Clock clock) {
        this.settings = settings;
        this.pools = pools;
        this.clock = clock;
        definitions = new SiteDefinitions(
                settings.folder().resolve("definitions").resolve(DefinitionFiles.GENERATED),
                () -> SiteVersions.read(pools.moodle()),
                plugins -> SiteSettings.read(
                        pools.moodle(), plugins, settings.moodle().site().forced()),
                settings.describedAutomatically(),
                () -> Description.of(MoodlePhp.of(
                        settings.fallback().php(), settings.fallback().dirroot())),
                clock);
        need = new ProofNeed(settings.provenFirst(), definitions);
        proofs = new Proofs(pools.history());
    }

    SiteDefinitions definitions() {
        return definitions;
    }

    NightlyProof nightly(Archiver engine, Runs runs) {
        return new NightlyProof(
                settings.provenNightly(),
                new RestOfNight(
                        settings.schedule().starts()::latest,
                        NightlyProof.LATEST,
                        runs,
                        new HistoryReader(pools.history())),
                proofs,
                new SiteComponents(pools.moodle()),
                (course, giveWay) -> new CourseProof(
                                engine,
                                MoodleBackup.of(settings.fallback(), giveWay),
                                settings.archive(),
                                settings.target().directory())
                        .prove(course),
                clock);
    }

    /** The archiver, with warnings about what should have been proven but was not. */
    Archiver warning(Archiver archiver) {
        return new ProvenArchiver(archiver, new SiteComponents(pools.moodle()), proofs, need);
    }

    /** What people have to know about definitions and proofs, each with what to do; as of the last look at the site. */
    List<String> notices() {
        List<ComponentProof> proven = proven();
        return Stream.of(definitions.notice(), need.notice(proven), ComponentProof.notice(proven))
                .flatMap(Optional::stream)
                .toList();
    }

    /** What is proven on this site, by component; as of the last look at the site's versions. */
    public List<ComponentProof> proven() {
        return definitions
                .site()
                .map(site -> proofs.of(site.under(ComponentVerdict.CORE)))
                .orElse(List.of());
    }

    /** The latest comparisons with Moodle's own archives, newest first. */
    public List<ProofAttempt> attempts(int most) {
        return proofs.attempts(most);
    }
}
