package org.coursebackup.archive;

import java.time.Instant;
import java.time.ZoneId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.coursebackup.archive.RandomCondition.Candidate;
import org.coursebackup.archive.RandomCondition.UnusableException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RandomConditionTest {
    private static final long NOON = Instant.parse("2026-05-01T10:00:00Z").getEpochSecond();
    private static final Candidate QUESTION =
            new Candidate(1, 30, "essay", "On Mount ÉTNA, 50 %", "geo-7", "What is lava?", "Hot!", NOON);
    private static final Candidate NAMELESS = new Candidate(2, 30, "match", "On Mount Etna", null, "Which?", "", NOON);

    private static boolean picks(String filters, Candidate question) throws UnusableException {
        return RandomCondition.parse(
                        "{\"filter\": {" + filters.replace('\'', '"') + "}}", plugin -> true, ZoneId.of("Europe/Paris"))
                .picks(question);
    }

    @ParameterizedTest(name = "{0} values [{1}]: {2}, without the text: {3}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "1; 'étna';                        true;  false",
                "1; 'etna', 'mount';               true;  true",
                "2; 'etna', 'mount';               false; true",
                "0; 'etna';                        true;  false",
                "2; 'mo_nt', 'on%,';               true;  false",
                "2; '50 \\\\%', 'mount';           true;  false",
                "0; 'volcano';                     true;  true",
                "1; ;                              true;  true"
            })
    void names_contain_texts_without_regard_to_case(int join, String values, boolean one, boolean other)
            throws UnusableException {
        String filter =
                "'questionname': {'jointype': " + join + ", 'values': [" + (values == null ? "" : values) + "]}";
        assertThat(picks(filter, QUESTION)).isEqualTo(one);
        assertThat(picks(filter, NAMELESS)).isEqualTo(other);
    }

    @Test
    void a_question_without_an_id_number_neither_has_a_text_in_it_nor_has_not() throws UnusableException {
        assertThat(picks("'questionidnumber': {'jointype': 1, 'values': ['GEO']}", QUESTION))
                .isTrue();
        assertThat(picks("'questionidnumber': {'jointype': 1, 'values': ['geo']}", NAMELESS))
                .isFalse();
        assertThat(picks("'questionidnumber': {'jointype': 0, 'values': ['geo']}", NAMELESS))
                .isFalse();
    }

    @Test
    void question_text_and_feedback_are_both_looked_through() throws UnusableException {
        assertThat(picks("'questiontext': {'jointype': 2, 'values': ['LAVA', 'hot']}", QUESTION))
                .isTrue();
        assertThat(picks("'questiontext': {'jointype': 0, 'values': ['hot']}", QUESTION))
                .isFalse();
    }

    @Test
    void types_are_wanted_or_not() throws UnusableException {
        assertThat(picks("'qtype': {'jointype': 1, 'values': ['essay', '']}", QUESTION))
                .isTrue();
        assertThat(picks("'qtype': {'jointype': 0, 'values': ['essay']}", QUESTION))
                .isFalse();
        assertThat(picks("'qtype': {'jointype': 1, 'values': ['']}", QUESTION)).isTrue();
    }

    @Test
    void categories_are_wanted_or_not() throws UnusableException {
        assertThat(picks("'category': {'jointype': 1, 'values': [29, '30']}", QUESTION))
                .isTrue();
        assertThat(picks("'category': {'jointype': 0, 'values': [29, '30']}", QUESTION))
                .isFalse();
        assertThat(picks("'category': {'jointype': 1, 'values': [29]}", QUESTION))
                .isFalse();
    }

    @Test
    void drafts_are_never_picked_and_ready_ones_whatever_the_hidden_filter_says() throws UnusableException {
        assertThat(picks("'status': {'jointype': 1, 'values': ['0']}", QUESTION))
                .isTrue();
        assertThat(picks("'status': {'jointype': 1, 'values': [1]}", QUESTION)).isFalse();
        assertThat(picks("'hidden': {'jointype': 1, 'values': [1]}", QUESTION)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "after, 2026-05-01T11:59, 2026-05-01T11:59, true",
        "after, 2026-05-01T12:00, 2026-05-01T12:00, false",
        "before, 2026-05-01, 2026-05-01 12:01, true",
        "before, 2026-05-02, 2026-05-01T12:00:00, false",
        "between, 2026-05-01, 2026-05-02, true",
        "between, 2026-05-02, 2026-05-03, false"
    })
    void times_of_change_are_those_of_the_sites_zone(String mode, String after, String before, boolean picked)
            throws UnusableException {
        assertThat(picks(
                        "'timemodified': {'values': ['" + after + "', '" + before + "'], 'filteroptions': {'mode': '"
                                + mode + "'}}",
                        QUESTION))
                .isEqualTo(picked);
    }

    @Test
    void excluded_tags_let_questions_with_another_tag_pass_only() throws UnusableException {
        RandomCondition condition = RandomCondition.parse(
                "{\"filter\": {\"qtagids\": {\"jointype\": 0, \"values\": [7]}}}", plugin -> true, ZoneId.of("UTC"));
        condition.countTag(1, 8);
        condition.countTag(2, 7);
        assertThat(condition.picks(QUESTION)).isTrue();
        assertThat(condition.picks(NAMELESS)).isFalse();
    }

    @Test
    void the_option_beside_the_others_is_understood() throws UnusableException {
        assertThat(RandomCondition.parse(
                                "{\"filter\": {\"category\": {\"values\": [3], \"includesubcategories\": true}}}",
                                plugin -> true,
                                ZoneId.of("UTC"))
                        .withSubcategories)
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "3",
                "{",
                "{\"filter\": {\"category\": {\"values\": []}}}",
                "{\"filter\": {\"createdby\": {\"values\": [\"x\"]}}}",
                "{\"filter\": {\"timemodified\": {\"values\": [\"soon\"], \"filteroptions\": {\"mode\": \"after\"}}}}"
            })
    void what_cannot_be_evaluated_is_refused(String json) {
        assertThatThrownBy(() -> RandomCondition.parse(json, plugin -> true, ZoneId.of("UTC")))
                .isInstanceOf(UnusableException.class);
    }
}
