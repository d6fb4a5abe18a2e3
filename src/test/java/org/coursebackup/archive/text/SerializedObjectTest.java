package org.coursebackup.archive.text;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SerializedObjectTest {
    @Test
    void members_of_every_type_survive() {
        String text = "O:8:\"stdClass\":7:{s:1:\"a\";s:5:\"K\u00F6ln\";"
                + "s:1:\"b\";i:-3;s:1:\"c\";d:0.5;s:1:\"d\";b:1;s:1:\"e\";N;"
                + "s:1:\"f\";a:2:{i:0;s:1:\"x\";i:1;a:0:{}}s:1:\"g\";O:8:\"stdClass\":1:{s:1:\"h\";i:1;}}";
        SerializedObject object = SerializedObject.ofBase64(base64(text));
        assertThat(text(object)).isEqualTo(text);
        assertThat(object.text("a")).isEqualTo("K\u00F6ln");
        assertThat(object.text("b")).isEqualTo("-3");
        assertThat(object.text("e")).isNull();
        assertThat(object.text("f")).isNull();
        assertThat(object.text("nothing")).isNull();
        assertThat(object.isNull("e")).isTrue();
        assertThat(object.isNull("nothing")).isFalse();
        assertThat(object.isText("a")).isTrue();
        assertThat(object.isText("b")).isFalse();
    }

    @Test
    void a_text_that_looks_like_php_is_a_text() {
        String tricky = "\";s:1:\"b\";N;} \"{};";
        SerializedObject object = SerializedObject.ofBase64(
                base64("O:8:\"stdClass\":1:{s:4:\"text\";s:" + tricky.length() + ":\"" + tricky + "\";}"));
        assertThat(object.text("text")).isEqualTo(tricky);
        object.put("text", tricky + "\u20AC");
        assertThat(SerializedObject.ofBase64(object.toBase64()).text("text")).isEqualTo(tricky + "\u20AC");
    }

    @Test
    void the_length_of_a_new_text_counts_bytes() {
        SerializedObject object = SerializedObject.ofBase64(base64("O:8:\"stdClass\":0:{}"));
        object.put("text", "\uD83D\uDE00\u00E9");
        assertThat(text(object)).isEqualTo("O:8:\"stdClass\":1:{s:4:\"text\";s:6:\"\uD83D\uDE00\u00E9\";}");
    }

    @Test
    void an_array_becomes_an_object() {
        assertThat(text(SerializedObject.ofBase64(base64("a:1:{s:1:\"a\";i:1;}"))))
                .isEqualTo("O:8:\"stdClass\":1:{s:1:\"a\";i:1;}");
    }

    @Test
    void objects_of_other_classes_go() {
        assertThat(text(SerializedObject.ofBase64(
                        base64("O:8:\"stdClass\":2:{s:1:\"a\";O:3:\"Bad\":1:{s:1:\"x\";i:1;}s:1:\"b\";i:2;}"))))
                .isEqualTo("O:8:\"stdClass\":1:{s:1:\"b\";i:2;}");
    }

    @Test
    void ids_are_positive_numbers_single_or_in_a_list() {
        SerializedObject object = SerializedObject.ofBase64(
                base64("O:8:\"stdClass\":4:{s:1:\"a\";a:4:{i:0;s:1:\"7\";i:1;i:8;i:2;s:1:\"x\";i:3;i:-9;}"
                        + "s:1:\"b\";s:2:\"12\";s:1:\"c\";i:0;s:1:\"d\";N;}"));
        assertThat(object.ids("a")).containsExactly(7L, 8L);
        assertThat(object.ids("b")).containsExactly(12L);
        assertThat(object.ids("d")).isEmpty();
        assertThat(object.ids("nothing")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no base64 at all \u00E9",
                "Tzo4OiJzdGRDbGFzcyI6MTp7",
                "czo1OiJhIjs=",
                "YTo5OTk5OTk5OTk5OTk6e30=",
                "YToxOntzOjE6ImEiO3M6OTk6IngiO30="
            })
    void what_is_no_object_becomes_the_object_that_php_makes_of_it(String config) {
        assertThat(text(SerializedObject.ofBase64(config))).isEqualTo("O:8:\"stdClass\":1:{s:1:\"0\";b:0;}");
        assertThat(text(SerializedObject.ofBase64(null))).isEqualTo("O:8:\"stdClass\":1:{s:1:\"0\";b:0;}");
    }

    @Test
    void deep_nesting_is_read_as_far_as_php_reads_it() {
        assertThat(SerializedObject.ofBase64(nested(4_000)).has("a")).isTrue();
        assertThat(SerializedObject.ofBase64(nested(1_000_000)).has("a")).isFalse();
    }

    private static String nested(int depth) {
        return base64("a:1:{s:1:\"a\";" + "a:1:{i:0;".repeat(depth) + "N;" + "}".repeat(depth) + "}");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(SerializedObject object) {
        return new String(Base64.getDecoder().decode(object.toBase64()), StandardCharsets.UTF_8);
    }
}
