package org.coursebackup.cli;

import java.io.IOException;
import java.nio.file.Path;

import org.coursebackup.run.RunLock;

/** Another process with a run in progress in a folder, until it is killed. */
final class LockHolder {
    private LockHolder() {}

    /** Returns once the other process has the lock. */
    static Process in(Path folder) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        LockHolder.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (process.getInputStream().read() != '!') {
            throw new IOException("The other process did not get the lock.");
        }
        return process;
    }

    public static void main(String[] arguments) throws Exception {
        new RunLock(Path.of(arguments[0])).acquire("somebody else's night");
        System.out.print("!");
        System.out.flush();
        System.in.read();
    }
}
