package org.coursebackup.verify;

import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** Database ids; a bit each, in blocks, so that a million ids need no more than a few hundred kilobytes. */
final class SeenIds {
    private static final int BLOCK_BITS = 16;

    private final Map<Long, BitSet> blocks = new TreeMap<>();

    /** @throws NumberFormatException when the text is no id */
    void add(String id) {
        long value = Long.parseUnsignedLong(id);
        blocks.computeIfAbsent(value >>> BLOCK_BITS, block -> new BitSet()).set(bit(value));
    }

    boolean isEmpty() {
        return blocks.isEmpty();
    }

    /** Those of this set that the other lacks, ascending. */
    LongStream without(SeenIds other) {
        return blocks.entrySet().stream().flatMapToLong(block -> {
            BitSet rest = (BitSet) block.getValue().clone();
            BitSet there = other.blocks.get(block.getKey());
            if (there != null) {
                rest.andNot(there);
            }
            return rest.stream().mapToLong(bit -> block.getKey() << BLOCK_BITS | bit);
        });
    }

    private static int bit(long value) {
        return (int) (value & (1L << BLOCK_BITS) - 1);
    }
}
