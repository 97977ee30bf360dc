// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.iterable;

import static io.kohorte.tck.TestVendor.parse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.spi.BatchResult;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SubjectKeys;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ErasureTest {

    private static final SubjectKeys BOTH =
            new SubjectKeys("p", Map.of("email", " Max@Example.com", "user_id", "U-4711"));

    private final FakeIterable iterable = new FakeIterable();
    private IterableDestination destination = iterable.open(Map.of());

    @AfterEach
    void close() {
        destination.close();
        iterable.close();
    }

    @Test
    void a_person_is_forgotten_by_what_the_project_knows_them_by() {
        iterable.post("/users/forget", 200, "{\"code\":\"Success\",\"msg\":\"\",\"params\":null}");

        assertThat(erase(BOTH)).containsExactly(new Outcome.Accepted(""));
        destination.close();
        destination = iterable.open(Map.of("projectType", "hybrid"));
        assertThat(erase(BOTH, new SubjectKeys("p", Map.of("email", "eva@example.com"))))
                .containsOnly(new Outcome.Accepted(""));

        assertThat(iterable.jsonBody(0)).isEqualTo(parse("{\"email\":\"max@example.com\"}"));
        assertThat(iterable.jsonBody(1)).isEqualTo(parse("{\"userId\":\"U-4711\"}"));
        assertThat(iterable.jsonBody(2)).isEqualTo(parse("{\"email\":\"eva@example.com\"}"));
    }

    @Test
    void whoever_is_not_there_is_forgotten_and_whoever_has_no_name_is_told() {
        iterable.post("/users/forget", 400, "{\"code\":\"error.users.noUserWithEmailExists\"}");

        var outcomes = erase(BOTH, new SubjectKeys("p", Map.of("user_id", "U-4712")));

        assertThat(outcomes.get(0)).isEqualTo(new Outcome.Accepted(""));
        assertThat(((Outcome.Rejected) outcomes.get(1)).problem().code()).isEqualTo(ProblemCode.IDENTIFIER_MISSING);
    }

    @Test
    void a_success_that_does_not_say_so_is_none() {
        iterable.post("/users/forget", 200, "{}");
        assertThatThrownBy(() -> erase(BOTH)).hasMessageStartingWith("BAD_RESPONSE");
    }

    private List<Outcome> erase(SubjectKeys... subjects) {
        return ((BatchResult.Done) destination.audiences().erase(List.of(subjects))).outcomes();
    }
}
