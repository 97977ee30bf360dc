// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mparticle;

import static io.kohorte.connector.mparticle.FakeMparticle.EVENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SettingProblem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each pair of credentials is tried where it belongs. */
final class CheckTest {

    private static final Map<String, Object> WORKSPACE = Map.of("workspaceKey", "k", "workspaceSecret", "s");

    private final FakeMparticle mparticle = new FakeMparticle();

    @AfterEach
    void close() {
        mparticle.close();
    }

    @ParameterizedTest
    @CsvSource({"202,''", "400,''", "400,'{\"errors\":[{\"code\":\"BAD_REQUEST\"}]}'"})
    void sends_nobody_and_takes_any_word_about_that_for_a_yes(int status, String body) {
        mparticle.answer(EVENTS, status, body);

        assertThat(check(Map.of())).isEmpty();

        assertThat(mparticle.requests()).singleElement().satisfies(request -> assertThat(request.getBodyAsString())
                .isEqualTo("[]"));
    }

    @ParameterizedTest
    @CsvSource({
        "401,/secret,CREDENTIALS_REJECTED",
        "403,/secret,CREDENTIALS_REJECTED",
        "404,/eventsUrl,INVALID_SETTING",
        "301,/eventsUrl,INVALID_SETTING",
        "503,/eventsUrl,UNAVAILABLE",
        "429,'',RATE_LIMITED"
    })
    void a_problem_points_at_what_to_mend(int status, String pointer, ProblemCode code) {
        mparticle.answer(EVENTS, status, "");

        assertThat(check(Map.of()))
                .extracting(
                        SettingProblem::pointer, problem -> problem.problem().code())
                .containsExactly(tuple(pointer, code));
    }

    @Test
    void a_page_is_no_mparticle() {
        mparticle.answer(EVENTS, 400, "<html>");

        assertThat(check(Map.of())).extracting(SettingProblem::pointer).containsExactly("/eventsUrl");
    }

    @Test
    void the_workspace_is_asked_only_where_its_credentials_are_set() {
        mparticle.answer(EVENTS, 202, "");
        mparticle.answer("/v3/discovery", 403, "");

        assertThat(check(WORKSPACE)).extracting(SettingProblem::pointer).containsExactly("/workspaceSecret");

        mparticle.answer("/v3/discovery", 200, "{\"supported_subject_request_types\":[\"erasure\"]}");
        assertThat(check(WORKSPACE)).isEmpty();

        mparticle.answer("/v3/discovery", 200, "{}");
        assertThat(check(WORKSPACE)).extracting(SettingProblem::pointer).containsExactly("/dsrUrl");
    }

    @Test
    void both_may_be_wrong() {
        mparticle.answer(EVENTS, 401, "");
        mparticle.answer("/v3/discovery", 404, "");

        assertThat(check(WORKSPACE)).extracting(SettingProblem::pointer).containsExactly("/secret", "/dsrUrl");
    }

    private List<SettingProblem> check(Map<String, ?> settings) {
        return new MparticleConnector().check(mparticle.settings(settings), FakeMparticle.context());
    }
}
