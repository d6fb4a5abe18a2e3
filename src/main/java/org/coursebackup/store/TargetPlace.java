package org.coursebackup.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;

import org.coursebackup.settings.Settings;
import org.coursebackup.settings.TargetSettings;
import org.coursebackup.verify.Sha256;

/** Reaches what lies at a target through the endpoint that brings it there. */
public final class TargetPlace implements AutoCloseable {
    private final CamelContext context;
    private final String uri;
    private final boolean ours;
    private final String address;

    private TargetPlace(CamelContext context, String uri, boolean ours) {
        this.context = context;
        this.uri = uri;
        this.ours = ours;
        this.address = address("");
    }

    /** In the context that has the routes. */
    public static TargetPlace in(CamelContext context, String uri) {
        return new TargetPlace(context, uri, false);
    }

    /**
     * To be called before the context starts: has files arrive at servers as they are, and locked where that is wanted.
     */
    public static void prepare(CamelContext context, TargetSettings target, Clock clock) {
        BinaryTransfer.install(context);
        ObjectLock.install(context, target.endpoint(), target.lock(), clock);
        ObjectLock.install(context, target.second(), target.secondLock(), clock);
    }

    /** The second target, without routes; to be closed. */
    public static TargetPlace alone(Settings settings) {
        return alone(settings, settings.target().second());
    }

    /** The targets that are on servers whose files can be read, without routes; to be closed. */
    public static List<TargetPlace> aloneOnServers(Settings settings) {
        return onServers(settings.target()).stream()
                .map(uri -> alone(settings, uri))
                .toList();
    }

    private static TargetPlace alone(Settings settings, String uri) {
        DefaultCamelContext context = new DefaultCamelContext();
        settings.placeholders().forEach(context.getPropertiesComponent()::addOverrideProperty);
        return new TargetPlace(context, uri, true);
    }

    /** @throws Exception if it can't be reached, or can't be listed */
    public CopyPlace open(Clock clock) throws Exception {
        context.start();
        String address = context.resolvePropertyPlaceholders(uri);
        return CopyPlace.of(context.getEndpoint(address), clock)
                .orElseThrow(() -> new UnsupportedOperationException(
                        "only a folder, SFTP, FTP and S3 can be looked at, not " + uri.replaceFirst(":.*", ":")));
    }

    /**
     * The same for a place on a server.
     *
     * @throws Exception if it can't be reached, or is none
     */
    public RemotePlace openRemote(Clock clock) throws Exception {
        CopyPlace there = open(clock);
        if (there instanceof RemotePlace remote) {
            return remote;
        }
        there.close();
        throw new UnsupportedOperationException("it is not on a server");
    }

    /** How the locations of archives at an endpoint begin. */
    public static String addressOf(String endpoint) {
        return Target.address(endpoint, "");
    }

    /** Tells the place of an endpoint from others in 16 characters, whatever its options. */
    public static String id(String endpoint) {
        MessageDigest digest = Sha256.digest();
        digest.update(addressOf(endpoint).getBytes(StandardCharsets.UTF_8));
        return Sha256.hex(digest).substring(0, 16);
    }

    /** Whether an archive of that location, as in the history, lies here. */
    public boolean has(String location) {
        return location.startsWith(address) && location.indexOf('/', address.length()) < 0;
    }

    /** The targets that are on servers whose files can be read, in the context that has the routes. */
    public static List<TargetPlace> onServers(CamelContext context, TargetSettings target) {
        return onServers(target).stream().map(uri -> in(context, uri)).toList();
    }

    private static List<String> onServers(TargetSettings target) {
        return Stream.of(target.endpoint(), target.second())
                .filter(uri -> uri.matches("(?s)(?:s?ftp|ftps|aws2-s3):.*"))
                .toList();
    }

    /** How the locations of archives at these endpoints begin. */
    public static List<String> servers(TargetSettings target) {
        return onServers(target).stream().map(uri -> Target.address(uri, "")).toList();
    }

    /** The location of a file here. */
    public String address(String fileName) {
        return Target.address(uri, fileName);
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
