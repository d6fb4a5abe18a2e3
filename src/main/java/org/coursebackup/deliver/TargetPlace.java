package org.coursebackup.deliver;

import java.time.Clock;
import java.util.Optional;

import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;

import org.coursebackup.settings.Settings;

/** Reaches what lies at a target through the endpoint that brings it there. */
public final class TargetPlace implements AutoCloseable {
    private final CamelContext context;
    private final String uri;
    private final boolean ours;

    private TargetPlace(CamelContext context, String uri, boolean ours) {
        this.context = context;
        this.uri = uri;
        this.ours = ours;
    }

    /** In the context that has the routes. */
    public static TargetPlace in(CamelContext context, String uri) {
        return new TargetPlace(context, uri, false);
    }

    /** The second target, without routes; to be closed. */
    public static TargetPlace alone(Settings settings) {
        DefaultCamelContext context = new DefaultCamelContext();
        settings.placeholders().forEach(context.getPropertiesComponent()::addOverrideProperty);
        return new TargetPlace(context, settings.target().second(), true);
    }

    /** @throws Exception if it can't be reached, or can't be listed */
    CopyPlace open(Clock clock) throws Exception {
        context.start();
        String address = context.resolvePropertyPlaceholders(uri);
        return CopyPlace.of(context.getEndpoint(address), clock)
                .orElseThrow(() -> new UnsupportedOperationException(
                        "only a folder, SFTP, FTP and S3 can be looked at, not " + uri.replaceFirst(":.*", ":")));
    }

    /**
     * Size in bytes of a file there; empty if there is none.
     *
     * @throws Exception if the place can't be asked
     */
    public Optional<Long> size(String name, Clock clock) throws Exception {
        try (CopyPlace there = open(clock)) {
            return there.size(name);
        }
    }

    @Override
    public void close() {
        if (ours) {
            context.stop();
        }
    }
}
