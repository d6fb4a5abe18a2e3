package org.coursebackup.testsupport;

import java.util.List;
import java.util.Random;

/** Spoils texts and bytes at random, the same way for the same seed. */
public final class Mutation {
    private static final List<String> TOKENS = List.of(
            "",
            "\u0000",
            "\n",
            "\r",
            "\t",
            "-1",
            "99999999999999999999",
            "2147483647",
            "null",
            "true",
            "\"",
            "'",
            "{",
            "}",
            "[",
            "]",
            ":",
            "- ",
            ": ",
            "#",
            "&a ",
            "*a",
            "<<: *a",
            "!!java.net.URL [http://x]",
            "---\n",
            "${body}",
            "{{x}}",
            "{{",
            "\\u",
            "\\",
            "../../../etc/passwd",
            "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>",
            "&b;",
            "]]>",
            "\ud83d",
            "\u202e",
            "((((((((",
            "$x = $x . $x;",
            "a:9:{",
            "O:8:\"stdClass\":",
            "s:-5:\"");

    private final Random random;

    public Mutation(long seed) {
        random = new Random(seed);
    }

    /** The text after some edits. */
    public String of(String text, int edits) {
        StringBuilder spoilt = new StringBuilder(text);
        for (int i = 0; i < edits; i++) {
            edit(spoilt);
        }
        return spoilt.toString();
    }

    /** One of them. */
    public <T> T oneOf(List<T> things) {
        return things.get(random.nextInt(things.size()));
    }

    /** A number from 0 to below the bound. */
    public int number(int bound) {
        return random.nextInt(bound);
    }

    /** The bytes after some edits. */
    public byte[] of(byte[] bytes, int edits) {
        StringBuilder characters = new StringBuilder(bytes.length);
        for (byte one : bytes) {
            characters.append((char) (one & 0xff));
        }
        for (int i = 0; i < edits; i++) {
            if (random.nextBoolean() && !characters.isEmpty()) {
                characters.setCharAt(random.nextInt(characters.length()), (char) random.nextInt(256));
            } else {
                edit(characters);
            }
        }
        byte[] spoilt = new byte[characters.length()];
        for (int i = 0; i < spoilt.length; i++) {
            spoilt[i] = (byte) characters.charAt(i);
        }
        return spoilt;
    }

    private void edit(StringBuilder text) {
        int from = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), from + random.nextInt(random.nextInt(10) == 0 ? 2000 : 20));
        switch (random.nextInt(6)) {
            case 0 -> text.delete(from, to);
            case 1 -> text.insert(from, text.substring(from, to));
            case 2 -> text.replace(from, to, oneOf(TOKENS));
            case 3 -> text.insert(from, oneOf(TOKENS).repeat(1 + random.nextInt(3)));
            case 4 -> text.insert(random.nextInt(text.length() + 1), text.substring(from, to));
            default -> {
                if (from < text.length()) {
                    text.setCharAt(from, (char) (text.charAt(from) ^ 1 << random.nextInt(7)));
                }
            }
        }
    }
}
