package org.coursebackup.archive.text;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class CleanTextTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "plain                                | plain",
                "tab\\u0009 and line\\u000Afeed stay   | tab\\u0009 and line\\u000Afeed stay",
                "a\\u000D\\u000Ab\\u000Dc\\u000D       | a\\u000Ab\\u000Ac\\u000A",
                "\\u000D\\u000D\\u000A                 | \\u000A\\u000A",
                "a\\u0000b\\u0008c\\u000Bd\\u000Ce\\u001Ff | abcdef",
                "a\\u007Fb                             | ab",
                "a\\u0080b\\u0085c\\u009Fd             | a\\u0080b\\u0085c\\u009Fd",
                "a\\uFDD0b\\uFFFDc                     | a\\uFDD0b\\uFFFDc",
                "a\\uFFFEb\\uFFFFc                     | abc",
                "a\\uD83D\\uDE00b                      | a\\uD83D\\uDE00b",
                "a\\uD83Db                             | ab",
                "a\\uDE00b                             | ab",
                "\\uD83D                               | \"\"",
                "\\uDE00\\uD83D                        | \"\"",
                "\\uD83D\\uD83D\\uDE00                 | \\uD83D\\uDE00",
            })
    void a_text_loses_what_xml_cannot_hold_and_nothing_else(String dirty, String clean) {
        assertThat(CleanText.of(unescaped(dirty))).isEqualTo(unescaped(clean));
    }

    @Test
    void a_text_without_anything_to_remove_is_not_copied() {
        String text = "Größe\t<b>\u4E2D</b>\n";
        assertThat(CleanText.of(text)).isSameAs(text);
    }

    @Test
    void blanks_around_a_text_stay() {
        assertThat(CleanText.of("  a \u0001 ")).isEqualTo("  a  ");
    }

    private static String unescaped(String text) {
        StringBuilder result = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.startsWith("\\u", i)) {
                result.append((char) Integer.parseInt(text.substring(i + 2, i + 6), 16));
                i += 5;
            } else {
                result.append(text.charAt(i));
            }
        }
        return result.toString();
    }
}
