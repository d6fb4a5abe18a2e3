package org.coursebackup.thin;

import java.util.zip.Deflater;

/** Which contents are worth compressing: images, video and office files are compressed already. */
public final class Compressible {
    /** A block is worth it if deflate shrinks it to less than this fraction of its size. */
    private static final double WORTHWHILE = 0.95;

    private static final int TRIED = 16 * 1024;

    private Compressible() {}

    /** Tries the first block of a content. */
    public static boolean shrinks(byte[] block, int length) {
        if (length < 64) {
            return true;
        }
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        try {
            deflater.setInput(block, 0, Math.min(length, TRIED));
            deflater.finish();
            byte[] out = new byte[20 * 1024];
            return deflater.deflate(out) < Math.min(length, TRIED) * WORTHWHILE;
        } finally {
            deflater.end();
        }
    }
}
