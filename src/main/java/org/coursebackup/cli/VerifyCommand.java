package org.coursebackup.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import org.coursebackup.verify.ArchiveVerification;
import org.coursebackup.verify.VerifyArchive;

/** Reads archives back completely. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = "Reads archives back completely, ours and Moodle's own.")
final class VerifyCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Archives (.mbz).")
    private List<Path> files;

    @Override
    public Integer call() {
        int code = 0;
        for (Path file : files) {
            ArchiveVerification verification = new VerifyArchive().verify(file);
            System.out.println(file + ": " + (verification.good() ? "good" : "NOT GOOD"));
            verification.findings().forEach(finding -> System.out.println("  " + finding));
            code = !verification.good()
                    ? Main.FAILED
                    : code == 0 && !verification.warnings().isEmpty() ? 3 : code;
        }
        return code;
    }
}
