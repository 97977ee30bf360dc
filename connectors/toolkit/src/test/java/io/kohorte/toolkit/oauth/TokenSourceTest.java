// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.oauth;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.BasicCredentials;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.MovableClock;
import io.kohorte.toolkit.Secret;
import io.kohorte.toolkit.Surroundings;
import io.kohorte.toolkit.http.HttpBounds;
import io.kohorte.toolkit.http.HttpCall;
import io.kohorte.toolkit.http.SafeHttp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenSourceTest {

    @RegisterExtension
    private static final WireMockExtension VENDOR =
            WireMockExtension.newInstance().build();

    private final MovableClock clock = new MovableClock(Surroundings.NOON);
    private final Surroundings surroundings = Surroundings.open().at(clock);
    private final SafeHttp http = new SafeHttp(surroundings, HttpBounds.STANDARD);

    @AfterEach
    void close() {
        http.close();
    }

    @Test
    void asks_with_basic_credentials() {
        vendorGives(
                okJson("{\"access_token\":\"t1\",\"instance_url\":\"https://acme.example\",\"refresh_token\":\"r\"}"));
        var token = source(ClientCredentials.Style.BASIC).current();

        assertThat(token.value().reveal()).isEqualTo("t1");
        assertThat(token.extras()).containsExactly(Map.entry("instance_url", "https://acme.example"));
        VENDOR.verify(
                1,
                postRequestedFor(urlEqualTo("/token"))
                        .withBasicAuth(new BasicCredentials("key%3A1", "s%26+c"))
                        .withFormParam("grant_type", equalTo("client_credentials"))
                        .withFormParam("scope", equalTo("members:write")));
    }

    @Test
    void asks_with_credentials_in_the_form() {
        vendorGives(okJson("{\"access_token\":\"t1\"}"));
        source(ClientCredentials.Style.FORM).current();
        VENDOR.verify(
                1,
                postRequestedFor(urlEqualTo("/token"))
                        .withoutHeader("authorization")
                        .withFormParam("client_id", equalTo("key:1"))
                        .withFormParam("client_secret", equalTo("s& c")));
    }

    @Test
    void keeps_a_token_without_lifetime_until_it_is_refused() {
        vendorGives(okJson("{\"access_token\":\"t1\"}"));
        var source = source(ClientCredentials.Style.BASIC);
        source.current();
        clock.advance(Duration.ofDays(300));
        source.current();
        assertTokensFetched(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3600", "\"3600\""})
    void renews_a_token_shortly_before_it_ends(String expiresIn) {
        vendorGives(okJson("{\"access_token\":\"t1\",\"expires_in\":" + expiresIn + "}"));
        var source = source(ClientCredentials.Style.BASIC);
        source.current();
        clock.advance(Duration.ofSeconds(3569));
        source.current();
        assertTokensFetched(1);
        clock.advance(Duration.ofSeconds(1));
        source.current();
        assertTokensFetched(2);
    }

    @Test
    void previews_no_token_and_sends_it() {
        vendorGives(okJson("{\"access_token\":\"t1\"}"));
        VENDOR.stubFor(any(urlEqualTo("/members")).willReturn(aResponse().withStatus(200)));
        var source = source(ClientCredentials.Style.BASIC);
        var call = call(source);

        assertThat(call.shown().headers()).containsEntry("authorization", "Bearer ***");
        assertTokensFetched(0);
        assertThat(source.send(call).status()).isEqualTo(200);
        VENDOR.verify(1, postRequestedFor(urlEqualTo("/members")).withHeader("authorization", equalTo("Bearer t1")));
    }

    @Test
    void renews_once_when_the_token_is_refused() {
        vendorGivesOneTokenAfterTheOther();
        VENDOR.stubFor(any(urlEqualTo("/members")).willReturn(aResponse().withStatus(401)));
        VENDOR.stubFor(any(urlEqualTo("/members"))
                .withHeader("authorization", equalTo("Bearer t2"))
                .willReturn(aResponse().withStatus(200)));
        var source = source(ClientCredentials.Style.BASIC);

        assertThat(source.send(call(source)).status()).isEqualTo(200);
        assertTokensFetched(2);
        VENDOR.verify(2, postRequestedFor(urlEqualTo("/members")));
    }

    @Test
    void does_not_renew_a_second_time() {
        vendorGives(okJson("{\"access_token\":\"t1\"}"));
        VENDOR.stubFor(any(urlEqualTo("/members")).willReturn(aResponse().withStatus(401)));
        var source = source(ClientCredentials.Style.BASIC);

        assertThat(source.send(call(source)).status()).isEqualTo(401);
        assertTokensFetched(2);
        VENDOR.verify(2, postRequestedFor(urlEqualTo("/members")));
    }

    @Test
    void renews_once_for_all_who_were_refused() throws ExecutionException, InterruptedException {
        vendorGivesOneTokenAfterTheOther();
        var source = source(ClientCredentials.Style.BASIC);
        var refused = source.current();
        var renewed = together(8, () -> source.renew(refused).value().reveal());
        assertThat(renewed).containsOnly("t2");
        assertTokensFetched(2);
    }

    @Test
    void open_destinations_of_one_account_that_are_refused_at_once_renew_once() throws Exception {
        vendorGivesOneTokenAfterTheOther();
        VENDOR.stubFor(any(urlEqualTo("/members")).willReturn(aResponse().withStatus(200)));
        VENDOR.stubFor(any(urlEqualTo("/members"))
                .withHeader("authorization", equalTo("Bearer t1"))
                .willReturn(aResponse().withStatus(401).withFixedDelay(100)));
        try (var other = new SafeHttp(surroundings, HttpBounds.STANDARD)) {
            var both = List.of(
                    source(ClientCredentials.Style.BASIC),
                    new TokenSource(other, surroundings, credentials(ClientCredentials.Style.BASIC)));
            var turn = new AtomicInteger();

            var statuses = together(8, () -> {
                var source = both.get(turn.getAndIncrement() % 2);
                return Integer.toString(source.send(call(source)).status());
            });

            assertThat(statuses).containsOnly("200");
        }
        assertTokensFetched(2);
    }

    @Test
    void other_credentials_have_a_token_of_their_own() {
        vendorGivesOneTokenAfterTheOther();
        var known = credentials(ClientCredentials.Style.BASIC);
        var renewed = new ClientCredentials(
                known.tokenUrl(), known.clientId(), new Secret("rotated"), known.style(), known.extras());

        assertThat(source(ClientCredentials.Style.BASIC).current().value().reveal())
                .isEqualTo("t1");
        assertThat(new TokenSource(http, surroundings, renewed)
                        .current()
                        .value()
                        .reveal())
                .isEqualTo("t2");
    }

    @ParameterizedTest
    @CsvSource({
        "400, CREDENTIALS_REJECTED", "401, CREDENTIALS_REJECTED", "403, CREDENTIALS_REJECTED", "404, INVALID_SETTING",
        "302, INVALID_SETTING", "429, RATE_LIMITED", "500, UNAVAILABLE", "503, UNAVAILABLE"
    })
    void says_why_there_is_no_token(int status, ProblemCode code) {
        vendorGives(aResponse().withStatus(status).withBody("{\"error\":\"invalid_client\"}"));
        assertThat(refusal(source(ClientCredentials.Style.BASIC)).problem().code())
                .isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html/>", "{}", "{\"access_token\":\"\"}", "{\"access_token\":7}", "[]"})
    void a_success_without_a_token_is_a_bad_response(String body) {
        vendorGives(aResponse().withStatus(200).withBody(body));
        assertThat(refusal(source(ClientCredentials.Style.BASIC)).problem().code())
                .isEqualTo(ProblemCode.BAD_RESPONSE);
    }

    @Test
    void asks_again_after_a_failure() {
        vendorGives(aResponse().withStatus(503));
        var source = source(ClientCredentials.Style.BASIC);
        refusal(source);
        vendorGives(okJson("{\"access_token\":\"t1\"}"));
        assertThat(source.current().value().reveal()).isEqualTo("t1");
    }

    @Test
    void shows_no_secret() {
        vendorGives(aResponse().withStatus(401).withBody("{\"error\":\"s& c\\ninvalid\"}"));
        var refusal = refusal(source(ClientCredentials.Style.FORM));
        assertThat(credentials(ClientCredentials.Style.FORM).toString()).doesNotContain("s& c");
        assertThat(refusal.problem().vendorCode()).isEqualTo("401");
        vendorGives(okJson("{\"access_token\":\"t1secret\"}"));
        assertThat(source(ClientCredentials.Style.FORM).current().toString()).doesNotContain("t1secret");
    }

    private void vendorGives(ResponseDefinitionBuilder answer) {
        VENDOR.stubFor(post(urlEqualTo("/token")).willReturn(answer));
    }

    private void vendorGivesOneTokenAfterTheOther() {
        VENDOR.stubFor(post(urlEqualTo("/token"))
                .inScenario("tokens")
                .whenScenarioStateIs(Scenario.STARTED)
                .willSetStateTo("second")
                .willReturn(okJson("{\"access_token\":\"t1\"}")));
        VENDOR.stubFor(post(urlEqualTo("/token"))
                .inScenario("tokens")
                .whenScenarioStateIs("second")
                .willReturn(okJson("{\"access_token\":\"t2\"}").withFixedDelay(200)));
    }

    private static void assertTokensFetched(int times) {
        VENDOR.verify(times, postRequestedFor(urlEqualTo("/token")));
    }

    private TokenSource source(ClientCredentials.Style style) {
        return new TokenSource(http, surroundings, credentials(style));
    }

    private static ClientCredentials credentials(ClientCredentials.Style style) {
        return new ClientCredentials(
                VENDOR.baseUrl() + "/token", "key:1", new Secret("s& c"), style, Map.of("scope", "members:write"));
    }

    private HttpCall call(TokenSource source) {
        return source.authorise(http.post(VENDOR.baseUrl() + "/members")).build();
    }

    private static ConnectorException refusal(TokenSource source) {
        var refusal = catchThrowableOfType(ConnectorException.class, source::current);
        assertThat(refusal).as("no token is given").isNotNull();
        return refusal;
    }

    private static List<String> together(int threads, Callable<String> deed)
            throws ExecutionException, InterruptedException {
        var executor = Executors.newFixedThreadPool(threads);
        try {
            var start = new CountDownLatch(1);
            var answers = new ArrayList<Future<String>>();
            for (var i = 0; i < threads; i++) {
                answers.add(executor.submit(() -> {
                    start.await();
                    return deed.call();
                }));
            }
            start.countDown();
            var texts = new ArrayList<String>();
            for (var answer : answers) {
                texts.add(answer.get());
            }
            return texts;
        } finally {
            executor.shutdownNow();
        }
    }
}
