package org.coursebackup.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Moodle's own archives of real sites, compared here and by the script that lies next to them, if there are any. */
class ReferenceArchivesIT {
    private static final Path SHARED = Path.of(System.getenv().getOrDefault("SHARED", "../shared"))
            .toAbsolutePath()
            .normalize();
    private static final Path SCRIPT = SHARED.resolve("tools/mbz_compare.py");

    @TempDir
    private Path folder;

    @BeforeAll
    static void thereAreReferences() {
        assumeTrue(
                Files.isRegularFile(SCRIPT) && Files.isDirectory(SHARED.resolve("sites")),
                "no archives of real sites in " + SHARED + ": nothing was compared with the script's verdicts");
        assumeTrue(
                Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                        .anyMatch(path -> Files.isExecutable(Path.of(path, "python3"))),
                "no python3 on the PATH: nothing was compared with the script's verdicts");
    }

    @ParameterizedTest
    @CsvSource({
        "moodle-4.5/reference, moodle-4.5/reference, true",
        "moodle-4.5/reference, moodle-4.5/reference-postgres, false",
        "moodle-4.5/reference, moodle-4.5/reference-nousers, false",
        "moodle-4.5/reference-nousers, moodle-4.5/reference, false",
        "moodle-4.5/reference, moodle-4.5/reference-bare, false",
        "moodle-4.5/reference, moodle-4.5/reference-nofiles-noquestionbank, false",
        "moodle-5.1/reference, moodle-5.1/reference, true",
        "moodle-5.1/reference, moodle-5.1/reference-postgres, false",
        "moodle-4.5/reference, moodle-5.1/reference, false"
    })
    void the_figures_are_those_of_the_script(String reference, String candidate, boolean equal) throws Exception {
        Map<String, Path> references = archives(reference);
        Map<String, Path> candidates = archives(candidate);
        candidates.keySet().retainAll(references.keySet());
        Path left = copies("left", references, candidates.keySet().stream().toList());
        Path right = copies("right", candidates, candidates.keySet().stream().toList());
        JsonNode script = script(left, right);

        Figures figures = Figures.NONE;
        boolean all = true;
        ArchiveComparison comparison = new ArchiveComparison(folder);
        for (String name : candidates.keySet()) {
            Comparison one = comparison.compare(references.get(name), candidates.get(name));
            figures = figures.plus(one.figures());
            all &= one.equal();
        }

        assertThat(figures)
                .isEqualTo(new Figures(
                        script.get("documents").asInt(),
                        script.get("documents_equal").asInt(),
                        script.get("order_only").asInt(),
                        script.get("elements").asLong(),
                        script.get("elements_matched").asLong(),
                        script.get("elements_extra").asLong(),
                        script.get("files").asInt(),
                        script.get("files_equal").asInt(),
                        script.get("files_extra").asInt()));
        assertThat(figures.documents()).isGreaterThan(300);
        assertThat(all).isEqualTo(equal);
    }

    /** Archives by file name, which is the same for the same course everywhere. */
    private static Map<String, Path> archives(String of) throws IOException {
        Map<String, Path> archives = new TreeMap<>();
        try (Stream<Path> files = Files.list(SHARED.resolve("sites").resolve(of))) {
            files.filter(file -> file.toString().endsWith(".mbz"))
                    .forEach(file -> archives.put(file.getFileName().toString(), file));
        }
        return archives;
    }

    private Path copies(String name, Map<String, Path> archives, List<String> wanted) throws IOException {
        Path copies = Files.createDirectories(folder.resolve(name));
        for (String file : wanted) {
            Files.copy(archives.get(file), copies.resolve(file));
        }
        return copies;
    }

    private JsonNode script(Path left, Path right) throws IOException, InterruptedException {
        Path figures = folder.resolve("figures.json");
        Process python = new ProcessBuilder(
                        "python3", SCRIPT.toString(), left.toString(), right.toString(), "--json", figures.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("script.txt").toFile())
                .start();
        try {
            assertThat(python.waitFor(10, TimeUnit.MINUTES)).isTrue();
        } finally {
            python.destroyForcibly();
        }
        assertThat(figures).as(Files.readString(folder.resolve("script.txt"))).exists();
        return new ObjectMapper().readTree(figures.toFile());
    }
}
