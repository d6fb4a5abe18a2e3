package org.coursebackup.pool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.coursebackup.manifest.Manifest;
import org.coursebackup.manifest.ManifestKey;
import org.coursebackup.thin.ListedContent;
import org.coursebackup.thin.ThinArchive;
import org.coursebackup.verify.Printable;

/** What thin archives refer to, by themselves: their lists or, if one can't be read, their signed manifests. */
final class ReferredContents {
    private static final Logger LOG = LoggerFactory.getLogger(ReferredContents.class);
    private static final Pattern CONTENT = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern REFERRING = Pattern.compile(".+\\.mbz\\.thin(?:\\.damaged)?");
    private static final String DAMAGED = ".damaged";
    /** Of a hash; what {@link Prefixes} tells apart. */
    private static final int DIGITS = 16;

    private static final int IN_A_LINE = 250;

    private final ManifestKey key;

    ReferredContents(ManifestKey key) {
        this.key = key;
    }

    /** Whether a file of that name refers to contents. */
    static boolean has(String fileName) {
        return REFERRING.matcher(fileName).matches();
    }

    /**
     * Hands over the SHA-1 of each content that an archive refers to.
     *
     * @param archive a file of this machine, with its manifest beside it if there is one
     * @param where it lies, for people
     * @throws IOException if that is not known, in words; what was handed over until then counts as well
     */
    void each(Path archive, String where, Consumer<String> referred) throws IOException {
        try {
            ThinArchive.contents(archive, content -> referred.accept(content.sha1()));
        } catch (IOException unreadable) {
            if (!byManifest(archive, referred)) {
                throw new IOException(
                        "which contents " + where + " refers to can't be read, neither from the archive ("
                                + Printable.reason(unreadable)
                                + ") nor from a manifest of ours. Put a good copy in its place, or, if it is of no use,"
                                + " remove it.",
                        unreadable);
            }
        }
    }

    /** A damaged archive may still have its manifest, under either name. */
    private boolean byManifest(Path archive, Consumer<String> referred) {
        String undamaged = undamaged(archive.getFileName().toString());
        for (Path owner : List.of(archive, archive.resolveSibling(undamaged))) {
            Manifest manifest = Manifest.beside(owner, key.trustedOrNone());
            if (manifest.trust() == Manifest.Trust.SIGNED
                    && undamaged.equals(manifest.archive().name())) {
                try {
                    Manifest.contents(owner, "").sha256().keySet().stream()
                            .filter(entry -> entry.startsWith("files/"))
                            .map(entry -> entry.substring(entry.lastIndexOf('/') + 1))
                            .filter(sha1 -> CONTENT.matcher(sha1).matches())
                            .forEach(referred);
                    return true;
                } catch (IOException next) {
                    LOG.debug("{} can't be read", owner, next);
                }
            }
        }
        return false;
    }

    /** The name that a damaged archive had. */
    static String undamaged(String name) {
        return name.endsWith(DAMAGED) ? name.substring(0, name.length() - DAMAGED.length()) : name;
    }

    /** In lines for the history. */
    static List<String> lines(List<ListedContent> contents) {
        return linesOf(contents.stream().map(ListedContent::sha1).toList());
    }

    static List<String> linesOf(List<String> contents) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String sha1 : contents) {
            line.append(sha1, 0, DIGITS);
            if (line.length() == DIGITS * IN_A_LINE) {
                lines.add(line.toString());
                line.setLength(0);
            }
        }
        if (line.length() > 0 || lines.isEmpty()) {
            lines.add(line.toString());
        }
        return lines;
    }

    static void add(List<String> lines, Prefixes referred) {
        for (String line : lines) {
            for (int at = 0; at < line.length(); at += DIGITS) {
                referred.add(line.substring(at, at + DIGITS));
            }
        }
    }
}
