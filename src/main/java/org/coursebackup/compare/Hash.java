package org.coursebackup.compare;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** 128 bits that stand for an element with everything in it. */
record Hash(long high, long low) implements Comparable<Hash> {
    /** The hash of anything that changes from one backup to the next. */
    static final Hash NOTHING = new Hash(0, 0);

    @Override
    public int compareTo(Hash other) {
        int first = Long.compareUnsigned(high, other.high);
        return first != 0 ? first : Long.compareUnsigned(low, other.low);
    }

    /** Makes hashes; not thread-safe. */
    static final class Maker {
        private final MessageDigest digest;
        private final ByteBuffer numbers = ByteBuffer.allocate(16);

        Maker() {
            try {
                digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        Maker text(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            numbers.clear().putInt(bytes.length).flip();
            digest.update(numbers);
            digest.update(bytes);
            return this;
        }

        Maker hash(Hash hash) {
            numbers.clear().putLong(hash.high).putLong(hash.low).flip();
            digest.update(numbers);
            return this;
        }

        Maker count(int count) {
            numbers.clear().putInt(count).flip();
            digest.update(numbers);
            return this;
        }

        Hash done() {
            ByteBuffer bytes = ByteBuffer.wrap(digest.digest());
            return new Hash(bytes.getLong(), bytes.getLong());
        }
    }
}
