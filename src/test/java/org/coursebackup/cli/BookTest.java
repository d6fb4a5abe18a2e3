package org.coursebackup.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

import org.coursebackup.settings.PackagedSettings;

import static org.assertj.core.api.Assertions.assertThat;

/** The book in {@code docs} and the other pages: made parts are up to date, links lead somewhere, names exist. */
class BookTest {
    private static final Path CONTENTS = Path.of("docs/README.md");
    private static final Pattern LINK =
            Pattern.compile("(?<!!)\\[[^\\]]*]\\(([^)\\s]+)\\)|!\\[[^\\]]*]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
    private static final Pattern FENCE = Pattern.compile("(?ms)^```.*?^```");
    /** Marks lines that begin with a command for certain. */
    private static final String TYPED = "$ ";
    /** What looks like a setting and is a field of a manifest, or a Java package. */
    private static final Set<String> NO_SETTINGS = Set.of(
            "archive.outline", "archive.read", "archive.sha256", "archive.definition", "archive.site", "archive.text");

    /** Without a choice within a repetition, which would go deep into the stack in long texts. */
    private static final Pattern LITERAL = Pattern.compile("\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"", Pattern.DOTALL);

    /** Pages of the program itself; what a checkout may hold beside them is not its own. */
    static Stream<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        for (String folder : List.of("docs", "faults", "bench")) {
            try (Stream<Path> all = Files.walk(Path.of(folder))) {
                all.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
            }
        }
        try (Stream<Path> all = Files.list(Path.of(""))) {
            all.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
        }
        return pages.stream().sorted();
    }

    @Test
    void the_reference_of_settings_is_what_their_file_says() throws IOException {
        upToDate(Path.of("docs/SETTINGS.md"), ReferencePages.settings());
    }

    @Test
    void the_reference_of_commands_is_what_the_help_says() throws IOException {
        upToDate(Path.of("docs/COMMANDS.md"), ReferencePages.commands());
    }

    private static void upToDate(Path page, String made) throws IOException {
        if (Boolean.getBoolean("book.write")) {
            Files.writeString(page, made);
        }
        assertThat(Files.readString(page))
                .as("mvn test -Dtest=BookTest -Dbook.write=true writes it anew")
                .isEqualTo(made);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void each_link_leads_to_a_file_and_a_heading_that_are_there(Path page) throws IOException {
        Matcher link = LINK.matcher(FENCE.matcher(Files.readString(page)).replaceAll(""));
        List<String> broken = new ArrayList<>();
        while (link.find()) {
            String target = link.group(1) == null ? link.group(2) : link.group(1);
            if (target.matches("(?:https?|mailto):.*")) {
                continue;
            }
            String[] parts = target.split("#", 2);
            Path file =
                    parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
            if (!Files.exists(file) || parts.length > 1 && !anchors(file).contains(parts[1])) {
                broken.add(target);
            }
        }
        assertThat(broken).isEmpty();
    }

    /** As GitHub makes them of headings. */
    private static Set<String> anchors(Path page) throws IOException {
        Set<String> anchors = new TreeSet<>();
        for (String line : FENCE.matcher(Files.readString(page)).replaceAll("").split("\n")) {
            if (line.matches("#{1,6} .*")) {
                String text = line.replaceFirst("#+ ", "").replaceAll("\\[([^\\]]*)]\\([^)]*\\)", "$1");
                anchors.add(text.strip()
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'));
            }
        }
        return anchors;
    }

    @ParameterizedTest
    @MethodSource("pages")
    void each_setting_named_exists(Path page) throws IOException {
        Set<String> keys = Pattern.compile("(?m)^#?([a-z][a-z.-]*)=")
                .matcher(PackagedSettings.text())
                .results()
                .map(key -> key.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        // 'file' and 'camel' begin names of other things as well
        Set<String> groups =
                keys.stream().map(key -> key.replaceFirst("\\..*", "")).collect(Collectors.toSet());
        List<String> unknown = new ArrayList<>();
        for (String code : codes(page)) {
            Matcher named = Pattern.compile("([a-z]+)(\\.[a-z]+[a-z-]*)+(?==|$|\\.\\*$)")
                    .matcher(code);
            if (named.lookingAt() && groups.contains(named.group(1)) && !code.startsWith("moodle.org")) {
                String key = named.group().replaceFirst("-file$", "");
                boolean group = code.endsWith(".*") && keys.stream().anyMatch(one -> one.startsWith(key + "."));
                // history.mv.db and the like
                boolean file = key.matches(".*\\.(db|key|pub|json|xml|php|md|yaml|gz|age|part|env)");
                if (!keys.contains(key) && !NO_SETTINGS.contains(key) && !group && !file) {
                    unknown.add(code);
                }
            }
        }
        assertThat(unknown).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void each_command_and_option_named_exists(Path page) throws IOException {
        CommandLine program = Main.commandLine();
        String text = Files.readString(page);
        List<String> lines = new ArrayList<>(codes(page));
        Matcher typed = Pattern.compile("moodle-course-backup\\.jar ([a-z][^`\\n|&;#]*)")
                .matcher(text);
        while (typed.find()) {
            lines.add(TYPED + typed.group(1));
        }
        List<String> unknown = new ArrayList<>();
        for (String line : lines) {
            boolean sure = line.startsWith(TYPED);
            String[] words = line.substring(sure ? TYPED.length() : 0).strip().split("\\s+");
            CommandLine command = program.getSubcommands().get(words[0]);
            if (command != null && words.length > 1 && command.getSubcommands().containsKey(words[1])) {
                command = command.getSubcommands().get(words[1]);
            }
            if (command == null) {
                if (sure) {
                    unknown.add(line);
                }
                continue;
            }
            for (String word : words) {
                String option = word.replaceFirst("[=,].*", "").replaceAll("[^a-z-]+$", "");
                if (option.startsWith("--") && command.getCommandSpec().findOption(option) == null) {
                    unknown.add(line);
                }
            }
        }
        assertThat(unknown).isEmpty();
    }

    private static List<String> codes(Path page) throws IOException {
        return CODE.matcher(FENCE.matcher(Files.readString(page)).replaceAll(""))
                .results()
                .map(code -> code.group(1))
                .toList();
    }

    @Test
    void the_table_of_contents_has_every_page_of_the_book() throws IOException {
        // that of JSON has the schemas
        String contents = Files.readString(CONTENTS) + Files.readString(CONTENTS.resolveSibling("JSON.md"));
        List<String> missing = new ArrayList<>();
        try (Stream<Path> all = Files.walk(CONTENTS.getParent())) {
            all.filter(file -> file.toString().matches(".*\\.(md|schema\\.json|camel\\.yaml)"))
                    .map(file -> CONTENTS.getParent().relativize(file).toString())
                    .filter(file -> !file.equals("README.md"))
                    .filter(file -> !contents.contains("(" + file + ")"))
                    .forEach(missing::add);
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void each_chapter_leads_to_the_next_one() throws IOException {
        List<String> order = LINK.matcher(Files.readString(CONTENTS))
                .results()
                .map(link -> link.group(1))
                .filter(target -> target != null && target.matches("[A-Z-]+\\.md"))
                .distinct()
                .toList();
        for (int i = 0; i + 1 < order.size(); i++) {
            Path page = CONTENTS.resolveSibling(order.get(i));
            if (!order.get(i).matches("SETTINGS.md|COMMANDS.md")) {
                assertThat(Files.readString(page).stripTrailing())
                        .as(order.get(i))
                        .endsWith("](" + order.get(i + 1) + ")");
            }
        }
    }

    @Test
    void each_message_quoted_where_things_fail_is_one_of_the_programs() throws IOException {
        String said = sources();
        List<String> unknown = new ArrayList<>();
        Matcher quoted = Pattern.compile("(?m)^> (.*)$").matcher(Files.readString(Path.of("docs/WHEN-IT-FAILS.md")));
        int messages = 0;
        while (quoted.find()) {
            messages++;
            for (String part : quoted.group(1).split("…")) {
                if (!said.contains(part.strip())) {
                    unknown.add(part.strip());
                }
            }
        }
        assertThat(messages).isGreaterThan(20);
        assertThat(unknown).isEmpty();
    }

    /**
     * What the program's sources have in quotation marks, with parts that are put together by '+' in one; the page's
     * texts.
     */
    private static String sources() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(file -> {
                try {
                    String joined = Files.readString(file).replaceAll("\"\\s*\\+\\s*\"", "");
                    LITERAL.matcher(joined).results().forEach(literal -> all.append(literal.group(1))
                            .append('\n'));
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
            });
        }
        Properties page = new Properties();
        try (BufferedReader texts = Files.newBufferedReader(Path.of("src/main/resources/report/messages.properties"))) {
            page.load(texts);
        }
        page.values().forEach(text -> all.append(text).append('\n'));
        return all.toString().replace("\\\"", "\"");
    }
}
