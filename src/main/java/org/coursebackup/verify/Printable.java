package org.coursebackup.verify;

import java.io.EOFException;
import java.nio.charset.CharacterCodingException;

/** Text from an archive made safe for terminals and logs: short, and without control characters. */
public final class Printable {
    private static final int MAX = 1_000;

    private Printable() {}

    public static String of(String text) {
        String visible = text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]", "\ufffd");
        return visible.length() <= MAX ? visible : visible.substring(0, visible.offsetByCodePoints(MAX - 2, 1)) + "…";
    }

    /** Why something failed, without class names where possible. */
    public static String reason(Throwable failure) {
        if (failure instanceof EOFException) {
            return "it ends too early";
        }
        if (failure instanceof CharacterCodingException) {
            return "it contains bytes that are not UTF-8";
        }
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
