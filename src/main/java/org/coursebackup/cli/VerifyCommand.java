package org.coursebackup.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import org.coursebackup.encrypt.AgeFile;
import org.coursebackup.manifest.ManifestKey;
import org.coursebackup.manifest.TrustedKeys;
import org.coursebackup.manifest.VouchedArchive;
import org.coursebackup.manifest.VouchedArchive.Verdict;
import org.coursebackup.settings.SettingsLoader;
import org.coursebackup.verify.ArchiveVerification;
import org.coursebackup.verify.Finding;
import org.coursebackup.verify.Finding.Severity;
import org.coursebackup.verify.Printable;

/** Reads archives back completely, and compares them with their manifests. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = "Reads archives back completely, ours and Moodle's own, and compares them with their manifests"
                + " (NAME.mbz.manifest.json beside each) where there are any.",
        footer = {
            "",
            "Examples:",
            "  verify --all",
            "  verify course.mbz",
            "  verify /mnt/copies --key manifest.pub --manifest",
            "Exit codes, the worst of all files: 0 good; 1 an archive is damaged, or",
            "not what its manifest says; 6 a manifest was damaged or altered; 7 it is",
            "signed with a key that is not known here; 8 there is none (--manifest);",
            "3 an archive lacks something of its course."
        })
final class VerifyCommand implements Callable<Integer> {
    static final int ALTERED = 6;
    static final int OTHER_KEY = 7;
    static final int NO_MANIFEST = 8;
    /** What makes the others unimportant comes first. */
    private static final List<Integer> WORST_FIRST = List.of(Main.FAILED, ALTERED, OTHER_KEY, NO_MANIFEST, 3, 0);

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE",
            description = "Archives (.mbz), or folders: all archives that lie in them.")
    private final List<Path> files = new ArrayList<>();

    @Option(names = "--all", description = "All archives in the target folder (backup.directory).")
    private boolean all;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "Public key (manifest.pub) whose signatures count; repeatable. Default: those of this"
                    + " installation.")
    private final List<Path> keys = new ArrayList<>();

    @Option(names = "--manifest", description = "An archive without a manifest is not accepted.")
    private boolean demanded;

    @Option(
            names = "--identity",
            paramLabel = "FILE",
            description =
                    "Private key of age, to read encrypted archives (.mbz.age) completely; they are decrypted into the"
                            + " temporary folder for it. Without it only their bytes are compared with the manifest.")
    private Path identity;

    @Mixin
    private JsonOption json;

    /**
     * One archive, as {@code --json} prints it.
     *
     * @param good whether it can be trusted as far as it was read
     * @param exitCode what the command would end with if it were the only one
     * @param manifest {@code vouched}, {@code differs}, {@code altered}, {@code other_key} or {@code missing}
     * @param sentence why the manifest does not vouch for it; empty if it does
     */
    record Line(
            String file,
            boolean good,
            int exitCode,
            String manifest,
            String sentence,
            long entries,
            long bytes,
            List<Finding> findings) {}

    @Override
    public Integer call() throws IOException {
        TrustedKeys trusted = trusted();
        int code = 0;
        List<Path> archives = archives();
        try (JsonGenerator array = json.wanted() ? json.array() : null) {
            for (Path file : archives) {
                VouchedArchive read = read(file, trusted);
                int own = code(read);
                if (array == null) {
                    print(file, read, own);
                } else {
                    array.writePOJO(line(file, read, own));
                }
                code = WORST_FIRST.indexOf(own) < WORST_FIRST.indexOf(code) ? own : code;
            }
        }
        if (json.wanted()) {
            System.out.println();
        }
        return code;
    }

    private static Line line(Path file, VouchedArchive read, int own) {
        return new Line(
                file.toString(),
                own != Main.FAILED,
                own,
                read.verdict().name().toLowerCase(Locale.ROOT),
                read.sentence(),
                read.verification().entries(),
                read.verification().bytes(),
                read.verification().findings());
    }

    private static void print(Path file, VouchedArchive read, int own) {
        System.out.println(Visible.lines(file + ": ")
                + (own == Main.FAILED
                        ? Tone.BAD.of("NOT GOOD")
                        : own == 0 ? Tone.GOOD.of("good") : Tone.WARNING.of(own == 3 ? "good" : "good, BUT")));
        read.verification().findings().forEach(finding -> say(Visible.lines(finding.toString())));
        say(
                read.verdict() == Verdict.VOUCHED
                        ? "manifest: it is what was made, by its signed manifest"
                        : (own == 0 || own == 3 ? "note: " : "error: ") + Visible.lines(read.sentence()));
    }

    private static void say(String text) {
        System.out.println("  " + Terminal.paragraph(text, 2, 4));
    }

    private List<Path> archives() throws IOException {
        List<Path> named = new ArrayList<>(files);
        if (all) {
            named.add(SettingsLoader.withoutSite()
                    .map(settings -> settings.target().directory())
                    .orElseThrow(() -> new ParameterException(
                            spec.commandLine(),
                            "--all: the settings are not valid, so they do not say which folder. 'check' tells what is"
                                    + " wrong; or give the folder itself.")));
        }
        if (named.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "Give archives or folders to read, or --all.");
        }
        List<Path> archives = new ArrayList<>();
        for (Path each : named) {
            if (Files.isDirectory(each)) {
                List<Path> there = in(each);
                if (there.isEmpty()) {
                    throw new ParameterException(
                            spec.commandLine(),
                            each + " has no archives (.mbz, .mbz.age or .mbz.thin), so nothing was read.");
                }
                archives.addAll(there);
            } else {
                archives.add(each);
            }
        }
        return archives;
    }

    private static List<Path> in(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(".+\\.mbz(\\.age|\\.thin)?"))
                    .sorted()
                    .toList();
        }
    }

    private int code(VouchedArchive read) {
        if (!read.verification().good()) {
            return Main.FAILED;
        }
        return switch (read.verdict()) {
            case DIFFERS -> Main.FAILED;
            case ALTERED -> ALTERED;
            case OTHER_KEY -> OTHER_KEY;
            // of an encrypted one nothing at all is known then
            case MISSING -> demanded || unread(read) ? NO_MANIFEST : complete(read);
            case VOUCHED -> complete(read);
        };
    }

    private boolean unread(VouchedArchive read) {
        return identity == null && AgeFile.named(read.verification().archive());
    }

    private VouchedArchive read(Path file, TrustedKeys trusted) throws IOException {
        if (identity == null || !AgeFile.named(file.getFileName().toString())) {
            return VouchedArchive.verify(file, trusted);
        }
        Path folder = Files.createTempDirectory("verify-");
        Path plain = folder.resolve("archive.mbz");
        try {
            AgeFile.decrypt(file, plain, identity);
            return VouchedArchive.decrypted(file, plain, trusted);
        } catch (IOException failure) {
            VouchedArchive bytes = VouchedArchive.verify(file, trusted);
            return new VouchedArchive(
                    new ArchiveVerification(
                            file.toString(),
                            0,
                            0,
                            List.of(new Finding(Severity.ERROR, Printable.of(Printable.reason(failure))))),
                    bytes.manifest(),
                    bytes.verdict(),
                    bytes.sentence(),
                    bytes.sha256(),
                    null);
        } finally {
            Files.deleteIfExists(plain);
            Files.deleteIfExists(folder);
        }
    }

    private static int complete(VouchedArchive read) {
        return read.verification().warnings().isEmpty() ? 0 : 3;
    }

    private TrustedKeys trusted() {
        try {
            return keys.isEmpty()
                    ? SettingsLoader.withoutSite()
                            .map(settings -> new ManifestKey(settings.target().manifestKey()).trustedOrNone())
                            .orElse(TrustedKeys.NONE)
                    : TrustedKeys.of(keys);
        } catch (IOException unusable) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--key: " + unusable.getMessage() + (unusable.getMessage().contains(" ") ? "" : " can't be read."));
        }
    }
}
