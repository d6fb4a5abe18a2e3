package org.coursebackup.run;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** This process as people on this and other machines can find it. */
public final class ThisProcess {
    private ThisProcess() {}

    /** The machine's name. */
    public static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "this machine";
        }
    }

    /** Process id and machine. */
    public static String words() {
        return "process " + ProcessHandle.current().pid() + " on " + host();
    }

    /** The same with the moment at which it began what it does. */
    public static String since(Instant begun) {
        return words() + ", since " + begun.truncatedTo(ChronoUnit.SECONDS);
    }
}
