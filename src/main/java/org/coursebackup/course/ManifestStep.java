package org.coursebackup.course;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;
import org.apache.camel.util.IOHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.coursebackup.encrypt.AgeFile;
import org.coursebackup.manifest.ManifestFile;
import org.coursebackup.manifest.ManifestKey;
import org.coursebackup.manifest.ManifestWriter;
import org.coursebackup.manifest.UnusableKeyException;
import org.coursebackup.settings.TargetSettings;
import org.coursebackup.share.FileStamp;
import org.coursebackup.store.ArchiveName;
import org.coursebackup.store.TargetException;
import org.coursebackup.verify.ReadBack;

/**
 * The bean {@code manifest} of the routes: has the manifest of a new archive written while the archive is read back, as
 * {@code NAME.mbz.manifest.json.part} beside it. Moodle's own file areas get none.
 */
public final class ManifestStep {
    private static final Logger LOG = LoggerFactory.getLogger(ManifestStep.class);
    static final String WRITER = "coursebackup.manifestWriter";
    private static final String STAMP = "coursebackup.fileStamp";

    private final TargetSettings target;
    private final ManifestKey key;
    private final Clock clock;

    public ManifestStep(TargetSettings target, ManifestKey key, Clock clock) {
        this.target = target;
        this.key = key;
        this.clock = clock;
    }

    /** Before the archive is read back. */
    public void begin(Exchange exchange) throws TargetException {
        if (!target.storage().inDirectory()) {
            return;
        }
        CourseWork work = work(exchange);
        Path part = Path.of(work.getPart());
        String archive = part.getFileName().toString().replaceFirst("\\.part$", "");
        Path manifest = part.resolveSibling(archive + ManifestFile.SUFFIX + ArchiveName.PART);
        work.manifestAt(manifest);
        try {
            ManifestWriter writer =
                    new ManifestWriter(manifest, work.getCourseId(), work.getShortname(), work.getRunId());
            exchange.setProperty(WRITER, writer);
            // from now on: whatever is done to the file after this makes it another one
            exchange.setProperty(STAMP, FileStamp.of(part));
            exchange.setProperty(ReadBack.LISTENER, writer);
            exchange.getExchangeExtension().addOnCompletion(new Closing(writer));
        } catch (IOException failure) {
            throw TargetException.of(target.directory(), failure);
        }
    }

    /**
     * After it was read back, and is good: signs the manifest. Without a key the archive has no manifest, which is a
     * warning.
     */
    public void end(Exchange exchange) throws IOException {
        ManifestWriter writer = exchange.getProperty(WRITER, ManifestWriter.class);
        CourseWork work = work(exchange);
        // the manifest of an archive that is going to be encrypted is that of the encrypted file: the next stage ends
        // it
        boolean early = target.recipients().wanted() && !AgeFile.named(work.getFileName());
        if (writer == null || early) {
            return;
        }
        try {
            work.hashed(writer.finish(work.getFileName(), clock.instant(), key));
            if (!work.isEncrypted()) {
                work.digested(writer.digest(), exchange.getProperty(STAMP, String.class));
            }
        } catch (UnusableKeyException unusable) {
            Files.deleteIfExists(Path.of(work.getManifestPart()));
            work.manifestAt(null);
            work.warn(List.of("The archive is good, but it has no manifest: " + unusable.getMessage()));
            LOG.error(
                    "Course {}: its archive gets no manifest: {} Archives without one are published with a warning.",
                    work.getCourseId(),
                    unusable.getMessage());
        } catch (IOException failure) {
            throw TargetException.of(target.directory(), failure);
        }
    }

    private static CourseWork work(Exchange exchange) {
        return exchange.getVariable(CourseWork.VARIABLE, CourseWork.class);
    }

    /** However the exchange ends. */
    private static final class Closing extends SynchronizationAdapter {
        private final ManifestWriter writer;

        Closing(ManifestWriter writer) {
            this.writer = writer;
        }

        @Override
        public void onDone(Exchange exchange) {
            IOHelper.close(writer);
        }
    }
}
