package org.coursebackup.store;

import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class FileNameTemplateTest {
    private static final Map<String, Object> VALUES = Map.of(
            "format",
            "moodle2",
            "type",
            "course",
            "id",
            42L,
            "users",
            true,
            "anonymised",
            false,
            "files",
            true,
            "useidonly",
            false,
            "date",
            "20261127-0300",
            "course",
            Map.of("shortname", "A &amp; \"B\"", "fullname", "Full 'name'", "startdate", "20260901-0000", "number", 0));

    /** With what PHP's Mustache makes of the same template and values. */
    static Stream<Arguments> templates() {
        return Stream.of(
                arguments("plain", "plain"),
                arguments("{{id}}-{{ date }}", "42-20261127-0300"),
                arguments("{{course.shortname}}", "A &amp;amp; &quot;B&quot;"),
                arguments("{{{course.shortname}}}{{& course.fullname }}", "A &amp; \"B\"Full 'name'"),
                arguments("{{#course}}{{fullname}} of {{id}}{{/course}}", "Full 'name' of 42"),
                arguments("{{#course.fullname}}{{.}}{{/course.fullname}}", "Full 'name'"),
                arguments("{{#users}}u{{/users}}{{^users}}nu{{/users}}{{#anonymised}}an{{/anonymised}}", "u"),
                arguments("{{users}}{{anonymised}}", "1"),
                arguments("{{^course.number}}none{{/course.number}}{{course.number}}", "none0"),
                arguments("{{#str}}backupfilename{{/str}}-{{#str}} backupfilename , core{{/str}}", "backup-backup"),
                arguments("{{nothing}}{{course.nothing}}{{id.x}}{{#nothing}}x{{/nothing}}{{>part}}-", "-"),
                arguments("{{course.fullname.length}}{{course.class}}{{id.class.name}}{{course.entrySet}}-", "-"),
                arguments("{{! a } comment {{ }}{{id}}", "42"),
                arguments("{{=<% %>=}}<%id%>{{id}}<%={{ }}=%>{{id}}", "42{{id}}42"),
                arguments("a{ }} {b} $", "a{ }} {b} $"));
    }

    @ParameterizedTest
    @MethodSource("templates")
    void renders_as_moodle_does(String template, String expected) throws UnusableTemplateException {
        assertThat(FileNameTemplate.of(template).render(VALUES)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{",
                "{{id",
                "{{id}",
                "{{{id}}",
                "{{#users}}",
                "{{/users}}",
                "{{#users}}{{#files}}{{/users}}{{/files}}",
                "{{}}",
                "{{ }}",
                "{{course..shortname}}",
                "{{course.shortname.}}",
                "{{this}}",
                "{{course.-index}}",
                "{{ #users}}x{{ /users}}",
                "{{id{}}",
                "{{%FILTERS}}{{id | upper}}",
                "{{<parent}}{{/parent}}",
                "{{$block}}{{/block}}",
                "{{=}}",
                "{{==}}",
                "{{=<<< >>>=}}",
                "{{= < > =}}",
                "{{={{ }}=}}",
                "{{=< >=}}<{id}>",
                "{{course}}",
                "{{{course}}}",
                "{{.}}",
                "{{str}}",
                "{{#str}}delete{{/str}}",
                "{{#str}}{{id}}{{/str}}",
                "{{#str}}backupfilename, mod_quiz{{/str}}"
            })
    void what_is_broken_or_read_differently_by_php_makes_no_name(String template) {
        assertThatThrownBy(() -> FileNameTemplate.of(template).render(VALUES))
                .isInstanceOf(UnusableTemplateException.class)
                .hasMessageMatching("[a-z].*");
    }

    @Test
    void a_template_can_neither_grow_without_end_nor_exhaust_the_stack() throws UnusableTemplateException {
        String enormous = "x".repeat(FileNameTemplate.LONGEST + 1);
        assertThatThrownBy(() -> FileNameTemplate.of(enormous)).hasMessageContaining("more than 10000 characters");
        int depth = FileNameTemplate.LONGEST / 16;
        String nested = "{{#id}}".repeat(depth) + "x" + "{{/id}}".repeat(depth);
        assertThat(FileNameTemplate.of(nested).render(VALUES)).isEqualTo("x");
        assertThatThrownBy(() -> FileNameTemplate.of("{{#id}}".repeat(1400)))
                .isInstanceOf(UnusableTemplateException.class);
    }
}
