package org.coursebackup.manifest;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

import org.coursebackup.manifest.Manifest.EntryLine;
import org.coursebackup.verify.ContentListener;

/**
 * Compares what is read of an archive with its manifest, entry by entry in the order of the file, so that what differs
 * can be named. The hash of the whole file decides; where there is none, all of the entries together do, with the hash
 * of what is between them.
 */
final class ManifestComparison implements ContentListener, Closeable {
    private final Manifest manifest;
    private final ManifestEntries entries;
    private String difference;
    private String outline;
    private boolean inStep = true;
    private boolean same;

    ManifestComparison(Manifest manifest, Path file) throws IOException {
        this.manifest = manifest;
        this.entries = new ManifestEntries(file);
    }

    @Override
    public void entry(String name, long bytes, String sha256) {
        if (!inStep) {
            return;
        }
        try {
            EntryLine expected = entries.next();
            if (expected == null || !expected.name().equals(name)) {
                inStep = false;
                differs(
                        expected == null
                                ? "it holds " + name + " in addition"
                                : "it holds " + name + " where " + expected.name() + " should be");
            } else if (!expected.sha256().equals(sha256)) {
                differs(name + (sha256 == null ? " can't be read" : " has another content"));
            }
        } catch (IOException unreadable) {
            inStep = false;
            differs("its entries could not be compared");
        }
    }

    @Override
    public void outline(String sha256) {
        outline = sha256;
    }

    @Override
    public void file(long bytes, String sha256) {
        same = asListed(sha256) && manifest.archive().bytes() == bytes;
        if (!same) {
            differs(
                    bytes == manifest.archive().bytes()
                            ? "bytes between its entries"
                            : "it has " + bytes + " bytes instead of "
                                    + manifest.archive().bytes());
        }
    }

    private boolean asListed(String sha256) {
        return manifest.archive().sha256() == null
                ? inParts()
                : manifest.archive().sha256().equals(sha256);
    }

    /** Whether all contents are as listed, no other is there, none is missing, and so is the rest of the file. */
    private boolean inParts() {
        try {
            return difference == null
                    && entries.next() == null
                    && manifest.archive().outline().equals(outline);
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** Whether every byte is as the manifest says; false if the file was not read to its end. */
    boolean same() {
        return same;
    }

    /** The first difference, in words. */
    String difference() {
        return difference == null ? "it can't be read to its end" : difference;
    }

    private void differs(String what) {
        if (difference == null) {
            difference = what;
        }
    }

    @Override
    public void close() throws IOException {
        entries.close();
    }
}
