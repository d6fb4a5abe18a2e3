package org.coursebackup.faults;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Assumptions;

/** A file system in memory, mounted over a folder. Only root may do that; others are told that nothing was tried. */
final class SmallFileSystem implements Closeable {
    private static final String ROOM = "2g";

    private final Path folder;

    private SmallFileSystem(Path folder) {
        this.folder = folder;
    }

    /** Over the target folder of an installation, until that is closed. */
    static SmallFileSystem over(Installation site) throws Exception {
        boolean mounted = command("mount", "-t", "tmpfs", "-o", "size=" + ROOM, "tmpfs", site.backups.toString());
        if (!mounted) {
            site.close();
            Seeded.say("NOT TRIED: only root may mount a small file system, and not in every container.");
        }
        Assumptions.assumeTrue(mounted, "only root may mount a file system");
        SmallFileSystem over = new SmallFileSystem(site.backups);
        site.closeFirst(over);
        return over;
    }

    /** Takes the room that is left, but for a few kilobytes. */
    void full() throws Exception {
        FileStore store = Files.getFileStore(folder);
        long used = store.getTotalSpace() - store.getUsableSpace();
        // what is being written meanwhile needs room, too
        for (long size = used / 1_024 + 8; !command("mount", "-o", "remount,size=" + size + "k", folder.toString()); ) {
            size += 64;
        }
    }

    /** There is room again, more than the gigabyte without which a target that was full still counts as such. */
    void free() throws Exception {
        if (!command("mount", "-o", "remount,size=" + ROOM, folder.toString())) {
            throw new AssertionError("cannot make " + folder + " larger");
        }
    }

    /** False while somebody has a file in it open for writing. */
    boolean readOnly() throws Exception {
        return command("mount", "-o", "remount,ro", folder.toString());
    }

    void writable() throws Exception {
        if (!command("mount", "-o", "remount,rw", folder.toString())) {
            throw new AssertionError("cannot make " + folder + " writable again");
        }
    }

    private static boolean command(String... words) throws IOException {
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.onExit().orTimeout(30, TimeUnit.SECONDS).join().exitValue() == 0;
    }

    @Override
    public void close() throws IOException {
        command("umount", "-l", folder.toString());
    }
}
