package org.coursebackup.deliver;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Supplier;

import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

import org.coursebackup.course.Reason;

/**
 * The bean {@code deliveries} of the routes: hands out what is due and records what became of it. A failure here
 * affects no course and no run.
 */
public final class Deliveries {
    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
    private static final int AT_ONCE = 1000;
    /** How long nobody else takes a delivery that is claimed; copying a large archive takes time. */
    private static final Duration CLAIM = Duration.ofHours(6);

    private static final Duration KEPT = Duration.ofDays(30);

    private final Outbox outbox;
    private final BackOff backOff;
    private final DeliveryTrouble trouble;
    private final Clock clock;
    private volatile Instant copiesPausedUntil = Instant.MIN;
    /** Told once, not each time. */
    private volatile boolean unreadable;

    public Deliveries(Outbox outbox, BackOff backOff, DeliveryTrouble trouble, Clock clock) {
        this.outbox = outbox;
        this.backOff = backOff;
        this.trouble = trouble;
        this.clock = clock;
    }

    /** Mails and webhook calls that are due; none while the history is away. */
    public List<Delivery> due() {
        return read(() -> {
            outbox.forgetBefore(now().minus(KEPT));
            return outbox.due(false, now(), AT_ONCE);
        });
    }

    /** Copies that are due; none while the history is away. */
    public List<Delivery> copies() {
        return read(() -> outbox.due(true, now(), AT_ONCE));
    }

    private List<Delivery> read(Supplier<List<Delivery>> due) {
        try {
            List<Delivery> found = due.get();
            unreadable = false;
            return found;
        } catch (DataAccessException away) {
            if (!unreadable) {
                LOG.warn(
                        "What has to be sent or copied can't be read from the history: {} Nothing is lost: it is sent"
                                + " when the history is back.",
                        Reason.of(away));
            }
            unreadable = true;
            return List.of();
        }
    }

    /**
     * Claims a delivery; false if somebody else has it. No copies are claimed for a while after one failed, so that a
     * target that is down isn't tried for each archive.
     */
    public boolean take(@Body Delivery delivery) {
        boolean paused = delivery.kind().equals("copy") && now().isBefore(copiesPausedUntil);
        return !paused && outbox.claim(delivery, now().plus(CLAIM));
    }

    public void delivered(Exchange exchange) {
        Delivery delivery = exchange.getVariable(Delivery.VARIABLE, Delivery.class);
        outbox.delivered(delivery, now());
        LOG.info(
                "Sent {} '{}'{}.",
                delivery.kind(),
                delivery.subject(),
                delivery.attempts() == 0 ? "" : " after " + delivery.attempts() + " failed attempts");
    }

    /** Tries again later, with growing pauses, or gives up. */
    public void failed(Exchange exchange) {
        Delivery delivery = exchange.getVariable(Delivery.VARIABLE, Delivery.class);
        Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        String error = trouble.explain(delivery.kind(), cause);
        if (trouble.hopeless(cause) || backOff.giveUp(Duration.between(delivery.created(), now()))) {
            outbox.givenUp(delivery, error, now());
            LOG.error("The {} '{}' was given up: {}", delivery.kind(), delivery.subject(), error);
            return;
        }
        if (delivery.kind().equals("copy")) {
            copiesPausedUntil = now().plus(backOff.first());
        }
        Instant next = now().plus(backOff.pauseAfter(delivery.attempts() + 1)).truncatedTo(ChronoUnit.SECONDS);
        outbox.failed(delivery, error, next);
        LOG.warn(
                "The {} '{}' could not be sent; courses and run are not affected. {} Tried again after {}.",
                delivery.kind(),
                delivery.subject(),
                error,
                next);
    }

    private Instant now() {
        return clock.instant();
    }
}
