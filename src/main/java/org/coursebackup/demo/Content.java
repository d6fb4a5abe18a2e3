package org.coursebackup.demo;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.Adler32;
import java.util.zip.CRC32;

/** Contents of files, the same bytes on every machine (golden archives refer to them by hash). */
final class Content {
    private Content() {}

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A picture of 24 by 24 grey pixels with a pattern that depends on the number. */
    static byte[] png(int pattern) {
        int side = 24;
        ByteArrayOutputStream pixels = new ByteArrayOutputStream();
        for (int y = 0; y < side; y++) {
            pixels.write(0);
            for (int x = 0; x < side; x++) {
                pixels.write((x * pattern ^ y * (pattern + 7)) * 9);
            }
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        png.writeBytes(chunk(
                "IHDR",
                ByteBuffer.allocate(13).putInt(side).putInt(side).put((byte) 8).array()));
        png.writeBytes(chunk("IDAT", uncompressed(pixels.toByteArray())));
        png.writeBytes(chunk("IEND", new byte[0]));
        return png.toByteArray();
    }

    // One stored deflate block written by hand: a deflater's output differs between versions of zlib.
    private static byte[] uncompressed(byte[] data) {
        Adler32 sum = new Adler32();
        sum.update(data);
        ByteBuffer block = ByteBuffer.allocate(data.length + 11);
        block.put((byte) 0x78).put((byte) 1).put((byte) 1);
        block.putShort(Short.reverseBytes((short) data.length)).putShort(Short.reverseBytes((short) ~data.length));
        return block.put(data).putInt((int) sum.getValue()).array();
    }

    private static byte[] chunk(String type, byte[] data) {
        CRC32 crc = new CRC32();
        crc.update(type.getBytes(StandardCharsets.US_ASCII));
        crc.update(data);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(data.length);
            out.writeBytes(type);
            out.write(data);
            out.writeInt((int) crc.getValue());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** A one-page PDF with one line of text. */
    static byte[] pdf(String line) {
        String stream = "BT /F1 18 Tf 60 700 Td (" + line + ") Tj ET";
        String[] objects = {
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
            "<</Length " + stream.length() + ">>\nstream\n" + stream + "\nendstream",
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
        };
        StringBuilder pdf = new StringBuilder("%PDF-1.4\n");
        StringBuilder table = new StringBuilder("xref\n0 6\n0000000000 65535 f \n");
        for (int i = 0; i < objects.length; i++) {
            table.append(String.format("%010d 00000 n \n", pdf.length()));
            pdf.append(i + 1).append(" 0 obj\n").append(objects[i]).append("\nendobj\n");
        }
        int at = pdf.length();
        return pdf.append(table)
                .append("trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n")
                .append(at)
                .append("\n%%EOF\n")
                .toString()
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
