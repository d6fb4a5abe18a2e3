package org.coursebackup.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.Callable;

import org.springframework.util.FileSystemUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import org.coursebackup.compare.ArchiveComparison;
import org.coursebackup.compare.Comparison;
import org.coursebackup.compare.ComponentVerdict;
import org.coursebackup.compare.CourseArchives;
import org.coursebackup.compare.Figures;
import org.coursebackup.encrypt.AgeFile;
import org.coursebackup.report.ShellWords;
import org.coursebackup.thin.ThinArchive;
import org.coursebackup.thin.WholeArchive;
import org.coursebackup.verify.Printable;

/** Compares two archives of one course. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = {
            "Compares two archives of one course, document by document and element by element, or the newest archives"
                    + " of all courses in one folder with those in another."
        },
        footer = {
            "",
            "Examples:",
            "  compare moodle.mbz ours.mbz",
            "  compare /mnt/moodle /mnt/ours   the newest of each course",
            "Exit codes: 0 equal; 1 not."
        })
final class CompareCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "REFERENCE",
            description = "An archive (.mbz) or a folder of them, usually Moodle's own.")
    private Path reference;

    @Parameters(index = "1", paramLabel = "CANDIDATE", description = "The archive or folder that should equal it.")
    private Path candidate;

    @Option(
            names = "--differences",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many differences to print of each component (default: ${DEFAULT-VALUE}).")
    private int differences;

    @Mixin
    private JsonOption json;

    /** What {@code --json} prints. */
    record Compared(boolean equal, List<Pair> compared) {}

    /**
     * Two archives.
     *
     * @param course Moodle's id, where folders are compared; otherwise null
     * @param candidate null if there is none of the course
     * @param figures null if there is none of the course
     */
    record Pair(
            Long course,
            String reference,
            String candidate,
            boolean equal,
            Figures figures,
            List<ComponentVerdict> components) {
        static Pair of(Long course, Path reference, Path candidate, Comparison comparison) {
            return new Pair(
                    course,
                    reference.toString(),
                    candidate.toString(),
                    comparison.equal(),
                    comparison.figures(),
                    comparison.components());
        }
    }

    @Override
    public Integer call() throws IOException {
        ArchiveComparison archives = new ArchiveComparison(Path.of(System.getProperty("java.io.tmpdir")));
        if (Files.isDirectory(reference) && Files.isDirectory(candidate)) {
            return courses(archives);
        }
        refuseEncrypted(reference);
        refuseEncrypted(candidate);
        Comparison comparison = compare(archives, reference, candidate);
        if (json.wanted()) {
            json.print(new Compared(comparison.equal(), List.of(Pair.of(null, reference, candidate, comparison))));
            return comparison.equal() ? 0 : Main.FAILED;
        }
        System.out.println((comparison.equal() ? Tone.GOOD.of("Equal: ") : Tone.BAD.of("Not equal: "))
                + comparison.figures() + ".");
        print(comparison.components(), differences, System.out);
        return comparison.equal() ? 0 : Main.FAILED;
    }

    private int courses(ArchiveComparison archives) throws IOException {
        SortedMap<Long, Path> references = CourseArchives.newest(reference);
        SortedMap<Long, Path> candidates = CourseArchives.newest(candidate);
        if (references.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), Visible.of(reference + " has no archives (.mbz) to compare with."));
        }
        int equal = 0;
        List<Pair> pairs = new ArrayList<>();
        for (Map.Entry<Long, Path> course : references.entrySet()) {
            Path other = candidates.get(course.getKey());
            if (other == null) {
                pairs.add(new Pair(course.getKey(), course.getValue().toString(), null, false, null, List.of()));
                tell("Course " + course.getKey() + ": not equal: there is no archive of it in "
                        + Visible.of(candidate.toString()) + ".");
                continue;
            }
            Comparison comparison = compare(archives, course.getValue(), other);
            pairs.add(Pair.of(course.getKey(), course.getValue(), other, comparison));
            tell("Course " + course.getKey() + ": "
                    + (comparison.equal() ? Tone.GOOD.of("equal: ") : Tone.BAD.of("not equal: "))
                    + comparison.figures() + ".");
            if (comparison.equal()) {
                equal++;
            } else if (!json.wanted()) {
                print(
                        comparison.components().stream()
                                .filter(verdict -> !verdict.equal())
                                .toList(),
                        differences,
                        System.out);
            }
        }
        if (json.wanted()) {
            json.print(new Compared(equal == references.size(), pairs));
        }
        tell(equal + " of " + references.size() + " courses equal.");
        return equal == references.size() ? 0 : Main.FAILED;
    }

    private void tell(String line) {
        if (!json.wanted()) {
            System.out.println(line);
        }
    }

    private Comparison compare(ArchiveComparison archives, Path one, Path other) throws IOException {
        Path folder = Files.createTempDirectory("compare");
        try {
            return archives.compare(whole(one, folder.resolve("1")), whole(other, folder.resolve("2")));
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    /** Of a thin archive, the complete one. */
    private Path whole(Path archive, Path room) throws IOException {
        String name = archive.getFileName().toString();
        if (!ThinArchive.named(name)) {
            return archive;
        }
        Path whole = Files.createDirectory(room).resolve(ThinArchive.wholeName(name));
        try {
            WholeArchive.write(archive, whole);
        } catch (IOException damaged) {
            throw new ParameterException(
                    spec.commandLine(),
                    Visible.of(archive + " can't be compared, since a complete archive could not be made of it: "
                            + Printable.reason(damaged) + ". 'verify' says all that is wrong."));
        }
        return whole;
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
                    verdict.component(),
                    verdict.equal()
                            ? Tone.GOOD.of("equal")
                            : Tone.BAD.of("DIFFERS") + " in " + verdict.count()
                                    + (verdict.count() == 1 ? " place" : " places"));
            verdict.differences().stream()
                    .limit(differences)
                    .forEach(difference -> out.println("      " + Visible.of(String.valueOf(difference))));
            if (verdict.count() > differences && !verdict.equal() && differences > 0) {
                out.println("      ... and " + (verdict.count() - differences) + " more");
            }
        }
    }
}
