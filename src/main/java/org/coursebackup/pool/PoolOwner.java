package org.coursebackup.pool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import org.coursebackup.store.CopyPlace;
import org.coursebackup.thin.PoolFolder;

/**
 * Whose a pool elsewhere is, as a small file in it says. Of two sites with one pool each would remove what the other
 * relies on.
 */
final class PoolOwner {
    private static final String NAME = PoolFolder.NAME + "/site.txt";
    private static final int LONGEST = 1000;
    private static final Duration ASKED_AGAIN = Duration.ofHours(20);

    private final String site;
    private final Clock clock;
    private volatile Instant asked = Instant.MIN;

    /** @param site address of the site */
    PoolOwner(String site, Clock clock) {
        this.site = site;
        this.clock = clock;
    }

    /**
     * Makes the pool ours if it is nobody's. Asks once in a while.
     *
     * @throws Exception if it is another site's, in words, or that can't be found out
     */
    void claim(CopyPlace there, String address) throws Exception {
        if (asked.plus(ASKED_AGAIN).isAfter(clock.instant()) && !asked.isAfter(clock.instant())) {
            return;
        }
        if (there.size(NAME).isEmpty()) {
            Path file = Files.createTempFile("pool", ".txt");
            try {
                Files.writeString(file, site + "\n");
                there.bring(NAME, file, PoolFolder.NAME + "/" + PlaceLeftovers.PART + UUID.randomUUID());
            } finally {
                Files.delete(file);
            }
        }
        require(there, address);
        asked = clock.instant();
    }

    private void require(CopyPlace there, String address) throws Exception {
        String owner;
        try (InputStream in = there.read(NAME)) {
            owner = new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8).strip();
        }
        if (!owner.equals(site)) {
            throw new IOException("the pool at " + address + " is that of the site " + owner + ", by its file " + NAME
                    + ", and this site is " + site + ". Give each site a place of its own; if it is the same site under"
                    + " another address, remove that file.");
        }
    }
}
