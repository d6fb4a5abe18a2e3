package org.coursebackup.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.CommandSpec;

import org.coursebackup.compare.ComponentVerdict;
import org.coursebackup.drill.Difference;
import org.coursebackup.history.HistoryJson;

import static org.assertj.core.api.Assertions.assertThat;

/** What {@code --json} prints, beside the schemas in {@code docs/json}. */
class JsonOutputTest extends OnDemoSite {
    private static final Path SCHEMAS = Path.of("docs/json");

    private String archive;

    @BeforeEach
    void makeArchive() throws IOException {
        assertThat(commands.run("--course", "2")).isZero();
        archive = folder.resolve("backups").resolve(commands.backups().get(0)).toString();
    }

    @Test
    void each_command_that_prints_results_has_a_schema_and_each_schema_a_command() throws IOException {
        Set<String> named = Commands.all(Main.commandLine().getCommandSpec()).stream()
                .filter(command -> command.findOption("--json") != null)
                .map(JsonOutputTest::schemaName)
                .collect(Collectors.toCollection(TreeSet::new));
        try (Stream<Path> files = Files.list(SCHEMAS)) {
            assertThat(files.map(file -> file.getFileName().toString()).sorted())
                    .containsExactlyElementsOf(named);
        }
        assertThat(Commands.all(Main.commandLine().getCommandSpec()).stream()
                        .filter(command -> command.findOption("--json") == null)
                        .map(Commands::words))
                .as("commands that print a sentence, a script or a page")
                .containsExactly("start", "demo", "init", "completion", "man", "help");
    }

    private static String schemaName(CommandSpec command) {
        return Commands.words(command).replace(' ', '-') + ".schema.json";
    }

    @Test
    void what_commands_say_of_courses_and_archives_is_as_described() throws Exception {
        commands.execute("pin", "2", "--label", "exams", "--until", "2999-12-31");
        commands.run("--course", "9");

        assertThat(described("status")).isNotEmpty();
        assertThat(described("archives").get(0).get("pin").asText()).contains("exams");
        assertThat(described("show", "2").get("sections")).isNotEmpty();
        assertThat(described("prune", "--dry-run")).hasSize(1);
        assertThat(described("verify", archive).get(0).get("manifest").asText()).isEqualTo("vouched");
        assertThat(described("pin").get(0).get("until").asText()).isEqualTo("2999-12-31");
        assertThat(described("pin", "2", "--remove").get(0).get("pinned").asBoolean())
                .isFalse();
        assertThat(described("pin", "2").get(0).get("until").isNull()).isTrue();
        assertThat(described("exclude", "2", "--until", "2999-12-31", "--because", "being rebuilt"))
                .hasSize(1);
        assertThat(described("exclude").at("/0/exclusion/until").asText()).isEqualTo("2999-12-31");
        assertThat(described("status", "--course", "2").at("/0/excluded/reason").asText())
                .isEqualTo("being rebuilt");
        assertThat(described("exclude", "2", "--remove").at("/0/exclusion").isNull())
                .isTrue();
        assertThat(described("restore", "2").get("clicks")).isNotEmpty();
        assertThat(described("doctor", "--to", folder.resolve("doctor.txt").toString())
                        .get("bytes")
                        .asLong())
                .isEqualTo(Files.size(folder.resolve("doctor.txt")));
    }

    @Test
    void what_export_and_comparisons_print_is_as_described() throws Exception {
        Path to = Files.createDirectory(folder.resolve("to"));
        assertThat(described("export", "2", "--to", to.toString())
                        .get("activity")
                        .isNull())
                .isTrue();
        JsonNode cut = described("export", "2", "--activity", "8", "--to", to.toString());
        assertThat(cut.get("activity").get("module").asText()).isEqualTo("choice");
        assertThat(described("show", cut.get("file").asText()).get("type").asText())
                .isEqualTo("activity");
        JsonNode back = described("restore", cut.get("file").asText(), "--course", "2");
        assertThat(back.get("command").asText()).endsWith(" --courseid=2");

        Path before = Files.createDirectory(folder.resolve("before"));
        Path copy = Files.copy(Path.of(archive), before.resolve(Path.of(archive).getFileName()));
        assertThat(described("compare", copy.toString(), archive).get("equal").asBoolean())
                .isTrue();
        commands.run("--course", "4");
        String backups = folder.resolve("backups").toString();
        assertThat(described("compare", backups, before.toString()).get("compared"))
                .hasSize(2);
        assertThat(described("diff", copy.toString(), "2").get("activities")).isEmpty();
    }

    @Test
    void what_is_said_of_the_installation_and_of_runs_is_as_described() throws Exception {
        assertThat(described("check").get("usable").asBoolean()).isTrue();
        assertThat(described("config", "show", "--changed").get("settings")).isNotEmpty();
        assertThat(described("run", "--course", "2", "--force").get("ok").asInt())
                .isEqualTo(1);
        assertThat(described("run", "--dry-run", "--all")).hasSizeGreaterThan(5);
        assertThat(described("run", "--failed").get("courses").asInt()).isZero();
        System.setProperty("backup.directory", folder.resolve("gone").toString());
        JsonNode trouble = described("check");
        assertThat(trouble.get("usable").asBoolean()).isFalse();
        assertThat(trouble.get("findings"))
                .anyMatch(finding -> finding.get("away").asBoolean());
    }

    @Test
    void what_came_of_a_drill_is_as_described() throws Exception {
        Path other = Files.createDirectory(folder.resolve("other"));
        Files.writeString(other.resolve("config.php"), "<?php\n");
        System.setProperty("drill.dirroot", other.toString());
        System.setProperty("drill.php", php("echo 'no Moodle here' >&2; exit 1").toString());

        JsonNode drilled = described("drill", "2", archive);

        assertThat(drilled).hasSize(2);
        assertThat(drilled.get(0).get("result").asText()).isIn("failed", "refused");
        assertThat(drilled.get(0).get("reason").asText()).isNotEmpty();
        described(
                "drill",
                HistoryJson.mapper()
                        .valueToTree(List.of(new DrillCommand.Line(
                                null,
                                "course.mbz",
                                "differs",
                                null,
                                7,
                                2,
                                List.of(new Difference("forum.xml: activity/forum", 2, 1)),
                                List.of("a note")))));
    }

    @Test
    void what_was_proven_is_as_described() throws Exception {
        Path code = Files.createDirectories(folder.resolve("code"));
        Files.writeString(code.resolve("config.php"), "<?php\n");
        System.setProperty("moodle.dirroot", code.toString());
        System.setProperty("moodle.php", php("exit 1").toString());

        JsonNode proven = described("prove", "--course", "2");

        assertThat(proven.at("/courses/0/result").asText()).isEqualTo("failed");
        assertThat(proven.get("components")).isNotEmpty();
        described(
                "prove",
                HistoryJson.mapper()
                        .valueToTree(new ProveCommand.Proven(
                                List.of(new ProveCommand.Line(
                                        2,
                                        "differs",
                                        null,
                                        null,
                                        List.of(new ComponentVerdict("core", List.of("x"), 1)))),
                                List.of(new ProveCommand.Component("mod_quiz", "2", "differs", 1, 2, "x")),
                                Set.of("mod_hvp"))));
    }

    @Test
    void what_could_not_be_done_leaves_standard_output_empty() {
        assertThat(commands.printedBy("show", "4711", "--json")).isEmpty();
        assertThat(commands.printedBy("export", "4711", "--json")).isEmpty();
        assertThat(commands.printedBy("restore", archive, "--execute", "--json"))
                .isEmpty();
        System.setProperty("keep.last", "many");
        assertThat(commands.printedBy("status", "--json")).isEmpty();
        assertThat(commands.said()).contains("keep.last: 'many' is not valid");
    }

    private Path php(String says) throws IOException {
        Path php = folder.resolve("php");
        Files.writeString(php, "#!/bin/sh\n" + says + "\n");
        return Files.setPosixFilePermissions(php, PosixFilePermissions.fromString("rwx------"));
    }

    /** Runs the command and returns the JSON that it printed, which has to be as its schema says. */
    private JsonNode described(String command, String... arguments) throws IOException {
        boolean group = command.equals("config");
        String name = group ? command + "-" + arguments[0] : command;
        String[] all = Stream.concat(Stream.of(arguments), Stream.of("--json")).toArray(String[]::new);
        String printed = commands.printedBy(command, all);
        JsonNode json;
        try {
            json = new ObjectMapper()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readTree(printed);
        } catch (IOException none) {
            throw new AssertionError(printed + "\n" + commands.said(), none);
        }
        return described(name, json);
    }

    private static JsonNode described(String name, JsonNode json) throws IOException {
        JsonNode schema = new ObjectMapper().readTree(Files.readString(SCHEMAS.resolve(name + ".schema.json")));
        assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(schema)
                        .validate(json))
                .as(() -> json.toPrettyString())
                .isEmpty();
        return json;
    }
}
