package org.coursebackup.manifest;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import org.coursebackup.manifest.Manifest.ArchiveLine;
import org.coursebackup.manifest.Manifest.CourseLine;
import org.coursebackup.manifest.Manifest.EntryLine;
import org.coursebackup.manifest.Manifest.Trust;

/** The entries of a manifest, one by one. Whether they are true is for others to look at: nothing is verified here. */
final class ManifestEntries implements Closeable {
    private final JsonParser json;
    private final CourseLine course;
    private final long run;

    /** @throws IOException if it is not a manifest */
    ManifestEntries(Path file) throws IOException {
        json = Manifest.JSON.createParser(Files.newInputStream(file)).enable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
        try {
            expect(json.nextToken() == JsonToken.START_OBJECT);
            field("manifest");
            if (json.getIntValue() != 1) {
                throw new IOException("it was made by a later version of this program");
            }
            field("course");
            course = json.readValueAs(CourseLine.class);
            field("run");
            run = json.getLongValue();
            field("entries");
            expect(json.currentToken() == JsonToken.START_ARRAY);
        } catch (IOException | RuntimeException failure) {
            json.close();
            throw failure;
        }
    }

    /** What the manifest says of the archive as a whole, after a look at every entry. */
    static Manifest readThrough(Path file) throws IOException {
        try (ManifestEntries entries = new ManifestEntries(file)) {
            EntryLine entry = entries.next();
            while (entry != null) {
                entry = entries.next();
            }
            ArchiveLine archive = entries.archive();
            return new Manifest(Trust.SIGNED, "", entries.course, entries.run, archive);
        }
    }

    /** Null after the last. */
    EntryLine next() throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            return null;
        }
        EntryLine entry = json.readValueAs(EntryLine.class);
        expect(entry.name() != null && entry.sha256() != null);
        return entry;
    }

    private ArchiveLine archive() throws IOException {
        expect(json.currentToken() == JsonToken.END_ARRAY);
        field("archive");
        ArchiveLine archive = json.readValueAs(ArchiveLine.class);
        expect(archive != null
                && archive.name() != null
                && (archive.sha256() != null || archive.outline() != null)
                && course != null);
        field("signed");
        json.skipChildren();
        expect(json.nextToken() == JsonToken.END_OBJECT);
        return archive;
    }

    @Override
    public void close() throws IOException {
        json.close();
    }

    private void field(String name) throws IOException {
        if (!name.equals(json.nextFieldName())) {
            throw new IOException("it lacks '" + name + "'");
        }
        json.nextToken();
    }

    private static void expect(boolean met) throws IOException {
        if (!met) {
            throw new IOException("it is not of a manifest's form");
        }
    }
}
