package org.coursebackup.moodleconfig;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The text of a PHP file. */
final class SourceText {
    /** Stands for a byte that is not UTF-8; a value that contains one counts as unknown. */
    static final char UNREADABLE = '\ufffd';

    private SourceText() {}

    static String read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException otherCoding) {
            text = new String(bytes, StandardCharsets.ISO_8859_1)
                    .replaceAll("[\\x80-\\xff]", String.valueOf(UNREADABLE));
        }
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }
}
