package org.coursebackup.verify;

/** An archive was made, but reading it back showed that it can't be trusted. The message is for the administrator. */
public class ArchiveNotGoodException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient ArchiveVerification verification;

    ArchiveNotGoodException(ArchiveVerification verification) {
        super("The archive was made, but reading it back failed, so it was not published: " + verification.summary()
                + ". The course will be tried again; if it happens again, check the disk of"
                + " backup.directory and the log.");
        this.verification = verification;
    }

    /** The result with all its findings. */
    public ArchiveVerification verification() {
        return verification;
    }
}
