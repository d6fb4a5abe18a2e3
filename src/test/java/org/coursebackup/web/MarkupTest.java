package org.coursebackup.web;

import java.util.List;

import io.pebbletemplates.pebble.extension.escaper.SafeString;
import org.junit.jupiter.api.Test;

import org.coursebackup.language.Amount;
import org.coursebackup.language.Code;
import org.coursebackup.language.English;
import org.coursebackup.language.Language;
import org.coursebackup.language.Languages;
import org.coursebackup.language.Text;

import static org.assertj.core.api.Assertions.assertThat;

/** Texts become HTML in which nobody else's HTML is. */
class MarkupTest {
    private static final Language GERMAN = Languages.choose("de", "");

    @Test
    void whatever_is_said_is_text_and_only_what_a_template_made_is_html() {
        assertThat(said(Text.of("course.number", "<b>7</b> & \"x\"")))
                .isEqualTo("Kurs &lt;b&gt;7&lt;/b&gt; &amp; &quot;x&quot;");
        assertThat(said(Text.of("story.run-failed", new English("<script>"))))
                .isEqualTo("Der letzte Lauf ist gescheitert: <span lang=\"en\">&lt;script&gt;</span>");
        assertThat(said(Text.of("story.no-start.remedy", new Code("a<b")))).isEqualTo("<code>a&lt;b</code> prüfen.");
        assertThat(Markup.of(GERMAN, "footer.as-of", List.of(new SafeString("<time>now</time>")))
                        .toString())
                .isEqualTo("Stand: <time>now</time>.");
    }

    @Test
    void nobody_puts_something_in_the_place_of_html() {
        assertThat(said(Text.of("missing.run", "\uE0000\uE001", new Code("x"))))
                .isEqualTo("Einen Lauf „0“ gibt es nicht. Läufe, die älter sind als <code>x</code>, werden vergessen.");
        assertThat(said(Text.of("course.number", "{0} $1 \\1"))).isEqualTo("Kurs {0} $1 \\1");
    }

    @Test
    void sizes_and_texts_in_a_text_are_in_its_language() {
        assertThat(said(Text.of("difference.contents-added", 2, new Amount(1_500_000))))
                .isEqualTo("Die Inhalte von 2 Dateien sind hinzugekommen (1,5 MB).");
        assertThat(said(Text.of("difference.documents", Text.of("difference.more", "a, b", 3))))
                .isEqualTo("Dokumente des ganzen Kurses, die sich unterscheiden: a, b und 3 weitere.");
        assertThat(Text.of("difference.contents-added", 1, new Amount(1_500_000)))
                .hasToString("The content of one file was added (1.5 MB).");
    }

    private static String said(Text text) {
        return Markup.of(GERMAN, text).toString();
    }
}
