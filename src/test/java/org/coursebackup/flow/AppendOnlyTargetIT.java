package org.coursebackup.flow;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.Handle;
import org.apache.sshd.sftp.server.SftpEventListener;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.junit.jupiter.api.Test;

import org.coursebackup.history.ArchiveRow;

import static org.assertj.core.api.Assertions.assertThat;

/** Nothing that is there can be removed, renamed or written again: what a server for backups may be set to. */
class AppendOnlyTargetIT extends OnTargets {
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private final AtomicBoolean cutOff = new AtomicBoolean();
    private final AtomicBoolean shorten = new AtomicBoolean();

    @Test
    void an_append_only_server_takes_archives_whole_and_keeps_them_without_being_asked_again() throws Exception {
        sftp(0);
        appendOnly();
        inPlace("backup.second-target");
        site.properties.setProperty("backup.second-target.keep.last", "1");
        site.archiveQuickly();
        site.start();

        for (int night = 0; night < 8; night++) {
            later(Duration.ofDays(1));
            assertThat(site.run(again(2)).ok()).isEqualTo(1);
        }

        assertThat(remoteFiles()).isEqualTo(site.archives()).hasSize(8);
        assertThat(refused)
                .as("one a night until it is certain what kind of place it is")
                .hasSize(3);
        assertThat(site.reader().archives(2)).extracting(ArchiveRow::removed).containsOnlyNulls();

        later(Duration.ofDays(31));
        site.run(again(2));

        assertThat(refused).as("tried again after a month").hasSizeGreaterThan(3);
    }

    @Test
    void what_is_left_of_a_copy_that_was_cut_off_on_an_append_only_server_never_counts() throws Exception {
        sftp(0);
        appendOnly();
        inPlace("backup.second-target");
        site.archiveQuickly();
        Flow flow = site.start();
        cutOff.set(true);
        site.run(course(2));
        assertThat(remoteFiles()).hasSize(1);
        assertThat(site.reader().archives(2)).as("only the one in the folder").hasSize(1);

        cutOff.set(false);
        later(Duration.ofMinutes(3));
        flow.context().createFluentProducerTemplate().to("direct:copy").send();

        String name = site.archives().get(0);
        assertThat(site.reader().archives(2))
                .extracting(ArchiveRow::fileName)
                .containsExactlyInAnyOrder(name, name.replace(".mbz", "-again1.mbz"));
        assertThat(remote.resolve("moodle").resolve(name.replace(".mbz", "-again1.mbz")))
                .hasSameBinaryContentAs(site.folder.resolve("backups").resolve(name));
    }

    @Test
    void an_archive_that_is_not_whole_on_an_append_only_target_is_no_archive() throws Exception {
        sftp(0);
        appendOnly();
        inPlace("backup.target");
        site.archiveQuickly();
        site.start();
        assertThat(site.run(course(2)).ok()).isEqualTo(1);
        shorten.set(true);

        assertThat(site.run(course(3)).failed()).isEqualTo(1);

        assertThat(site.statuses()).containsEntry(2L, "1").containsEntry(3L, "0");
        assertThat(site.reader().course(3).orElseThrow().last().reason())
                .contains("bytes instead of", "does not count");
        assertThat(site.archives()).isEmpty();
    }

    private void inPlace(String key) {
        to(key, sftpEndpoint(key).replace("&tempPrefix=.publishing-", ""), "backup", SFTP_PASSWORD);
    }

    private void appendOnly() throws Exception {
        Files.createDirectories(remote.resolve("moodle"));
        SftpSubsystemFactory factory =
                (SftpSubsystemFactory) sftp.getSubsystemFactories().get(0);
        factory.addSftpEventListener(new SftpEventListener() {
            @Override
            public void removing(ServerSession session, Path path, boolean directory) throws IOException {
                refused.add(path.getFileName().toString());
                throw new AccessDeniedException(path.toString());
            }

            @Override
            public void moving(ServerSession session, Path from, Path to, Collection<CopyOption> options)
                    throws IOException {
                throw new AccessDeniedException(from.toString());
            }

            @Override
            public void opening(ServerSession session, String remoteHandle, Handle handle) throws IOException {
                if (handle instanceof FileHandle
                        && Files.exists(handle.getFile())
                        && Files.size(handle.getFile()) > 0) {
                    throw new AccessDeniedException(handle.getFile().toString());
                }
            }

            @Override
            public void writing(
                    ServerSession session,
                    String remoteHandle,
                    FileHandle handle,
                    long offset,
                    byte[] data,
                    int dataOffset,
                    int length)
                    throws IOException {
                if (cutOff.get()) {
                    Files.write(handle.getFile(), new byte[] {1, 2, 3});
                    throw new IOException("the line was cut");
                }
            }

            @Override
            public void closed(ServerSession session, String remoteHandle, Handle handle, Throwable thrown)
                    throws IOException {
                if (shorten.get() && handle instanceof FileHandle) {
                    Files.write(handle.getFile(), new byte[] {1, 2, 3});
                }
            }
        });
    }
}
