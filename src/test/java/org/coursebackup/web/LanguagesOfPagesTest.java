package org.coursebackup.web;

import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

import org.coursebackup.language.Bundles;
import org.coursebackup.language.Languages;

import static org.assertj.core.api.Assertions.assertThat;

/** The page is in the reader's language, all of it, and nothing but the page is. */
class LanguagesOfPagesTest {
    private static final Pattern WORD = Pattern.compile("\\p{L}{2,}");
    private static final Set<String> NAMES = Set.of("json", "csv", "moodle", "sql", "jmx", "mbz");
    private static ReportSite site;
    private static String cookie;

    @BeforeAll
    static void start() throws Exception {
        site = new ReportSite().start().run();
        ManyNights.fill(site, 120, 12);
        cookie = site.cookie();
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"de", "es", "fr"})
    void a_page_has_no_words_of_another_language(String tag) throws Exception {
        Set<String> known = Bundles.words(tag);
        dates(tag, known);
        List<String> foreign = new ArrayList<>();
        Pattern names = Pattern.compile(new JdbcTemplate(site.pools.history())
                .queryForList("select shortname from course where shortname <> ''", String.class).stream()
                        .map(Pattern::quote)
                        .collect(Collectors.joining("|")));
        int words = 0;
        for (String path : paths()) {
            for (String text : VisibleText.of(body(path, tag))) {
                for (String word : WORD.matcher(names.matcher(text).replaceAll(""))
                        .results()
                        .map(found -> found.group().toLowerCase(Locale.ROOT))
                        .toList()) {
                    words++;
                    if (!known.contains(word) && !NAMES.contains(word)) {
                        foreign.add(path + ": " + word + " in '" + text + "'");
                    }
                }
            }
        }

        assertThat(foreign).isEmpty();
        assertThat(words).isGreaterThan(500);
    }

    @ParameterizedTest
    @CsvSource({"de,Übersicht", "es,Resumen", "fr,Vue d’ensemble", "en,Overview", "it,Overview"})
    void the_browser_chooses_the_language(String accepted, String title) throws Exception {
        HttpResponse<String> page = site.get("/", "Accept-Language", accepted);
        String tag = accepted.equals("it") ? "en" : accepted;

        assertThat(page.body()).contains("<html lang=\"" + tag + "\"", "<h1>" + title + "</h1>");
        assertThat(page.headers().firstValue("Content-Language")).contains(tag);
        assertThat(page.headers().firstValue("Vary")).contains("Accept-Language, Cookie");
    }

    @Test
    void what_the_program_wrote_in_english_is_marked_as_english() throws Exception {
        String reason = site.json("/api/causes").at("/causes/0/message").asText();
        String what = reason.substring(0, reason.indexOf(". ") + 1);

        assertThat(site.get("/causes", "Accept-Language", "de").body())
                .contains("<span lang=\"en\">" + Markup.escaped(what));
        assertThat(site.get("/causes").body()).contains(Markup.escaped(what)).doesNotContain("<span lang=\"en\">");
        assertThat(site.get("/", "Accept-Language", "de").body())
                .containsPattern("Kurse schlagen [^<]*: <span lang=\"en\">");
    }

    @Test
    void the_reader_chooses_another_language_and_comes_back_to_the_page() throws Exception {
        HttpResponse<String> chosen = site.post("/language", Map.of("language", "fr", "back", "/runs?page=1"));

        assertThat(chosen.statusCode()).isEqualTo(303);
        assertThat(chosen.headers().firstValue("Location")).contains("/runs?page=1");
        String cookie = chosen.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).contains("Path=/", "HttpOnly", "SameSite=Lax", "Max-Age=31536000");
        String sent = cookie.substring(0, cookie.indexOf(';'));
        assertThat(site.get("/runs?page=1", "Cookie", sent, "Accept-Language", "de")
                        .body())
                .contains("<h1>Exécutions</h1>", "value=\"fr\" lang=\"fr\" aria-current=\"true\">Français<");
    }

    @Test
    void who_chooses_the_browsers_own_language_is_without_a_cookie_again() throws Exception {
        assertThat(site.post("/language", Map.of("language", "de", "back", "/"), "Accept-Language", "de-AT")
                        .headers()
                        .firstValue("Set-Cookie"))
                .hasValueSatisfying(cookie -> assertThat(cookie).contains("Max-Age=0"));
    }

    @Test
    void nonsense_is_harmless() throws Exception {
        assertThat(site.get("/", "Accept-Language", "x".repeat(4000)).body()).contains("<html lang=\"en\"");
        assertThat(site.get("/", "Accept-Language", "de;q=x", "Cookie", "coursebackup-language=%00")
                        .body())
                .contains("<html lang=\"en\"");
        assertThat(site.get("/", "Cookie", "coursebackup-language=\"><b>").statusCode())
                .isEqualTo(200);
        HttpResponse<String> chosen =
                site.post("/language", Map.of("language", "xx\r\nSet-Cookie: a=b", "back", "//elsewhere.example"));
        assertThat(chosen.headers().firstValue("Location")).contains("/");
        assertThat(chosen.headers().allValues("Set-Cookie"))
                .singleElement()
                .asString()
                .doesNotContain("xx", "a=b");
    }

    @Test
    void programs_are_answered_in_english() throws Exception {
        assertThat(site.get("/api/overview", "Accept-Language", "de").body()).contains(" courses fail ");
        assertThat(site.get("/api/courses/4711", "Accept-Language", "de").body())
                .contains("There is no course with the id");
        assertThat(site.get("/courses.csv", "Accept-Language", "de").body())
                .contains("shortname", "good archive as of");
        assertThat(site.get("/metrics", "Accept-Language", "de").body()).contains("# HELP");
    }

    @Test
    void figures_are_written_as_in_the_readers_country() throws Exception {
        long courses = site.json("/api/site").at("/ages/courses").asLong();
        assertThat(courses).isBetween(100L, 999L);
        assertThat(site.get("/", "Accept-Language", "de-DE").body())
                .containsPattern("data-locale=\"de-DE\"")
                .containsPattern("<time datetime=\"[^\"]+\">\\d{2}\\.\\d{2}\\.\\d{4}, \\d{2}:\\d{2}</time>")
                .containsPattern("\\d,\\d [kMG]B");
        assertThat(site.get("/", "Accept-Language", "fr").body()).containsPattern("\\d,\\d [kMG]o");
    }

    private static List<String> paths() throws Exception {
        String run = site.json("/api/runs").at("/runs/0/id").asText();
        return List.of(
                "/",
                "/runs",
                "/runs/" + run + "?result=all",
                "/runs/" + run + "?result=failed&page=1",
                "/causes",
                "/routes",
                "/proofs",
                "/login",
                "/courses",
                "/courses?age=none&column=proved&column=category&column=next",
                "/courses?search=nothing-like-that",
                "/courses/8",
                "/courses/6",
                "/courses/8/archives/"
                        + site.json("/api/courses/8").at("/archives/0/name").asText() + "/contents",
                "/retention",
                "/settings",
                "/check",
                "/log",
                "/courses/4711",
                "/runs/4711",
                "/nothing");
    }

    private static String body(String path, String tag) throws Exception {
        return site.get(path, "Accept-Language", tag, "Cookie", cookie).body();
    }

    /** Names of months, as dates have them. */
    private static void dates(String tag, Set<String> known) {
        for (int month = 1; month <= 12; month++) {
            String day = Languages.choose(tag, "").notation().day(LocalDate.of(2026, month, 1));
            known.addAll(new TreeSet<>(WORD.matcher(day)
                    .results()
                    .map(found -> found.group().toLowerCase(Locale.ROOT))
                    .toList()));
        }
    }
}
