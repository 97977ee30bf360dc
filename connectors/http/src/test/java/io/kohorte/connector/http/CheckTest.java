// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A check tells a wrong secret from a missing permission from a wrong address. */
final class CheckTest {

    private final Api api = new Api();

    @AfterEach
    void stop() {
        api.close();
    }

    @ParameterizedTest
    @CsvSource({
        "200, /me, '', ''",
        "404, '', '', ''",
        "405, '', '', ''",
        "404, /me, /checkPath, AUDIENCE_GONE",
        "401, /me, /bearerToken, CREDENTIALS_REJECTED",
        "401, '', /bearerToken, CREDENTIALS_REJECTED",
        "403, /me, /bearerToken, NOT_PERMITTED",
        "302, /me, /baseUrl, INVALID_SETTING",
        "503, '', /baseUrl, UNAVAILABLE",
        "429, /me, '', RATE_LIMITED",
    })
    void points_at_the_setting_to_mend(int status, String path, String pointer, String code) {
        api.answers(status, "{}");
        Map<String, ?> settings = path.isEmpty()
                ? Map.of("auth", "bearer", "bearerToken", "t-1")
                : Map.of("auth", "bearer", "bearerToken", "t-1", "checkPath", path);
        var problems = new HttpConnector().check(api.settings(settings), Api.context());
        if (code.isEmpty()) {
            assertThat(problems).isEmpty();
        } else {
            assertThat(problems).singleElement().satisfies(problem -> {
                assertThat(problem.pointer()).isEqualTo(pointer);
                assertThat(problem.problem().code().name()).isEqualTo(code);
            });
        }
        assertThat(api.request().getUrl()).isEqualTo("/v1" + path);
        assertThat(api.request().getMethod().getName()).isEqualTo("GET");
    }
}
