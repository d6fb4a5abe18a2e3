package org.coursebackup.compare;

import java.util.Arrays;

/** A list of numbers that can be truncated. */
final class Longs {
    private long[] values = new long[64];
    private int size;

    void add(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    int size() {
        return size;
    }

    void cut(int to) {
        size = to;
    }

    Sorted sorted() {
        long[] sorted = Arrays.copyOf(values, size);
        Arrays.sort(sorted);
        return new Sorted(sorted);
    }

    /** The numbers sorted, no longer changeable. */
    static final class Sorted {
        private final long[] values;

        private Sorted(long[] values) {
            this.values = values;
        }

        int size() {
            return values.length;
        }

        boolean has(long value) {
            return Arrays.binarySearch(values, value) >= 0;
        }

        /** How many numbers two lists have in common, each counted as often as it is in both. */
        int inCommon(Sorted other) {
            int common = 0;
            int i = 0;
            int j = 0;
            while (i < values.length && j < other.values.length) {
                if (values[i] == other.values[j]) {
                    common++;
                    i++;
                    j++;
                } else if (values[i] < other.values[j]) {
                    i++;
                } else {
                    j++;
                }
            }
            return common;
        }
    }
}
