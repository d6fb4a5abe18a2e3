package org.coursebackup.pool;

/**
 * Hashes by their first 64 bits, sixteen bytes each at most however many millions there are. Two that begin alike count
 * as one: of what is looked up, more may seem to be in here than is, never less.
 */
final class Prefixes {
    private long[] slots = new long[1024];
    private boolean zero;
    private int size;

    void add(String sha1) {
        long prefix = prefix(sha1);
        if (prefix == 0) {
            zero = true;
            return;
        }
        if (2 * (size + 1) > slots.length) {
            grow();
        }
        if (put(prefix)) {
            size++;
        }
    }

    boolean contains(String sha1) {
        long prefix = prefix(sha1);
        if (prefix == 0) {
            return zero;
        }
        for (int at = slot(prefix); slots[at] != 0; at = at + 1 & slots.length - 1) {
            if (slots[at] == prefix) {
                return true;
            }
        }
        return false;
    }

    private boolean put(long prefix) {
        int at = slot(prefix);
        while (slots[at] != 0) {
            if (slots[at] == prefix) {
                return false;
            }
            at = at + 1 & slots.length - 1;
        }
        slots[at] = prefix;
        return true;
    }

    private void grow() {
        long[] before = slots;
        slots = new long[before.length * 2];
        for (long prefix : before) {
            if (prefix != 0) {
                put(prefix);
            }
        }
    }

    private int slot(long prefix) {
        return (int) (prefix ^ prefix >>> 32) & slots.length - 1;
    }

    private static long prefix(String sha1) {
        return Long.parseUnsignedLong(sha1, 0, 16, 16);
    }
}
