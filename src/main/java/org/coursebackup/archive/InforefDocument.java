package org.coursebackup.archive;

import java.io.IOException;

import org.roaringbitmap.longlong.LongIterator;

import org.coursebackup.archive.text.MoodleXml;

/** {@code inforef.xml}: what a task's documents refer to. */
final class InforefDocument {
    private InforefDocument() {}

    static void write(Task task, MoodleXml xml) throws IOException {
        xml.open("inforef");
        for (String item : Annotations.LISTED) {
            IdSet ids = task.noted(item);
            if (!ids.isEmpty()) {
                xml.open(item + "ref");
                for (LongIterator all = ids.iterator(); all.hasNext(); ) {
                    xml.open(item).field("id", Long.toString(all.next())).close(item);
                }
                xml.close(item + "ref");
            }
        }
        xml.close("inforef");
    }
}
