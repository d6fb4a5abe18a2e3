package org.coursebackup.archive.text;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.coursebackup.testsupport.Mutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/** Whatever stands in a block's configuration, something comes of it. */
class SerializedObjectFuzzTest {
    private static final List<String> WHOLE = List.of(
            "O:8:\"stdClass\":3:{s:5:\"title\";s:4:\"Caf\u00c3\";s:4:\"text\";N;s:6:\"format\";i:1;}",
            "a:2:{i:0;a:2:{i:0;i:5;i:1;s:1:\"7\";}s:3:\"ids\";a:1:{i:0;d:1.5;}}",
            "O:8:\"stdClass\":2:{s:1:\"a\";O:7:\"Foreign\":1:{s:1:\"b\";b:1;}s:1:\"c\";R:2;}",
            "b:0;");

    @Property(tries = 1000)
    void spoilt_objects_are_read_and_what_was_read_stays_the_same(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int edits) {
        Mutation mutation = new Mutation(seed);
        String text = mutation.of(mutation.oneOf(WHOLE), edits);

        SerializedObject object = SerializedObject.ofBase64(base64(text));
        for (String member : List.of("0", "title", "text", "ids", "a", "c")) {
            assertThat(object.ids(member)).allMatch(id -> id > 0);
            object.text(member);
        }

        String again = object.toBase64();
        assertThat(SerializedObject.ofBase64(again).toBase64()).as(text).isEqualTo(again);
    }

    @Example
    void values_that_php_refuses_make_the_whole_configuration_false() {
        for (String value : List.of("i;", "i:;", "s:1;", "s:9:\"x\";", "s:-1:\"x\";", "N:", "d;", "a:-1:{}")) {
            SerializedObject object = SerializedObject.ofBase64(base64("a:1:{s:1:\"a\";" + value + "}"));

            assertThat(object.text("a")).as(value).isNull();
            assertThat(object.ids("a")).as(value).isEmpty();
            assertThat(object.text("0")).as(value).isEqualTo("0");
        }
    }

    @Example
    void lists_nested_thousands_deep_take_no_time() {
        String deep = "a:1:{i:0;".repeat(4000) + "s:2000000:\"" + "x".repeat(2_000_000) + "\";" + "}".repeat(4000);
        String object = base64("a:1:{s:3:\"ids\";" + deep + "}");

        assertThat(assertTimeoutPreemptively(Duration.ofSeconds(30), () -> SerializedObject.ofBase64(object)
                        .ids("ids")))
                .isEmpty();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
