package org.coursebackup.archive.definition;

import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The small languages inside definitions: conditions, fields, matches, file areas. */
class WordsTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "users,true",
                "!users,false",
                "groups,false",
                "!groups,true",
                "users !groups,true",
                "users groups,false",
                "\"\",true",
                "\"  \",true",
                "method=rubric,true",
                "method=rubric groups,false"
            })
    void flags_of_a_condition_must_all_hold(String text, boolean holds) {
        assertThat(Condition.parse(text).flagsHold(Set.of("users")::contains)).isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource({
        "method=rubric,true",
        "method=guide,false",
        "!method=guide,true",
        "!method=rubric,false",
        "other=rubric,false",
        "!other=rubric,true",
        "users,true",
        "method=rubric qtype=essay,false"
    })
    void comparisons_of_a_condition_must_all_hold(String text, boolean holds) {
        Condition condition = Condition.parse(text);
        assertThat(condition.fieldsHold((name, value) -> name.equals("method") && value.equals("rubric")))
                .isEqualTo(holds);
        assertThat(condition.onFields().fieldsHold((name, value) -> name.equals("method") && value.equals("rubric")))
                .isEqualTo(holds);
    }

    @Test
    void a_condition_without_comparisons_has_no_part_about_fields() {
        assertThat(Condition.parse("users !groups").onFields()).isSameAs(Condition.ALWAYS);
        assertThat(Condition.parse(null)).isSameAs(Condition.ALWAYS);
    }

    @ParameterizedTest
    @CsvSource({
        "userid,userid,t,userid",
        "number=section,number,t,section",
        "name=x.label,name,x,label",
        "total,total,,sum(t.a)"
    })
    void a_field_has_a_name_and_a_column_or_an_expression(String word, String name, String alias, String expression) {
        Field field = Field.parse(word, Map.of("total", "sum(t.a)"));
        assertThat(field).isEqualTo(new Field(name, alias, expression, false, Condition.ALWAYS));
        assertThat(field.sql()).isEqualTo(alias == null ? expression : alias + "." + expression);
    }

    @Test
    void a_field_may_depend_on_a_condition_or_on_its_value() {
        assertThat(Field.parse("password?userpasswords", Map.of()))
                .isEqualTo(new Field("password", "t", "password", false, Condition.parse("userpasswords")));
        assertThat(Field.parse("url=h.wwwroot?not-null", Map.of()))
                .isEqualTo(new Field("url", "h", "wwwroot", true, Condition.ALWAYS));
        assertThat(Field.parse("name?!frontpage", Map.of()).when()).isEqualTo(Condition.parse("!frontpage"));
    }

    @ParameterizedTest
    @CsvSource({
        "choiceid,t.choiceid,id,",
        "contextid=context,t.contextid,context,",
        "ti.itemid=cm,ti.itemid,cm,",
        "id=final.user,t.id,final.user,",
        "id=ids(configdata.rssid),t.id,configdata,rssid"
    })
    void a_match_says_which_rows_belong_to_what(String word, String column, String value, String member) {
        assertThat(Match.parse(word)).isEqualTo(new Match(column, value, member));
    }

    @ParameterizedTest
    @CsvSource({
        "intro,false,mod_page,intro",
        "grade/feedback,false,grade,feedback",
        "system:grade/scale,true,grade,scale",
        "contenttype/*,false,contenttype,*"
    })
    void a_file_area_has_a_component_and_may_lie_in_the_systems_context(
            String word, boolean system, String component, String area) {
        assertThat(FileArea.parse(word, "id", "mod_page", Condition.ALWAYS))
                .isEqualTo(new FileArea(system ? "system" : "context", component, area, "id", Condition.ALWAYS));
    }
}
