// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.segment;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.ConnectorFactory;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SettingProblem;
import io.kohorte.spi.Settings;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the vendors answer to events, and to a check. */
final class AnswersTest {

    @RegisterExtension
    private static final WireMockExtension VENDOR =
            WireMockExtension.newInstance().build();

    @Test
    void the_write_key_is_the_user_name_of_basic_authentication() {
        VENDOR.stubFor(post(anyUrl()).willReturn(taken()));
        assertThat(write(new SegmentConnector(), segment()))
                .isEqualTo(new BatchResult.Done(List.of(new Outcome.Accepted(""))));
        VENDOR.verify(postRequestedFor(urlEqualTo("/v1/batch"))
                .withHeader("Authorization", equalTo("Basic YWJjMTIzOg=="))
                .withHeader("Content-Type", equalTo("application/json")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    400 | Invalid JSON                                    | BATCH_REFUSED
                    400 | request neither has anonymousId nor userId      | BATCH_REFUSED
                    401 | Failed to read writeKey from header             | CREDENTIALS_REJECTED
                    404 | Source is disabled                              | INVALID_SETTING
                    413 | Request size exceeds max limit                  | BATCH_REFUSED
                    429 | max requests limit reached                      | RATE_LIMITED
                    500 | Failed to read body from request                | UNAVAILABLE
                    503 | Service unavailable                             | UNAVAILABLE
                    504 | Gateway timeout                                 | UNAVAILABLE
                    200 | not OK                                          | BAD_RESPONSE
                    """)
    void each_refusal_of_rudderstack_has_its_meaning(int status, String text, ProblemCode code) {
        VENDOR.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(status).withBody(text)));
        assertThat(refusal(new RudderStackConnector(), rudderStack(), 2)
                        .problem()
                        .code())
                .isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    400 | {"success":false,"message":"malformed JSON"}    | BATCH_REFUSED
                    400 | {"success":false,"message":"payload too large"} | BATCH_REFUSED
                    401 | {}                                              | CREDENTIALS_REJECTED
                    429 | {}                                              | RATE_LIMITED
                    503 | {}                                              | UNAVAILABLE
                    200 | {"success":false}                               | BAD_RESPONSE
                    200 | {"success":"true"}                              | BAD_RESPONSE
                    """)
    void each_refusal_of_segment_has_its_meaning(int status, String text, ProblemCode code) {
        VENDOR.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(status).withBody(text)));
        assertThat(refusal(new SegmentConnector(), segment(), 2).problem().code())
                .isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({
        "Retry-After, 2, 2",
        "X-RateLimit-Reset, 3, 3",
        "X-RateLimit-Reset, 1795292775, 5",
        "X-RateLimit-Reset, soon, 0",
    })
    void waits_as_long_as_segment_says(String header, String value, int seconds) {
        VENDOR.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(429).withHeader(header, value)));
        assertThat(refusal(new SegmentConnector(), segment(), 2).after())
                .isBetween(Duration.ofSeconds(Math.max(0, seconds - 1)), Duration.ofSeconds(seconds));
    }

    @Test
    void a_check_of_segment_reaches_nobody_behind_it() {
        VENDOR.stubFor(post(anyUrl()).willReturn(taken()));
        VENDOR.stubFor(get(anyUrl()).willReturn(aResponse().withBody("{\"data\":{}}")));
        assertThat(new SegmentConnector().check(segment(), Samples.context())).isEmpty();
        VENDOR.verify(
                postRequestedFor(urlEqualTo("/v1/batch"))
                        .withRequestBody(
                                equalToJson(
                                        """
                        {"batch":[{"type":"track","messageId":"kohorte-check-1795292770344","anonymousId":"kohorte-check",
                          "event":"Kohorte Connection Checked","context":{"library":{"name":"kohorte","version":"1.0.0"}},
                          "integrations":{"All":false}}]}""")));
    }

    @Test
    void a_check_of_rudderstack_sends_no_event() {
        VENDOR.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(400).withBody("Empty batch payload")));
        VENDOR.stubFor(get(anyUrl()).willReturn(aResponse().withBody("[]")));
        assertThat(new RudderStackConnector().check(rudderStack(), Samples.context()))
                .isEmpty();
        VENDOR.verify(postRequestedFor(urlEqualTo("/v1/batch")).withRequestBody(equalTo("{\"batch\":[]}")));
    }

    @ParameterizedTest
    @CsvSource({
        "401, 200, /writeKey, CREDENTIALS_REJECTED",
        "404, 200, /dataPlaneUrl, INVALID_SETTING",
        "400, 200, /dataPlaneUrl, INVALID_SETTING",
        "500, 200, /dataPlaneUrl, UNAVAILABLE",
        "429, 200, '', RATE_LIMITED",
        "200, 401, /apiToken, CREDENTIALS_REJECTED",
        "200, 403, /apiToken, NOT_PERMITTED",
        "200, 404, /apiUrl, AUDIENCE_GONE",
    })
    void a_check_points_at_the_setting_to_mend(int events, int management, String pointer, ProblemCode code) {
        VENDOR.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(events).withBody("OK")));
        VENDOR.stubFor(
                get(anyUrl()).willReturn(aResponse().withStatus(management).withBody("[]")));
        assertThat(new RudderStackConnector().check(rudderStack(), Samples.context()))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.pointer()).isEqualTo(pointer);
                    assertThat(problem.problem().code()).isEqualTo(code);
                });
    }

    @Test
    void a_wrong_key_and_a_wrong_token_are_told_together() {
        VENDOR.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(401)));
        VENDOR.stubFor(get(anyUrl()).willReturn(aResponse().withStatus(403)));
        assertThat(new SegmentConnector().check(segment(), Samples.context()))
                .extracting(SettingProblem::pointer)
                .containsExactly("/writeKey", "/publicApiToken");
    }

    @Test
    void an_address_that_takes_no_events_is_no_address_of_segment() {
        VENDOR.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(400).withBody("what is this?")));
        VENDOR.stubFor(get(anyUrl()).willReturn(aResponse().withBody("{}")));
        assertThat(new SegmentConnector().check(segment(), Samples.context()))
                .extracting(SettingProblem::pointer)
                .containsExactly("/url");
    }

    @Test
    void without_a_token_the_management_api_is_left_alone() {
        VENDOR.stubFor(post(anyUrl()).willReturn(taken()));
        var settings = new HashMap<>(segment().asMap());
        settings.remove("publicApiToken");
        assertThat(new SegmentConnector().check(Settings.of(settings), Samples.context()))
                .isEmpty();
    }

    @Test
    void europe_has_addresses_of_its_own() {
        var europe = TrackingSettings.segment(Settings.of(Map.of("writeKey", "abc123", "region", "eu")));
        assertThat(europe.url()).isEqualTo("https://events.eu1.segmentapis.com");
        assertThat(europe.deletion().url()).isEqualTo("https://eu1.api.segmentapis.com");
        var america = TrackingSettings.segment(Settings.of(Map.of("writeKey", "abc123")));
        assertThat(america.url()).isEqualTo("https://api.segment.io");
        assertThat(america.deletion().url()).isEqualTo("https://api.segmentapis.com");
    }

    private static ResponseDefinitionBuilder taken() {
        return aResponse().withHeader("Content-Type", "application/json").withBody("{\"success\":true}");
    }

    private static Settings segment() {
        return Samples.segment(VENDOR.baseUrl() + "/", Map.of());
    }

    private static Settings rudderStack() {
        return Samples.rudderStack(VENDOR.baseUrl(), Map.of());
    }

    private static BatchResult write(ConnectorFactory connector, Settings settings) {
        return write(connector, settings, 1);
    }

    private static ConnectorException refusal(ConnectorFactory connector, Settings settings, int rows) {
        var refusal = catchThrowableOfType(ConnectorException.class, () -> write(connector, settings, rows));
        assertThat(refusal).as("the request is refused").isNotNull();
        return refusal;
    }

    private static BatchResult write(ConnectorFactory connector, Settings settings, int rows) {
        var changes = new MemberChange[rows];
        Arrays.fill(changes, Samples.max(MemberChange.Kind.ADD));
        try (var destination = connector.open(settings, Samples.context())) {
            var audiences = destination.audiences();
            var spec = Samples.audience(DeleteBehaviour.REMOVE_FROM_AUDIENCE, Map.of());
            return audiences.write(audiences.ensure(spec), Samples.batch(changes));
        }
    }
}
