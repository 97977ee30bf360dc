// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.tealium;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.Settings;
import io.kohorte.tck.TestClock;
import io.kohorte.tck.TestContext;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** By whose token, to which host, and what a refusal means. */
final class SignInTest extends TealiumFixture {

    @Test
    void the_host_of_the_region_is_known_later() {
        var settings =
                new HashMap<>(Samples.settings(TEALIUM.baseUrl(), Map.of()).asMap());
        settings.remove("collectUrl");
        try (var destination = new TealiumConnector().open(Settings.of(settings), Samples.context())) {
            assertThat(destination
                            .audiences()
                            .preview(RemoteAudience.planned(MIRROR), Samples.batch(Samples.max(MemberChange.Kind.ADD)))
                            .requests()
                            .get(0)
                            .url())
                    .isEqualTo("https://{host}/v3/collect/bulk-event");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "tealiumapis.com.evil.example",
                "evil.example/x.tealiumapis.com",
                "user@x.tealiumapis.com",
                "eviltealiumapis.com"
            })
    void a_host_that_is_none_of_tealiums_gets_nobodys_data(String host) {
        TEALIUM.stubFor(post(anyUrl()).willReturn(token("t-1", host)));
        var settings =
                new HashMap<>(Samples.settings(TEALIUM.baseUrl(), Map.of()).asMap());
        settings.remove("collectUrl");
        try (var destination = new TealiumConnector().open(Settings.of(settings), Samples.context())) {
            assertThat(refusal(destination).problem().code()).isEqualTo(ProblemCode.BAD_RESPONSE);
        }
    }

    @Test
    void a_token_is_asked_for_once_and_anew_when_it_is_stale() {
        answers("");
        var clock = TestClock.at(Samples.NOW);
        try (var destination = open(Map.of(), new TestContext(clock, true))) {
            write(destination);
            clock.advance(Duration.ofMinutes(28));
            write(destination);
            TEALIUM.verify(1, postRequestedFor(urlEqualTo("/v3/auth/accounts/acme/profiles/main")));
            clock.advance(Duration.ofMinutes(2));
            write(destination);
            TEALIUM.verify(2, postRequestedFor(urlEqualTo("/v3/auth/accounts/acme/profiles/main")));
        }
        TEALIUM.verify(postRequestedFor(urlMatching("/v3/auth/.*"))
                .withHeader("Content-Type", equalTo("application/x-www-form-urlencoded"))
                .withRequestBody(equalTo("username=kohorte%40acme.example&key=key-that%28nobody%29sees")));
        TEALIUM.verify(
                3,
                postRequestedFor(urlEqualTo("/v3/collect/bulk-event"))
                        .withHeader("Authorization", equalTo("Bearer t-1")));
    }

    @Test
    void a_token_that_is_refused_in_the_middle_is_renewed_once() {
        answers("");
        TEALIUM.stubFor(post(urlEqualTo("/v3/collect/bulk-event"))
                .inScenario("expired")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(aResponse().withStatus(401))
                .willSetStateTo("renewed"));
        try (var destination = open(Map.of(), Samples.context())) {
            assertThat(write(destination)).isEqualTo(new BatchResult.Done(List.of(new Outcome.Accepted(""))));
        }
        TEALIUM.verify(2, postRequestedFor(urlMatching("/v3/auth/.*")));
    }

    @Test
    void when_no_token_is_given_those_who_wait_for_it_do_not_ask_again() throws Exception {
        answers("");
        TEALIUM.stubFor(post(urlMatching("/v3/auth/.*"))
                .willReturn(aResponse().withStatus(401).withFixedDelay(2_000)));
        var together = Executors.newFixedThreadPool(4);
        try (var destination = open(Map.of(), Samples.context())) {
            var refusals = together.invokeAll(
                    Collections.nCopies(4, () -> refusal(destination).problem().code()));
            for (var refusal : refusals) {
                assertThat(refusal.get()).isEqualTo(ProblemCode.CREDENTIALS_REJECTED);
            }
            TEALIUM.verify(1, postRequestedFor(urlMatching("/v3/auth/.*")));

            answers("");
            assertThat(write(destination)).isEqualTo(new BatchResult.Done(List.of(new Outcome.Accepted(""))));
        } finally {
            together.shutdownNow();
        }
    }

    @Test
    void a_token_that_was_refused_is_not_used_again_when_there_is_no_other() {
        answers("");
        TEALIUM.stubFor(post(urlEqualTo("/v3/collect/bulk-event"))
                .inScenario("refused")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(aResponse().withStatus(401))
                .willSetStateTo("refused"));
        TEALIUM.stubFor(post(urlMatching("/v3/auth/.*"))
                .inScenario("refused")
                .whenScenarioStateIs("refused")
                .willReturn(aResponse().withStatus(503)));
        try (var destination = open(Map.of(), Samples.context())) {
            assertThat(refusal(destination).problem().code()).isEqualTo(ProblemCode.UNAVAILABLE);
            assertThat(refusal(destination).problem().code()).isEqualTo(ProblemCode.UNAVAILABLE);
        }
        TEALIUM.verify(1, postRequestedFor(urlEqualTo("/v3/collect/bulk-event")));
    }

    @Test
    void the_open_api_needs_no_token() {
        answers("");
        try (var destination = open(Map.of("auth", "v1"), Samples.context())) {
            write(destination);
        }
        TEALIUM.verify(postRequestedFor(urlEqualTo("/bulk-event")).withoutHeader("Authorization"));
        TEALIUM.verify(0, postRequestedFor(urlMatching("/v3/.*")));
    }

    @ParameterizedTest
    @CsvSource({
        "400, BATCH_REFUSED",
        "401, CREDENTIALS_REJECTED",
        "404, AUDIENCE_GONE",
        "429, RATE_LIMITED",
        "500, UNAVAILABLE",
        "503, UNAVAILABLE",
    })
    void each_refusal_has_its_meaning(int status, ProblemCode code) {
        answers("");
        TEALIUM.stubFor(post(urlEqualTo("/v3/collect/bulk-event"))
                .willReturn(aResponse().withStatus(status)));
        try (var destination = open(Map.of(), Samples.context())) {
            assertThat(refusal(destination).problem().code()).isEqualTo(code);
        }
    }

    @Test
    void a_page_is_no_success() {
        answers("<html>Sign in</html>");
        try (var destination = open(Map.of(), Samples.context())) {
            assertThat(refusal(destination).problem().code()).isEqualTo(ProblemCode.BAD_RESPONSE);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "v3, 401, /apiKey, CREDENTIALS_REJECTED",
        "v3, 400, /apiKey, CREDENTIALS_REJECTED",
        "v3, 403, /username, NOT_PERMITTED",
        "v3, 404, /account, INVALID_SETTING",
        "v3, 500, /authUrl, UNAVAILABLE",
        "v1, 400, /account, BATCH_REFUSED",
        "v1, 500, /collectUrl, UNAVAILABLE",
    })
    void a_check_points_at_the_setting_to_mend(String auth, int status, String pointer, ProblemCode code) {
        TEALIUM.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(status)));
        assertThat(new TealiumConnector()
                        .check(Samples.settings(TEALIUM.baseUrl(), Map.of("auth", auth)), Samples.context()))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.pointer()).isEqualTo(pointer);
                    assertThat(problem.problem().code()).isEqualTo(code);
                });
    }

    @Test
    void a_check_of_the_open_api_concerns_no_visitor() {
        answers("");
        assertThat(new TealiumConnector()
                        .check(Samples.settings(TEALIUM.baseUrl(), Map.of("auth", "v1")), Samples.context()))
                .isEmpty();
        TEALIUM.verify(postRequestedFor(urlEqualTo("/event"))
                .withRequestBody(equalToJson("{\"tealium_account\":\"acme\",\"tealium_profile\":\"main\","
                        + "\"tealium_event\":\"kohorte_check\",\"tealium_environment\":\"dev\","
                        + "\"tealium_datasource\":\"abc123\"}")));
    }
}
