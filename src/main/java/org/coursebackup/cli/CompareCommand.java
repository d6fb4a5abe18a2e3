package org.coursebackup.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import org.coursebackup.compare.ArchiveComparison;
import org.coursebackup.compare.Comparison;
import org.coursebackup.compare.ComponentVerdict;
import org.coursebackup.encrypt.AgeFile;

/** Compares two archives of one course. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = "Compares two archives of one course, document by document and element by element.")
final class CompareCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "REFERENCE", description = "An archive (.mbz), usually Moodle's own.")
    private Path reference;

    @Parameters(index = "1", paramLabel = "CANDIDATE", description = "The archive that should equal it.")
    private Path candidate;

    @Option(
            names = "--differences",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many differences to print of each component (default: ${DEFAULT-VALUE}).")
    private int differences;

    @Override
    public Integer call() throws IOException {
        refuseEncrypted(reference);
        refuseEncrypted(candidate);
        Comparison comparison =
                new ArchiveComparison(Path.of(System.getProperty("java.io.tmpdir"))).compare(reference, candidate);
        System.out.println((comparison.equal() ? "Equal: " : "Not equal: ") + comparison.figures() + ".");
        print(comparison.components(), differences, System.out);
        return comparison.equal() ? 0 : Main.FAILED;
    }

    private void refuseEncrypted(Path archive) {
        String name = archive.getFileName().toString();
        if (AgeFile.named(name)) {
            throw new ParameterException(
                    spec.commandLine(),
                    Visible.of(
                            archive + " is encrypted, so what it holds can't be compared. Decrypt it first, where the"
                                    + " private key is: " + ShellWords.decryption(name)));
        }
    }

    /** One line per component, and the first of its differences. */
    static void print(List<ComponentVerdict> components, int differences, PrintStream out) {
        for (ComponentVerdict verdict : components) {
            out.printf(
                    "  %-32s %s%n",
                    verdict.component(), verdict.equal() ? "equal" : "DIFFERS in " + verdict.count() + " places");
            verdict.differences().stream()
                    .limit(differences)
                    .forEach(difference -> out.println("      " + Visible.of(String.valueOf(difference))));
            if (verdict.count() > differences && !verdict.equal() && differences > 0) {
                out.println("      ... and " + (verdict.count() - differences) + " more");
            }
        }
    }
}
