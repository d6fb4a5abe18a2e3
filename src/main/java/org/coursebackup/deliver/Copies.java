package org.coursebackup.deliver;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

import org.apache.camel.Exchange;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.coursebackup.course.CourseWork;
import org.coursebackup.course.Reason;
import org.coursebackup.history.History;
import org.coursebackup.manifest.ManifestFile;
import org.coursebackup.pool.PlacePool;
import org.coursebackup.settings.LockSettings;
import org.coursebackup.settings.TargetSettings;
import org.coursebackup.store.CopyPlace;
import org.coursebackup.store.ObjectLock;
import org.coursebackup.store.Target;
import org.coursebackup.store.TargetPlace;
import org.coursebackup.thin.ThinArchive;

/** The bean {@code copies} of the routes: copies of archives to the second target. */
public final class Copies {
    private static final Logger LOG = LoggerFactory.getLogger(Copies.class);

    /** Name of the exchange variable with the copy's name. */
    private static final String NAME = "copyName";

    private final String endpoint;
    private final LockSettings lock;
    private final Supplier<TargetPlace> place;
    private final List<PlacePool> pooled;
    private final Outbox outbox;
    private final History history;
    private final Clock clock;

    /**
     * @param place where the second target is, if there is one
     * @param pooled the pools at other places than the target folder
     */
    public Copies(
            TargetSettings target,
            Supplier<TargetPlace> place,
            List<PlacePool> pooled,
            Outbox outbox,
            History history,
            Clock clock) {
        this.pooled = pooled;
        this.endpoint = target.second();
        this.lock = target.secondLock();
        this.place = place;
        this.outbox = outbox;
        this.history = history;
        this.clock = clock;
    }

    /** Orders a copy of the archive just published. Never fails: the course has its archive. */
    public void order(@Variable(CourseWork.VARIABLE) CourseWork work) {
        if (endpoint.isEmpty() || !work.result().archived()) {
            return;
        }
        String location = work.locations().get(work.locations().size() - 1);
        try {
            outbox.add("copy", work.getFileName(), location, clock.instant());
        } catch (RuntimeException unusable) {
            LOG.error(
                    "{} will not be copied to the second target: {} The archive itself is safe.",
                    location,
                    Reason.of(unusable));
        }
    }

    /**
     * Puts the archive's file into the message, after what a thin one refers to was brought to the place; nothing if it
     * was copied before, and only its manifest was not.
     *
     * @throws GoneException if retention was faster than the copy
     * @throws Exception if the place can't be looked at
     */
    public void open(Exchange exchange) throws Exception {
        Delivery delivery = exchange.getVariable(Delivery.VARIABLE, Delivery.class);
        Path archive = Path.of(delivery.content());
        if (!Files.isRegularFile(archive)) {
            throw new GoneException(archive
                    + " is no longer there: retention or somebody removed it before it could be copied to the"
                    + " second target."
                    + " Newer archives of the course are copied as usual.");
        }
        exchange.getMessage().removeHeaders("*");
        String name = free(delivery);
        exchange.setVariable(NAME, name);
        exchange.getMessage().setHeader(Exchange.FILE_NAME, name);
        boolean copied = history.archives().knows(Target.address(endpoint, name));
        if (!copied && ThinArchive.named(name)) {
            bringContents(archive, name);
        }
        exchange.getMessage().setBody(copied ? null : archive.toFile());
    }

    /** Before the archive, so that no copy ever refers to what is not there. */
    private void bringContents(Path archive, String name) throws Exception {
        String location = Target.address(endpoint, name);
        PlacePool pool = pooled.stream()
                .filter(each -> each.has(location))
                .findFirst()
                .orElseThrow(() -> new GoneException("A thin archive can't be copied to a place of that kind."));
        pool.bring(archive, name);
    }

    /** Puts the archive's manifest into the message; nothing if it has none, or if it can't be replaced there. */
    public void openManifest(Exchange exchange) throws Exception {
        Delivery delivery = exchange.getVariable(Delivery.VARIABLE, Delivery.class);
        Path archive = Path.of(delivery.content());
        String name = exchange.getVariable(NAME, String.class) + ManifestFile.SUFFIX;
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setHeader(Exchange.FILE_NAME, name);
        boolean wanted = ManifestFile.exists(archive)
                && !(delivery.attempts() > 0
                        && writtenInPlace()
                        && place.get().size(name, clock).isPresent());
        exchange.getMessage().setBody(wanted ? ManifestFile.of(archive).toFile() : null);
    }

    /**
     * The name for the copy, or the one that it has. Where a copy has its final name while it is being written, what is
     * left of an attempt that was cut off has it, and on an append-only server can neither be replaced nor removed:
     * then it gets another.
     */
    private String free(Delivery delivery) throws Exception {
        String name = delivery.subject();
        if (delivery.attempts() == 0 || !writtenInPlace()) {
            return name;
        }
        try (CopyPlace there = place.get().open(clock)) {
            for (int n = 1;
                    !history.archives().knows(Target.address(endpoint, name))
                            && there.size(name).isPresent();
                    n++) {
                name = delivery.subject().replaceFirst("(\\.mbz(?:\\.age)?)$", "-again" + n + "$1");
            }
        }
        return name;
    }

    /**
     * Notes in the history where the copy is.
     *
     * @throws IncompleteCopyException if a copy without a temporary name is not there with its full size
     */
    public void made(Exchange exchange) throws Exception {
        Delivery delivery = exchange.getVariable(Delivery.VARIABLE, Delivery.class);
        String name = exchange.getVariable(NAME, String.class);
        if (writtenInPlace()) {
            requireWhole(name, Files.size(Path.of(delivery.content())));
        }
        history.archives()
                .copied(
                        delivery.content(),
                        Target.address(endpoint, name),
                        lock.wanted() ? ObjectLock.until(clock.instant(), lock) : null);
    }

    private void requireWhole(String name, long bytes) throws Exception {
        try (CopyPlace there = place.get().open(clock)) {
            long size = there.size(name).orElse(0L);
            if (size != bytes) {
                throw new IncompleteCopyException("the copy " + name + " has " + size + " bytes there instead of "
                        + bytes + ", so it does not count.");
            }
        }
    }

    private boolean writtenInPlace() {
        return Target.writtenInPlace(endpoint);
    }
}
