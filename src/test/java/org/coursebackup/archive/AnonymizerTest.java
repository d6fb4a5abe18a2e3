package org.coursebackup.archive;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class AnonymizerTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "auth,manual",
                "city,Perth",
                "country,AU",
                "lastip,127.0.0.1",
                "picture,0",
                "descriptionformat,0",
                "idnumber,\"\"",
                "phone1,\"\"",
                "phone2,\"\"",
                "institution,\"\"",
                "department,\"\"",
                "address,\"\"",
                "description,\"\"",
                "imagealt,\"\"",
                "username,anon1",
                "email,anon1@doesntexist.invalid",
                "firstname,anonfirstname1",
                "lastname,anonlastname1",
                "firstnamephonetic,anonfirstnamephonetic1",
                "lastnamephonetic,anonlastnamephonetic1",
                "middlename,anonmiddlename1",
                "alternatename,anonalternatename1",
                "lang,of the user",
                "timezone,of the user",
                "deleted,of the user"
            })
    void what_identifies_a_user_is_replaced_and_the_rest_stays(String field, String value) {
        assertThat(new Anonymizer().filter("user", field, "of the user")).isEqualTo(value);
        assertThat(new Anonymizer().filter("user", field, null)).isEqualTo(value.equals("of the user") ? null : value);
    }

    @Test
    void users_are_counted() {
        Anonymizer anonymizer = new Anonymizer();
        assertThat(List.of(
                        anonymizer.filter("user", "username", "a"),
                        anonymizer.filter("user", "firstname", "A"),
                        anonymizer.filter("user", "username", "b")))
                .containsExactly("anon1", "anonfirstname1", "anon2");
    }

    @Test
    void other_elements_of_the_document_stay() {
        assertThat(new Anonymizer().filter("role", "description", "x")).isEqualTo("x");
    }
}
