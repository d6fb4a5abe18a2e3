package org.coursebackup.archive.text;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class PlainTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "no tags & no loss                               | no tags & no loss",
                "<b>bold</b> and <i class=\"x\">more</i>         | bold and more",
                "1 < 2 and 3 > 2                                 | 1 < 2 and 3 > 2",
                "a<b                                             | a",
                "a<!-- > hidden -->b                             | ab",
                "a<?php echo '>'; ?>b                            | ab",
                "<img alt=\">\" src='x'>after                    | after",
                "<p>open                                         | open",
                "tail<                                           | tail",
                "<span lang=\"en\" class=\"multilang\">one</span><span lang=\"de\""
                        + " class=\"multilang\">eins</span> | <span lang=\"en\""
                        + " class=\"multilang\">one</span><span lang=\"de\" class=\"multilang\">eins</span>",
                "<lang lang=\"en\">one</lang>                    | <lang lang=\"en\">one</lang>",
                "<lang lang=\"en\"><b>one</b></lang>             | <lang lang=\"en\">one</lang>",
                "<lang lang=\"en\">one                           | one",
                "<span>one</span>                                | one",
                "<span onclick=\"x\" lang=\"en\">one</span>      | one",
                "</span>one<span lang=\"en\" class=\"multilang\"> | one",
            })
    void tags_go_but_for_wellformed_languages(String text, String plain) {
        assertThat(PlainText.of(text)).isEqualTo(plain);
    }
}
