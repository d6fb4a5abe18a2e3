package org.coursebackup.language;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Which language a browser gets, and how it writes numbers and dates. */
class LanguagesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "de | de | de",
                "de-DE,de;q=0.9,en-US;q=0.8 | de | de-DE",
                "de-AT | de | de-AT",
                "en-GB,en;q=0.7,de;q=0.3 | en | en-GB",
                "it,fr;q=0.8,de;q=0.9 | de | de",
                "pt-BR,pt;q=0.9,es-MX;q=0.5,en;q=0.4 | es | es-MX",
                "fr;q=0,de;q=0.1 | de | de",
                "DE-de | de | de-DE",
                "* | en | en",
                "zh-Hant-TW,ja | en | en",
                "de-Latn-XX-1996 | de | de"
            })
    void the_browser_gets_the_language_it_likes_best_of_those_there_are(String accepted, String tag, String locale) {
        Language language = Languages.choose(accepted, "");

        assertThat(language.tag()).isEqualTo(tag);
        assertThat(language.locale().toLanguageTag()).isEqualTo(locale);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ",",
                ";",
                ";q=1",
                "de;q=",
                "de;q=x",
                "de;q=7",
                "de;q=-1",
                "q=0",
                "\u0000",
                "💾",
                "de_DE",
                "en;q=0",
                "-",
                "--,--",
                "<script>"
            })
    void nonsense_gets_english(String accepted) {
        assertThat(Languages.choose(accepted, "").tag()).isEqualTo("en");
    }

    @Test
    void a_long_header_counts_as_far_as_it_is_read_and_many_are_harmless() {
        assertThat(Languages.choose("fr," + "de-AT,".repeat(100_000), "").tag()).isEqualTo("fr");
        assertThat(Languages.choose("x".repeat(1_000_000), "").tag()).isEqualTo("en");
        Random random = new Random(11);
        for (int n = 0; n < 20_000; n++) {
            StringBuilder header = new StringBuilder();
            for (int i = random.nextInt(40); i > 0; i--) {
                header.append("de,;q=0.1-*es_ ".charAt(random.nextInt(15)));
            }
            assertThat(Languages.TAGS)
                    .contains(Languages.choose(header.toString(), "").tag());
        }
    }

    @Test
    void what_the_reader_chose_counts_before_what_the_browser_asks_for() {
        assertThat(Languages.choose("de-DE,en;q=0.5", "fr").locale().toLanguageTag())
                .isEqualTo("fr");
        assertThat(Languages.choose("de-DE,fr-CH;q=0.5", "fr").locale().toLanguageTag())
                .isEqualTo("fr-CH");
        assertThat(Languages.choose("de-DE", "xx").tag()).isEqualTo("de");
        assertThat(Languages.choose("de-DE", "../../x").tag()).isEqualTo("de");
    }

    @Test
    void the_machines_own_language_is_never_mixed_in() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.FRENCH);
        try {
            assertThat(Language.ENGLISH.say("nav.courses")).isEqualTo("Courses");
            assertThat(Languages.choose("it", "").say("nav.courses")).isEqualTo("Courses");
            assertThat(Languages.choose("en-NZ", "").say("nav.courses")).isEqualTo("Courses");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void figures_lengths_and_dates_are_written_as_the_language_does() {
        Notation english = Languages.choose("en", "").notation();
        Notation german = Languages.choose("de", "").notation();
        Notation swiss = Languages.choose("de-CH", "").notation();
        Notation french = Languages.choose("fr", "").notation();
        Notation mexican = Languages.choose("es-MX", "").notation();

        assertThat(List.of(english.count(20_009), german.count(20_009), swiss.count(20_009), mexican.count(20_009)))
                .containsExactly("20,009", "20.009", "20’009", "20,009");
        assertThat(french.count(20_009)).matches("20\\h009");
        assertThat(List.of(english.bytes(1_234_567), german.bytes(1_234_567), french.bytes(1_234_567)))
                .containsExactly("1.2 MB", "1,2 MB", "1,2 Mo");
        assertThat(List.of(german.bytes(999), german.bytes(999_000_000), french.bytes(0)))
                .containsExactly("999 B", "999 MB", "0 o");
        assertThat(List.of(german.took(Duration.ofMillis(1234)), english.took(Duration.ofMillis(12))))
                .containsExactly("1,2 s", "12 ms");
        assertThat(List.of(french.span(Duration.ofHours(76)), german.span(Duration.ofMinutes(62))))
                .containsExactly("3 j 4 h", "1 h 2 min");
        assertThat(List.of(english.span(Duration.ZERO), english.span(Duration.ofSeconds(200))))
                .containsExactly("0 s", "3 min 20 s");
        assertThat(german.rate(3.14)).isEqualTo("3,1");
        assertThat(german.day(LocalDate.parse("2026-11-28"))).isEqualTo("28.11.2026");
        assertThat(german.time(Instant.parse("2026-11-28T03:04:05Z"), ZoneOffset.UTC))
                .isEqualTo("28.11.2026, 03:04");
    }

    @Test
    void a_text_is_english_for_programs_and_numbers_in_it_are_written_for_people() {
        Text text = Text.of("courses.count", 1518);

        assertThat(text).hasToString("1,518 courses");
        assertThat(Languages.choose("de", "").say(text)).isEqualTo("1.518 Kurse");
        assertThat(Languages.choose("fr", "").say(Text.of("story.run-failed", Text.of("story.no-reason"))))
                .isEqualTo("La dernière exécution a échoué : aucune raison n’a été consignée.");
        assertThat(Languages.choose("de", "").say(Text.english("The disk is full.")))
                .isEqualTo("The disk is full.");
    }
}
