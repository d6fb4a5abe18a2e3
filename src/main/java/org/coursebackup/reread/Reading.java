package org.coursebackup.reread;

/**
 * What came of reading an archive back.
 *
 * @param words what there is to say; null for nothing
 */
record Reading(Verification.Found found, String words) {
    static Reading good(String words) {
        return new Reading(Verification.Found.GOOD, words);
    }

    static Reading repaired(String words) {
        return new Reading(Verification.Found.REPAIRED, words);
    }

    static Reading damaged(String words) {
        return new Reading(Verification.Found.DAMAGED, words);
    }

    static Reading not(String why) {
        return new Reading(Verification.Found.NOT_READ, why);
    }

    static Reading gaveWay() {
        return not("it gave way to a run");
    }
}
