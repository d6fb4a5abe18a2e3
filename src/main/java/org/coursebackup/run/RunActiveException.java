package org.coursebackup.run;

/** Another run is active, in this process or another. */
public class RunActiveException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String holder;

    /** @param holder who, and since when */
    public RunActiveException(String holder) {
        this(holder, "");
    }

    /** @param more what else may help; empty for nothing */
    RunActiveException(String holder, String more) {
        super("Another run is active (" + holder + "); nothing was done. Wait until it has ended, or stop that process."
                + more);
        this.holder = holder;
    }

    /** Who, and since when. */
    public String holder() {
        return holder;
    }
}
