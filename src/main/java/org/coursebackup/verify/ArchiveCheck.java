package org.coursebackup.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

import org.coursebackup.thin.ContentLookup;
import org.coursebackup.thin.ListedContent;
import org.coursebackup.thin.ThinArchive;

/**
 * Checks an archive entry by entry, in any order, then as a whole. Reads each entry once; keeps only names, ids and
 * content hashes. Not thread-safe.
 */
final class ArchiveCheck {
    private static final Pattern POOL_FILE = Pattern.compile("files/([0-9a-f]{2})/(\\1[0-9a-f]{38})");

    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:");

    private final Findings findings;
    private final Optional<CentralDirectory> directory;
    private final Optional<ContentListener> listener;
    private final ArchiveRecords records = new ArchiveRecords();
    private final ArchiveIndex index = new ArchiveIndex();
    private final Set<String> entries = new HashSet<>();
    /** One per check, since digests are computed from its contents. */
    private final byte[] room = new byte[64 * 1024];

    private final MessageDigest sha256 = Sha256.digest();

    private long bytes;

    /**
     * @param directory what the zip's directory states; empty for archives without one (tgz)
     * @param listener gets the hashes of what is read; empty if nobody wants them
     */
    ArchiveCheck(Findings findings, Optional<CentralDirectory> directory, Optional<ContentListener> listener) {
        this.findings = findings;
        this.directory = directory;
        this.listener = listener;
    }

    /** Reads one entry to its end. Anything wrong becomes a finding; the next entry can follow. */
    void entry(String path, InputStream content) {
        String name = ThinArchive.wholeEntry(path.startsWith("./") ? path.substring(2) : path);
        if (name.endsWith("/")) {
            return;
        }
        note(name);
        try {
            BoundedInputStream counted = new BoundedInputStream(
                    content, directory.map(d -> d.sizeOf(name)).orElse(Long.MAX_VALUE));
            CheckedInputStream checked = new CheckedInputStream(counted, new CRC32());
            if (listener.isPresent()) {
                DigestInputStream hashed = new DigestInputStream(checked, sha256);
                sha256.reset();
                read(name, hashed);
                listener.get().entry(name, counted.bytes(), Sha256.hex(sha256));
            } else {
                read(name, checked);
            }
            bytes += counted.bytes();
            directory.ifPresent(
                    d -> d.compare(name, counted.bytes(), checked.getChecksum().getValue(), findings));
        } catch (IOException | RuntimeException e) {
            unreadable(name, e);
        }
    }

    /**
     * Looks at an entry that is relied on instead of being read.
     *
     * @param rest CRC-32 of what was copied of it
     */
    void relied(String name, Relied known, long rest) {
        note(name);
        var pool = POOL_FILE.matcher(name);
        if (!pool.matches()) {
            findings.error("entry " + name + " is not a pool file, so that it has to be read");
            return;
        }
        if (rest != known.rest()) {
            findings.error(name + " is damaged: the end of it is not what was copied");
        }
        records.hashesInPool.add(pool.group(2));
        listener.ifPresent(l -> l.entry(name, known.bytes(), known.sha256()));
        directory.ifPresent(d -> d.compare(name, known.bytes(), known.crc(), findings));
    }

    /**
     * Looks at the contents that a thin archive refers to, after all else of it was read.
     *
     * @param read whether looking means reading
     * @param stop whether to end early
     */
    void contents(Path archive, ContentLookup pool, boolean read, BooleanSupplier stop) {
        try {
            ThinArchive.contents(archive, content -> {
                if (!stop.getAsBoolean()) {
                    referred(content, pool.trouble(content));
                    bytes += read ? content.bytes() : 0;
                }
            });
        } catch (IOException damaged) {
            endedEarly(Printable.reason(damaged));
        }
    }

    private void referred(ListedContent content, Optional<String> trouble) {
        String name = content.entryName();
        note(name);
        listener.ifPresent(l -> l.entry(name, content.bytes(), trouble.isPresent() ? null : content.sha256()));
        if (trouble.isPresent()) {
            findings.error(name + " " + trouble.get());
            return;
        }
        records.hashesInPool.add(content.sha1());
    }

    private void note(String name) {
        if (unsafe(name)) {
            findings.error("entry '" + name + "' has a path that leads out of the archive");
        }
        if (!entries.add(name)) {
            findings.error("entry " + name + " appears twice");
        }
    }

    /** Notes an entry that breaks off or can't be opened. */
    void unreadable(String name, Exception failure) {
        listener.ifPresent(l -> l.entry(name, 0, null));
        findings.error(name + " can't be read: " + Printable.reason(failure));
    }

    /** Notes that nothing more can be read although the archive isn't at its end. */
    void endedEarly(String reason) {
        findings.error("it can't be read to its end: " + reason);
    }

    /** Tells the listener what the whole file is; an archive that is no zip has no hash here. */
    void hashed(ZipContents zip, Path archive) {
        if (listener.isEmpty()) {
            return;
        }
        try {
            listener.get().outline(ZipOutline.of(archive, zip.entries()).sha256());
            listener.get().file(Files.size(archive), zip.sha256().orElse(null));
        } catch (IOException e) {
            endedEarly(Printable.reason(e));
        }
    }

    /**
     * Checks the archive as a whole, after the last entry.
     *
     * @param knownMissing content hashes known to be missing from Moodle's pool; null if nothing is known, so that
     *     every missing file is a warning
     */
    ArchiveVerification finish(String archive, Set<String> knownMissing) {
        directory.ifPresent(d -> d.notAmong(entries, findings));
        new Completeness(index, records, entries, findings).check(knownMissing);
        return new ArchiveVerification(archive, entries.size(), bytes, findings.list());
    }

    private void read(String name, InputStream content) throws IOException {
        if (name.startsWith("files/")) {
            poolFile(name, content);
        } else if (name.endsWith(".xml")) {
            XmlDocument.read(content, name.equals("moodle_backup.xml") ? index : records.listenerFor(name));
        }
        drain(content);
    }

    private void poolFile(String name, InputStream content) throws IOException {
        var pool = POOL_FILE.matcher(name);
        if (!pool.matches()) {
            findings.warning("entry " + name + " is not a pool file (its name is not a SHA-1 in the matching folder)");
            return;
        }
        DigestInputStream digest = new DigestInputStream(content, sha1());
        drain(digest);
        String found = HexFormat.of().formatHex(digest.getMessageDigest().digest());
        if (found.equals(pool.group(2))) {
            records.hashesInPool.add(found);
        } else {
            findings.error("file " + name + ": content does not match its name (its SHA-1 is " + found + ")");
        }
    }

    private static boolean unsafe(String name) {
        return name.isEmpty()
                || name.startsWith("/")
                || name.contains("\\")
                || name.contains("\0")
                || DRIVE.matcher(name).lookingAt()
                || ("/" + name + "/").contains("/../");
    }

    private void drain(InputStream in) throws IOException {
        while (in.read(room) >= 0) {
            // the checksum is only checked by reading to the end
        }
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-1", e);
        }
    }
}
