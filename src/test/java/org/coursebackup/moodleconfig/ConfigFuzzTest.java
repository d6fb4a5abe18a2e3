package org.coursebackup.moodleconfig;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.coursebackup.testsupport.Mutation;
import org.coursebackup.testsupport.TemporaryFolders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/** Whatever stands in config.php, it is understood or what is not is told, and it never takes long. */
class ConfigFuzzTest {
    private static final String CONFIG = """
            <?php
            unset($CFG);
            global $CFG;
            $CFG = new stdClass();
            $CFG->dbtype = 'mariadb';
            $host = getenv('DB') ?: "db{$CFG->dbtype}";
            $CFG->dboptions = array('dbport' => 3306 + 1, 'readonly' => ['instance' => [['dbhost' => $host]]]);
            if (PHP_SAPI === 'cli' && isset($CFG->x)) { $CFG->wwwroot = 'https://' . $host . "/\\u{41}"; }
            else { $CFG->wwwroot = sprintf('https://%s/%05d', $host, 7 % 3); }
            foreach (['a' => 1, 'b' => 2] as $key => $value) { $CFG->$key = $value ?? null; }
            for ($i = 0; $i < 10; $i++) { $CFG->dataroot = str_repeat('/x', $i); }
            while ($i-- > 0) { continue; }
            switch ($i) { case 1: $CFG->y = <<<EOT
            text $host
            EOT;
            break; default: $CFG->y = (int) '7a'; }
            require_once(__DIR__ . '/lib/setup.php');
            """;

    @Property(tries = 300)
    void a_spoilt_file_is_understood_or_what_is_not_is_told(
            @ForAll long seed, @ForAll @IntRange(min = 0, max = 8) int edits) throws Exception {
        read(new Mutation(seed).of(CONFIG, edits));
    }

    @Example
    void endless_nesting_and_growing_texts_end_in_words() throws Exception {
        for (String hostile : new String[] {
            "$CFG->a = " + "(".repeat(200_000) + "1;",
            "$CFG->a = " + "[".repeat(200_000) + ";",
            "$CFG->a = " + "!".repeat(200_000) + "1;",
            "$CFG->a = 1" + " . 1".repeat(100_000) + ";",
            "if (1) { ".repeat(100_000),
            "$x = 'x'; for ($i = 0; $i < 64; $i++) { $x = $x . $x; }",
            "while (true) { $i = 1; }",
            "$CFG->a = str_repeat('x', 2000000000);",
            "$CFG->a = \"" + "{$a[".repeat(50_000) + "\";"
        }) {
            read("<?php $CFG = new stdClass(); " + hostile);
        }
    }

    @Example
    void numbers_beyond_all_bounds_end_in_words() throws Exception {
        for (String odd : new String[] {
            "$CFG->a = \"\\u{42147483647214748364721474836471}\";",
            "$CFG->a = \"\\u{110000}\";",
            "$CFG->a = \"\\u{d800}\";",
            "$b = [1]; $CFG->a = \"$b[99999999999999999999]\";",
            "$CFG->a = basename('/');",
            "$CFG->a = 0x_;",
            "$CFG->a = 0b_;",
            "$CFG->a = 0x99999999999999999999;",
            "$CFG->a = 1e99999999999999999999;"
        }) {
            read("<?php $CFG = new stdClass(); " + odd);
        }
    }

    private static void read(String text) throws Exception {
        Path folder = TemporaryFolders.create("fuzz");
        try {
            Path file = Files.writeString(folder.resolve("config.php"), toUnicode(text), StandardCharsets.UTF_8);
            assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
                try {
                    MoodleConfig config = MoodleConfig.read(file, Map.of());
                    assertThat(config.notSet().values()).allMatch(why -> !why.isBlank() && !why.contains("Exception"));
                } catch (IOException told) {
                    assertThat(told.getMessage()).isNotBlank();
                }
            });
        } finally {
            TemporaryFolders.delete(folder);
        }
    }

    /** Half a pair cannot be written. */
    private static String toUnicode(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
