package org.coursebackup.flow;

import java.nio.file.Files;
import java.nio.file.Path;

import org.coursebackup.history.ArchiveRow;
import org.coursebackup.testsupport.FileServer.Kind;

import static org.assertj.core.api.Assertions.assertThat;

/** A site whose second target is a folder, or a real server, with a pool of its own. */
abstract class OnSecondPool extends OnPoolElsewhere {
    /** Where copies go. */
    enum Place {
        FOLDER,
        SFTP,
        FTP,
        S3
    }

    void start(Place place) throws Exception {
        prepare();
        site.properties.setProperty("keep.last", "1");
        site.properties.setProperty("backup.second-target", endpoint(place));
        site.start();
    }

    private String endpoint(Place place) throws Exception {
        if (place != Place.FOLDER) {
            return serve(Kind.valueOf(place.name()));
        }
        there = Files.createDirectory(root.resolve("nas"));
        return "file:" + there + "?autoCreate=false&tempPrefix=.copying-&fileExist=Override";
    }

    /** A site with one archive and its copy. */
    void copied(Place place) throws Exception {
        start(place);
        night();
    }

    private ArchiveRow row(boolean elsewhere) {
        return site.reader().archives(GARDEN).stream()
                .filter(row -> row.location().startsWith("/") != elsewhere)
                .findFirst()
                .orElseThrow();
    }

    ArchiveRow copy() {
        return row(true);
    }

    Path newest() {
        return Path.of(row(false).location());
    }

    /** The newest copy is the newest archive's and good. */
    void assertGood() throws Exception {
        assertThat(copy().location()).endsWith("/" + newest().getFileName());
        assertVouched(there.resolve(newest().getFileName()));
    }

    Path pooledHere(String hash) {
        return LargeContents.place(site.folder.resolve("backups/pool"), hash);
    }
}
