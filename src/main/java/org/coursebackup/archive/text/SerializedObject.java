package org.coursebackup.archive.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The members of an object serialised by PHP, the form (in base64) in which blocks keep their configuration. Members
 * keep their serialised form; objects of classes are dropped, as in Moodle. Any other text gives what PHP makes of it:
 * an object with a single member "0", false.
 */
public final class SerializedObject {
    private static final Pattern SCALAR = Pattern.compile("(?:[ibrR]:[+-]?\\d+|d:[^;\"{}]+);");

    /** Ids stand in lists, rarely in lists of lists. */
    private static final int DEEPEST_LIST = 10;

    /** PHP does not read deeper nesting either. */
    private static final int DEEPEST = 4096;

    private final Map<String, String> members = new LinkedHashMap<>();

    // bytes as characters of ISO 8859-1: PHP counts bytes
    private String text;
    private int at;

    public static SerializedObject ofBase64(String config) {
        SerializedObject object = new SerializedObject();
        try {
            object.text = new String(
                    Base64.getMimeDecoder().decode(config == null ? "" : config), StandardCharsets.ISO_8859_1);
            object.readMembers();
        } catch (RuntimeException e) {
            object.members.clear();
            object.members.put("0", "b:0;");
        }
        return object;
    }

    private void readMembers() {
        if (text.startsWith("O:8:\"stdClass\":")) {
            at = text.indexOf("\":", 5) + 2;
        } else if (text.startsWith("a:")) {
            at = 2;
        } else {
            throw new IllegalArgumentException("Neither object nor array");
        }
        int count = readNumber(':');
        expect('{');
        for (int i = 0; i < count; i++) {
            String key = scalar(readValue());
            int start = at;
            boolean incomplete = text.charAt(at) == 'O' && !text.startsWith("O:8:\"stdClass\":", at);
            readValue();
            if (!incomplete) {
                members.put(key, text.substring(start, at));
            }
        }
        expect('}');
    }

    /** Passes one value and returns its serialised form. */
    private String readValue() {
        int start = at;
        // how many values are still to come in each enclosing array or object
        Deque<Long> open = new ArrayDeque<>();
        do {
            if (!open.isEmpty()) {
                open.push(open.pop() - 1);
            }
            int before = at;
            readScalarOrOpen(open);
            if (at <= before || at > text.length() || open.size() > DEEPEST) {
                throw new IllegalArgumentException("Cut off, or nested too deeply");
            }
            while (!open.isEmpty() && open.peek() == 0) {
                open.pop();
                expect('}');
            }
        } while (!open.isEmpty());
        return text.substring(start, at);
    }

    private void readScalarOrOpen(Deque<Long> open) {
        switch (text.charAt(at)) {
            case 'N' -> {
                at++;
                expect(';');
            }
            case 'i', 'd', 'b', 'r', 'R' -> {
                Matcher scalar = SCALAR.matcher(text).region(at, text.length());
                if (!scalar.lookingAt()) {
                    throw new IllegalArgumentException("Not a number");
                }
                at = scalar.end();
            }
            case 's' -> {
                at++;
                expect(':');
                readQuoted();
                expect(';');
            }
            case 'a' -> {
                at++;
                expect(':');
                open(open);
            }
            case 'O' -> {
                at++;
                expect(':');
                readQuoted();
                expect(':');
                open(open);
            }
            default -> throw new IllegalArgumentException("Unknown type " + text.charAt(at));
        }
    }

    /** Passes a length and as many bytes in quotes. */
    private void readQuoted() {
        int length = readNumber(':');
        expect('"');
        if (length < 0 || length > text.length() - at) {
            throw new IllegalArgumentException("Cut off");
        }
        at += length;
        expect('"');
    }

    private void open(Deque<Long> open) {
        open.push(2L * readNumber(':'));
        expect('{');
    }

    private int readNumber(char end) {
        int stop = text.indexOf(end, at);
        int number = Integer.parseInt(text.substring(at, stop));
        at = stop + 1;
        return number;
    }

    private void expect(char c) {
        if (text.charAt(at++) != c) {
            throw new IllegalArgumentException("Expected " + c);
        }
    }

    private static String scalar(String serialised) {
        return serialised.startsWith("s:")
                ? serialised.substring(serialised.indexOf('"') + 1, serialised.length() - 2)
                : serialised.substring(2, serialised.length() - 1);
    }

    /** Whether there is such a member. */
    boolean has(String name) {
        return members.containsKey(name);
    }

    /** The member's text; null if it is NULL, missing or not a scalar. */
    public String text(String name) {
        String value = members.get(name);
        if (value == null || "NaO".indexOf(value.charAt(0)) >= 0) {
            return null;
        }
        return new String(scalar(value).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** Sets a member to a text. */
    public void put(String name, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        members.put(name, "s:" + bytes.length + ":\"" + new String(bytes, StandardCharsets.ISO_8859_1) + "\";");
    }

    /** Whether the member is NULL. */
    public boolean isNull(String name) {
        return "N;".equals(members.get(name));
    }

    public boolean isText(String name) {
        return members.getOrDefault(name, "").startsWith("s:");
    }

    /** The positive numbers in a member that is a number or a list of numbers. */
    public List<Long> ids(String name) {
        return ids(name, DEEPEST_LIST);
    }

    private List<Long> ids(String name, int depth) {
        List<Long> ids = new ArrayList<>();
        String value = members.getOrDefault(name, "");
        if (value.startsWith("a:") && depth > 0) {
            SerializedObject list =
                    ofBase64(Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.ISO_8859_1)));
            list.members.keySet().forEach(key -> ids.addAll(list.ids(key, depth - 1)));
        } else if (!value.isEmpty() && "si".indexOf(value.charAt(0)) >= 0 && IdText.isId(scalar(value))) {
            ids.add(Long.parseLong(scalar(value)));
        }
        return ids;
    }

    /** Base64 of the object as PHP serialises it. */
    public String toBase64() {
        StringBuilder serialised =
                new StringBuilder("O:8:\"stdClass\":").append(members.size()).append(":{");
        members.forEach((name, value) -> serialised
                .append("s:")
                .append(name.length())
                .append(":\"")
                .append(name)
                .append("\";")
                .append(value));
        return Base64.getEncoder()
                .encodeToString(serialised.append('}').toString().getBytes(StandardCharsets.ISO_8859_1));
    }
}
