package org.coursebackup.archive;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.coursebackup.archive.site.Snapshot;
import org.coursebackup.archive.text.LinkEncoder;

/**
 * The texts of an element that are too long to be held in memory, in a file that goes with the process. The query for
 * the rows brings their beginnings only; the whole texts are fetched after it, in pieces.
 */
final class LongTexts implements Closeable {
    /** How many characters of a text come with its row. */
    static final int BEGINNING = 128 * 1024;

    /**
     * Characters fetched by one statement: at four bytes each they fit into the smallest {@code max_allowed_packet}
     * that is usual.
     */
    private static final int FETCHED = 1024 * 1024;

    private static final int PIECE = 256 * 1024;

    /** A column whose texts may be long, in a table whose rows have an id. */
    record Column(String table, String alias, String column, int idIndex) {
        /** SQL for the beginning. */
        String beginning() {
            return "left(" + alias + "." + column + ", " + BEGINNING + ")";
        }
    }

    /** Receives a text, piece by piece; no piece ends within a link. */
    interface PieceHandler {
        void piece(String piece) throws IOException;
    }

    private record Text(Column column, long row) {}

    private final Path folder;
    private final List<Text> texts = new ArrayList<>();
    private final List<Long> ends = new ArrayList<>();
    private FileChannel file;

    LongTexts(Path folder) {
        this.folder = folder;
    }

    /** Whether a value may be only the beginning of its text; a character may be two to Java. */
    static boolean isBeginning(String value) {
        return value != null && value.length() >= BEGINNING;
    }

    /** Notes a text that is to be fetched; returns its number. */
    int note(Column column, long row) {
        texts.add(new Text(column, row));
        return texts.size() - 1;
    }

    /** Fetches the texts noted since the last call. */
    void fetch(Snapshot snapshot) throws SQLException, IOException {
        while (ends.size() < texts.size()) {
            if (file == null) {
                file = RowSpool.temporary(folder, "texts");
            }
            Text text = texts.get(ends.size());
            long end = ends.isEmpty() ? 0 : ends.get(ends.size() - 1);
            boolean more = true;
            for (long from = 1; more; from += FETCHED) {
                String part = part(snapshot, text, from);
                end = append(part, end);
                more = part.codePointCount(0, part.length()) == FETCHED;
            }
            ends.add(end);
        }
    }

    private static String part(Snapshot snapshot, Text text, long from) throws SQLException, IOException {
        String[] part = new String[1];
        String sql = "select substring(" + text.column.column + ", " + from + ", " + FETCHED + ") from {"
                + text.column.table + "} where id = " + text.row;
        snapshot.query(sql, row -> part[0] = row.getString(1));
        if (part[0] == null) {
            throw new SQLException("a long text could not be fetched in pieces; the server's limit on packets"
                    + " (max_allowed_packet) may be below 4 MB [" + sql + "]");
        }
        return part[0];
    }

    private long append(String part, long at) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(part);
        long end = at;
        while (bytes.hasRemaining()) {
            end += file.write(bytes, end);
        }
        return end;
    }

    /** Hands on the text of that number. */
    void pieces(int number, PieceHandler handler) throws IOException {
        long start = number == 0 ? 0 : ends.get(number - 1);
        char[] characters = new char[PIECE];
        int filled = 0;
        try (Reader reader = new InputStreamReader(new Part(start, ends.get(number)), StandardCharsets.UTF_8)) {
            boolean more = true;
            while (more) {
                int read = reader.read(characters, filled, PIECE - filled);
                more = read >= 0;
                filled += Math.max(0, read);
                if (filled == PIECE || !more) {
                    String text = new String(characters, 0, filled);
                    int cut = more ? LinkEncoder.cut(text) : filled;
                    handler.piece(text.substring(0, cut));
                    System.arraycopy(characters, cut, characters, 0, filled - cut);
                    filled -= cut;
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
            file = null;
        }
    }

    /** A part of the file as a stream. */
    private final class Part extends InputStream {
        private final long end;
        private long at;

        private Part(long start, long end) {
            this.at = start;
            this.end = end;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (at >= end) {
                return -1;
            }
            int read = file.read(ByteBuffer.wrap(bytes, offset, (int) Math.min(length, end - at)), at);
            at += Math.max(0, read);
            return read;
        }
    }
}
