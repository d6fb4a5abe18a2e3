package org.coursebackup.verify;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ArchiveRecordsTest {
    /** A block of 65,536 bits for each id would take more than half a gigabyte. */
    @Test
    void a_hundred_thousand_ids_far_apart_need_little_memory() throws IOException {
        StringBuilder users = new StringBuilder("<users>");
        for (long i = 1; i <= 100_000; i++) {
            users.append("<user id=\"").append(i * 1_000_003L + 65_535).append("\"></user>");
        }
        byte[] document = users.append("</users>").toString().getBytes(StandardCharsets.US_ASCII);
        ArchiveRecords records = new ArchiveRecords();
        long before = used();

        XmlDocument.read(new ByteArrayInputStream(document), records.listenerFor("users.xml"));

        assertThat(used() - before).isLessThan(50_000_000);
        assertThat(records.users.getLongCardinality()).isEqualTo(100_000);
        assertThat(records.users.contains(1_000_003L + 65_535)).isTrue();
    }

    @Test
    void what_is_referred_to_and_not_there_is_told_in_order() throws IOException {
        ArchiveRecords records = new ArchiveRecords();
        read(records, "users.xml", "<users><user id=\"3\"/><user id=\"18446744073709551615\"/></users>");
        read(
                records,
                "course/inforef.xml",
                "<inforef><userref><user><id>9000000000</id></user><user><id>3</id></user><user><id>7</id></user>"
                        + "</userref></inforef>");

        assertThat(ArchiveRecords.without(records.usersReferred, records.users)).containsExactly(7L, 9_000_000_000L);
    }

    private static void read(ArchiveRecords records, String name, String document) throws IOException {
        XmlDocument.read(
                new ByteArrayInputStream(document.getBytes(StandardCharsets.US_ASCII)), records.listenerFor(name));
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
