package org.coursebackup.course;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.apache.camel.Exchange;

import org.coursebackup.encrypt.AgeFile;
import org.coursebackup.encrypt.Recipients;
import org.coursebackup.manifest.ManifestWriter;
import org.coursebackup.settings.TargetSettings;
import org.coursebackup.store.ArchiveName;
import org.coursebackup.store.TargetException;

/**
 * The bean {@code encryption} of the routes: encrypts an archive that was read back, as {@code NAME.mbz.age.part}
 * beside it, and deletes the plain one. Does nothing without {@code encrypt.recipients}.
 */
public final class EncryptStep {
    private final Recipients recipients;
    private final Path target;

    public EncryptStep(TargetSettings target) {
        this.recipients = target.recipients();
        this.target = target.directory();
    }

    /** After the archive is read back; what is encrypted is what was read, or it fails. */
    public void encrypt(Exchange exchange) throws IOException {
        if (!recipients.wanted()) {
            return;
        }
        CourseWork work = exchange.getVariable(CourseWork.VARIABLE, CourseWork.class);
        Path plain = Path.of(work.getPart());
        Path encrypted = plain.resolveSibling(
                plain.getFileName().toString().replaceFirst("\\.part$", "") + AgeFile.SUFFIX + ArchiveName.PART);
        try {
            AgeFile.Written written = AgeFile.encrypt(plain, encrypted, recipients);
            ManifestWriter manifest = exchange.getProperty(ManifestStep.WRITER, ManifestWriter.class);
            if (manifest != null) {
                if (!written.plainSha256().equals(manifest.sha256())) {
                    throw new IOException("the archive changed after it was read back; look at the disk");
                }
                manifest.file(written.bytes(), written.sha256());
            }
            Files.delete(plain);
            work.becameEncrypted(encrypted, written.bytes(), written.sha256());
        } catch (IOException failure) {
            Files.deleteIfExists(encrypted);
            throw TargetException.of(target, failure);
        }
    }
}
