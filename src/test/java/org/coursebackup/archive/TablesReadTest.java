package org.coursebackup.archive;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TablesReadTest {
    /** A name in braces after an SQL keyword, or at the beginning of a fragment of SQL. */
    private static final Pattern NAMED = Pattern.compile("(?i)\\b(?:from|join|update|into)[\" +]*\\{(\\w+)}");

    @Test
    void every_table_that_the_engines_own_sql_names_is_among_those_whose_rights_are_checked() throws Exception {
        Set<String> named = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java/org/coursebackup/archive"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                NAMED.matcher(Files.readString(file).replaceAll("\"\\s*\\+\\s*\"", ""))
                        .results()
                        .forEach(match -> named.add(match.group(1)));
            }
        }
        assertThat(named).hasSizeGreaterThan(15);
        assertThat(UnreadContent.READ_BY_ENGINE).containsAll(named);
    }
}
