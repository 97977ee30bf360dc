// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.braze;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SettingProblem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings are tried with the permission that syncs need. */
final class CheckTest {

    private final FakeBraze braze = new FakeBraze();

    @AfterEach
    void close() {
        braze.close();
    }

    @ParameterizedTest
    @CsvSource({"track,/users/track", "bulk,/users/track/bulk"})
    void asks_about_nobody_and_creates_nobody(String endpoint, String path) {
        braze.answer(path, 201, "{\"message\":\"success\",\"attributes_processed\":1}");

        assertThat(check(Map.of("endpoint", endpoint))).isEmpty();

        assertThat(braze.requests())
                .singleElement()
                .satisfies(
                        request -> assertThat(request.getBodyAsString())
                                .isEqualTo(
                                        "{\"attributes\":[{\"external_id\":\"kohorte-connection-check\",\"_update_existing_only\":true}]}"));
    }

    @Test
    void an_objection_to_the_question_comes_from_a_braze_that_took_the_key() {
        braze.answer("/users/track", 400, "{\"message\":\"Valid data must be provided\"}");

        assertThat(check(Map.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    401 | {"message":"Invalid API key"}                | /apiKey       | CREDENTIALS_REJECTED
                    401 | {"message":"You do not have permission"}     | /apiKey       | NOT_PERMITTED
                    403 | {"message":"Your rate plan does not support"}| /restEndpoint | NOT_PERMITTED
                    404 | {"message":"Invalid URL"}                    | /restEndpoint | INVALID_SETTING
                    400 | <html>no Braze</html>                        | /restEndpoint | BATCH_REFUSED
                    201 | {"ok":true}                                  | /restEndpoint | BAD_RESPONSE
                    301 | moved                                        | /restEndpoint | INVALID_SETTING
                    """)
    void a_problem_points_at_what_to_mend(int status, String body, String pointer, ProblemCode code) {
        braze.answer("/users/track", status, body);

        assertThat(check(Map.of())).singleElement().satisfies(problem -> {
            assertThat(problem.pointer()).isEqualTo(pointer);
            assertThat(problem.problem().code()).isEqualTo(code);
        });
    }

    private List<SettingProblem> check(Map<String, ?> settings) {
        return new BrazeConnector().check(braze.settings(settings), FakeBraze.context());
    }
}
