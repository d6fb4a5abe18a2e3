package org.coursebackup.prove;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.coursebackup.archive.site.ComparedBuilds;
import org.coursebackup.compare.ComponentVerdict;
import org.coursebackup.describe.CoreFindings;
import org.coursebackup.describe.SiteDefinitions;
import org.coursebackup.moodle.SiteVersions;

/**
 * Which components have to be proven on this site before archives with them count as good. None if archives of the
 * site's build of Moodle were compared. For a later build those whose code, according to 'describe', writes something
 * that the program does not know, and all of them until 'describe' has run. For an unknown branch all of them.
 */
public final class ProofNeed {
    /**
     * For other types {@link SiteComponents} can't tell which courses have something; Moodle's own part represents
     * them.
     */
    private static final Pattern TOLD_BY_COURSE = Pattern.compile(
            "core|(mod|format|block|qtype|assignsubmission|assignfeedback|workshopform|gradingform)_.+");

    private static final Need NOTHING = new Need(component -> false, "", "");

    private final boolean everything;
    private final SiteDefinitions definitions;

    /**
     * What has to be proven now.
     *
     * @param components by frankenstyle name
     * @param why a sentence about the site; empty if nothing has to be proven
     * @param remedy what to do about all of it, as a sentence
     */
    record Need(Predicate<String> components, String why, String remedy) {
        boolean nothing() {
            return why.isEmpty();
        }
    }

    /** @param everything whether every component has to be proven whatever the build: prove.before-first-run */
    public ProofNeed(boolean everything, SiteDefinitions definitions) {
        this.everything = everything;
        this.definitions = definitions;
    }

    /** What has to be proven, as of the last look at the site. */
    Need now() {
        Need build = definitions.site().map(this::ofBuild).orElse(NOTHING);
        return build.nothing() && everything
                ? new Need(
                        component -> true,
                        "prove.before-first-run asks for a proof of each component.",
                        "Run 'prove' on the Moodle server, or set prove.before-first-run=false.")
                : build;
    }

    private Need ofBuild(SiteVersions site) {
        String moodle = "Moodle " + (site.release().isEmpty() ? site.version() : site.release());
        Optional<CoreFindings> core = definitions.core();
        switch (ComparedBuilds.of(site.branchNumber(), site.build())) {
            case COMPARED:
                return NOTHING;
            case UNKNOWN:
                return new Need(
                        component -> true,
                        moodle + " is of a branch whose archives were never compared with Moodle's own; they are"
                                + " written by the definitions of the nearest"
                                + (core.isPresent()
                                        ? ", with what 'describe' found the site to have beyond them."
                                        : "."),
                        core.isPresent()
                                ? "Run 'prove' on the Moodle server."
                                : "Run 'describe', then 'prove', on the Moodle server.");
            default:
                return core.map(found -> later(site, moodle, found.differing()))
                        .orElseGet(() -> new Need(
                                component -> true,
                                newer(site, moodle) + ", and nobody asked its code whether it writes anything new.",
                                "Run 'describe' on the Moodle server."));
        }
    }

    private Need later(SiteVersions site, String moodle, Set<String> differing) {
        Set<String> wanted = differing.stream()
                .map(component -> TOLD_BY_COURSE.matcher(component).matches() ? component : ComponentVerdict.CORE)
                .collect(Collectors.toSet());
        return differing.isEmpty() && !everything
                ? NOTHING
                : new Need(
                        everything ? component -> true : wanted::contains,
                        newer(site, moodle)
                                + (differing.isEmpty()
                                        ? "."
                                        : ", and 'describe' found that it writes more than this program knew: in "
                                                + Few.of(differing) + "."),
                        "Run 'prove' on the Moodle server.");
    }

    private static String newer(SiteVersions site, String moodle) {
        BigDecimal newest = ComparedBuilds.newest(site.branchNumber());
        return moodle + " (" + site.version() + ") is newer than the newest of its branch whose archives were compared"
                + " with Moodle's own (" + newest + ")";
    }

    /**
     * What people have to know about the site's build; empty if everything that has to be proven is.
     *
     * @param known what has been proven so far for the site's versions
     */
    public Optional<String> notice(List<ComponentProof> known) {
        Need need = now();
        List<ComponentProof> wanted = known.stream()
                .filter(proof -> need.components.test(proof.component()))
                .toList();
        if (need.nothing() || !wanted.isEmpty() && wanted.stream().allMatch(ComponentProof::proven)) {
            return Optional.empty();
        }
        return Optional.of(
                need.why + " Courses with what was not proven on this site end with status 4. " + need.remedy);
    }
}
