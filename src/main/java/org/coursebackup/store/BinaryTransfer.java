package org.coursebackup.store;

import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.component.file.remote.FtpEndpoint;

/**
 * Has endpoints on FTP transfer files as they are. Camel's default (4.18) is FTP's text mode, in which line ends are
 * changed on the way: no archive survives it. An endpoint whose address has {@code binary=} gets what it says.
 */
final class BinaryTransfer {
    private BinaryTransfer() {}

    /** To be called before the context starts. */
    static void install(CamelContext context) {
        context.getCamelContextExtension().registerEndpointCallback((address, endpoint) -> asTheyAre(endpoint));
    }

    private static Endpoint asTheyAre(Endpoint endpoint) {
        if (endpoint instanceof FtpEndpoint<?> server
                && !server.getEndpointUri().matches("(?s).*[?&]binary=.*")) {
            server.getConfiguration().setBinary(true);
        }
        return endpoint;
    }
}
