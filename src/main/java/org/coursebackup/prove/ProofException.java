package org.coursebackup.prove;

/** A course could not be proven; the message says why, for people. No verdict follows from it. */
public final class ProofException extends Exception {
    ProofException(String why) {
        super(why);
    }
}
