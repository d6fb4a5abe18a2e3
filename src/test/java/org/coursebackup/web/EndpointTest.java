package org.coursebackup.web;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

import org.coursebackup.web.Endpoint.Door;

import static org.assertj.core.api.Assertions.assertThat;

class EndpointTest {
    @Test
    void the_api_has_what_openapi_says_and_nothing_else() throws Exception {
        TreeSet<String> described = new TreeSet<>();
        new ObjectMapper()
                .readTree(EndpointTest.class.getResource("/report/openapi.json"))
                .get("paths")
                .properties()
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(field -> {
                    if (List.of("get", "put", "post", "delete", "patch").contains(field)) {
                        described.add(field.toUpperCase(Locale.ROOT) + " " + path.getKey());
                    }
                }));

        assertThat(table().stream()
                        .filter(endpoint -> endpoint.pattern().startsWith("/api/"))
                        .map(endpoint -> endpoint.method() + " " + endpoint.pattern()))
                .hasSizeGreaterThan(5)
                .containsExactlyInAnyOrderElementsOf(described);
    }

    @Test
    void whatever_changes_something_has_to_be_meant() {
        assertThat(table())
                .filteredOn(endpoint -> !endpoint.method().equals("GET"))
                .filteredOn(endpoint -> !endpoint.pattern().equals("/login"))
                // which changes nothing but a cookie
                .filteredOn(endpoint -> !endpoint.pattern().equals("/language"))
                .isNotEmpty()
                .allMatch(endpoint -> endpoint.door() == Door.MEANT);
    }

    @Test
    void names_in_a_pattern_stand_for_exactly_one_part_of_the_path() {
        Endpoint endpoint = new Endpoint("GET", "/courses/{id}/archives/{name}", Door.READ, (request, of) -> null);

        assertThat(endpoint.match(List.of("courses", "7", "archives", "a/b.mbz")))
                .contains(List.of("7", "a/b.mbz"));
        assertThat(endpoint.match(List.of("courses", "7", "archives"))).isEmpty();
        assertThat(endpoint.match(List.of("courses", "7", "backup", "x"))).isEmpty();
        assertThat(endpoint.match(List.of("courses", "7", "archives", "x", "y")))
                .isEmpty();
    }

    /** The table alone; no page is called. */
    private static List<Endpoint> table() {
        return new Web(null, null, null, null, null, null, null, null, "").endpoints();
    }
}
