package org.coursebackup.deliver;

import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;

import org.coursebackup.settings.Settings;

/** Reaches the second target through the endpoint of {@code backup.second-target}. */
public final class SecondTarget implements AutoCloseable {
    private final CamelContext context;
    private final String uri;
    private final boolean ours;

    private SecondTarget(CamelContext context, String uri, boolean ours) {
        this.context = context;
        this.uri = uri;
        this.ours = ours;
    }

    /** In the context that has the routes. */
    public static SecondTarget in(CamelContext context, Settings settings) {
        return new SecondTarget(context, settings.target().second(), false);
    }

    /** Without routes; to be closed. */
    public static SecondTarget alone(Settings settings) {
        DefaultCamelContext context = new DefaultCamelContext();
        settings.placeholders().forEach(context.getPropertiesComponent()::addOverrideProperty);
        return new SecondTarget(context, settings.target().second(), true);
    }

    /** @throws Exception if it can't be reached, or can't be listed */
    CopyPlace open() throws Exception {
        context.start();
        String address = context.resolvePropertyPlaceholders(uri);
        return CopyPlace.of(context.getEndpoint(address))
                .orElseThrow(() -> new UnsupportedOperationException(
                        "backup.second-target.keep.* need a folder, SFTP, FTP or S3, and backup.second-target is "
                                + uri.replaceFirst(":.*", ":")));
    }

    @Override
    public void close() {
        if (ours) {
            context.stop();
        }
    }
}
