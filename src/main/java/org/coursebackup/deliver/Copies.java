package org.coursebackup.deliver;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

import org.apache.camel.Exchange;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.coursebackup.course.CourseWork;
import org.coursebackup.course.Reason;
import org.coursebackup.history.History;
import org.coursebackup.manifest.ManifestFile;
import org.coursebackup.store.Target;

/** The bean {@code copies} of the routes: copies of archives to the second target. */
public final class Copies {
    private static final Logger LOG = LoggerFactory.getLogger(Copies.class);

    private final String endpoint;
    private final Outbox outbox;
    private final History history;
    private final Clock clock;

    /** @param endpoint the second target; empty for none */
    public Copies(String endpoint, Outbox outbox, History history, Clock clock) {
        this.endpoint = endpoint;
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
     * Puts the archive's file into the message; nothing if it was copied before, and only its manifest was not.
     *
     * @throws GoneException if retention was faster than the copy
     */
    public void open(Exchange exchange) throws GoneException {
        Delivery delivery = exchange.getVariable(Delivery.VARIABLE, Delivery.class);
        Path archive = Path.of(delivery.content());
        if (!Files.isRegularFile(archive)) {
            throw new GoneException(archive
                    + " is no longer there: retention or somebody removed it before it could be copied to the"
                    + " second target."
                    + " Newer archives of the course are copied as usual.");
        }
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setHeader(Exchange.FILE_NAME, delivery.subject());
        boolean copied = history.knows(Target.address(endpoint, delivery.subject()));
        exchange.getMessage().setBody(copied ? null : archive.toFile());
    }

    /** Puts the archive's manifest into the message; nothing if it has none. */
    public void openManifest(Exchange exchange) {
        Delivery delivery = exchange.getVariable(Delivery.VARIABLE, Delivery.class);
        Path archive = Path.of(delivery.content());
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setHeader(Exchange.FILE_NAME, delivery.subject() + ManifestFile.SUFFIX);
        exchange.getMessage()
                .setBody(ManifestFile.exists(archive) ? ManifestFile.of(archive).toFile() : null);
    }

    /** Notes in the history where the copy is. */
    public void made(Exchange exchange) {
        Delivery delivery = exchange.getVariable(Delivery.VARIABLE, Delivery.class);
        history.copied(delivery.content(), Target.address(endpoint, delivery.subject()));
    }
}
