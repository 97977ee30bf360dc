// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.segment;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.ConnectorFactory;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.toolkit.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** People who asked to be forgotten. */
final class DeletionTest {

    @RegisterExtension
    private static final WireMockExtension VENDOR =
            WireMockExtension.newInstance().build();

    private static final SubjectKeys MAX =
            new SubjectKeys("1", Map.of("user_id", "customer-4711", "email", "max@example.com"));
    private static final SubjectKeys VISITOR = new SubjectKeys("2", Map.of("anonymous_id", "visitor-1"));

    @Test
    void segment_suppresses_and_deletes_by_user_id() {
        VENDOR.stubFor(post(anyUrl()).willReturn(aResponse().withBody("{\"data\":{\"regulateId\":\"1Hq7mD\"}}")));
        assertThat(erase(new SegmentConnector(), segment(Map.of()), List.of(VISITOR, MAX)))
                .isEqualTo(new BatchResult.Done(
                        List.of(new Outcome.Skipped(SkipReason.NO_IDENTIFIER), new Outcome.Accepted("1Hq7mD"))));
        VENDOR.verify(postRequestedFor(urlEqualTo("/regulations"))
                .withHeader("Authorization", equalTo("Bearer sgp_token-that-nobody-sees"))
                .withRequestBody(equalToJson("{\"regulationType\":\"SUPPRESS_WITH_DELETE\",\"subjectType\":\"USER_ID\","
                        + "\"subjectIds\":[\"customer-4711\"]}")));
    }

    @Test
    void rudderstack_deletes_in_the_destinations_named() {
        VENDOR.stubFor(post(anyUrl()).willReturn(aResponse().withBody("[{\"id\":\"b287\"}]")));
        assertThat(erase(new RudderStackConnector(), rudderStack(Map.of()), List.of(MAX)))
                .isEqualTo(new BatchResult.Done(List.of(new Outcome.Accepted("b287"))));
        VENDOR.verify(postRequestedFor(urlEqualTo("/v2/regulations"))
                .withHeader("Authorization", equalTo("Bearer 2Le5-token-that-nobody-sees"))
                .withRequestBody(equalToJson("{\"regulationType\":\"suppress_with_delete\","
                        + "\"destinationIds\":[\"27OeyCriZ4vGFiOFPihSMgr0Nt1\"],"
                        + "\"users\":[{\"userId\":\"customer-4711\"}]}")));
    }

    @Test
    void the_identity_that_is_the_user_id_is_a_setting() {
        VENDOR.stubFor(post(anyUrl()).willReturn(aResponse().withBody("{\"data\":{\"regulateId\":\"r\"}}")));
        erase(new SegmentConnector(), segment(Map.of("userIdentity", "email")), List.of(MAX));
        var sent = Json.read(VENDOR.findAll(postRequestedFor(anyUrl())).get(0).getBody())
                .orElseThrow();
        assertThat(sent.path("subjectIds").toString()).isEqualTo("[\"max@example.com\"]");
    }

    @Test
    void more_than_five_thousand_people_are_several_regulations() {
        VENDOR.stubFor(post(anyUrl()).willReturn(aResponse().withBody("{\"data\":{\"regulateId\":\"r\"}}")));
        var people = IntStream.range(0, 5_001)
                .mapToObj(number -> new SubjectKeys("" + number, Map.of("user_id", "customer-" + number)))
                .toList();
        var done = (BatchResult.Done) erase(new SegmentConnector(), segment(Map.of()), people);
        assertThat(done.outcomes()).hasSize(5_001).allMatch(Outcome.Accepted.class::isInstance);
        VENDOR.verify(2, postRequestedFor(urlEqualTo("/regulations")));
    }

    @ParameterizedTest
    @CsvSource({"401, CREDENTIALS_REJECTED", "403, NOT_PERMITTED", "429, RATE_LIMITED", "500, UNAVAILABLE"})
    void a_refusal_is_told(int status, ProblemCode code) {
        VENDOR.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(status)));
        assertThat(refusal(new SegmentConnector(), segment(Map.of()))).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            {}
            {"data":{}}
            {"data":{"regulateId":" "}}
            {"data":{"regulateId":7}}
            """)
    void nobody_is_taken_for_deleted_without_a_regulation(String answer) {
        VENDOR.stubFor(post(anyUrl()).willReturn(aResponse().withBody(answer)));
        assertThat(refusal(new SegmentConnector(), segment(Map.of()))).isEqualTo(ProblemCode.BAD_RESPONSE);
    }

    @Test
    void deleting_needs_a_token_and_for_rudderstack_destinations() {
        assertThat(refusal(new SegmentConnector(), without(segment(Map.of()), "publicApiToken")))
                .isEqualTo(ProblemCode.INVALID_SETTING);
        assertThat(refusal(new RudderStackConnector(), without(rudderStack(Map.of()), "apiToken")))
                .isEqualTo(ProblemCode.INVALID_SETTING);
        assertThat(refusal(new RudderStackConnector(), without(rudderStack(Map.of()), "deletionDestinations")))
                .isEqualTo(ProblemCode.INVALID_SETTING);
        VENDOR.verify(0, postRequestedFor(anyUrl()));
    }

    private static Settings without(Settings settings, String name) {
        var values = new HashMap<>(settings.asMap());
        values.remove(name);
        return Settings.of(values);
    }

    private static Settings segment(Map<String, ?> more) {
        return Samples.segment(VENDOR.baseUrl(), more);
    }

    private static Settings rudderStack(Map<String, ?> more) {
        return Samples.rudderStack(VENDOR.baseUrl(), more);
    }

    private static ProblemCode refusal(ConnectorFactory connector, Settings settings) {
        var refusal = catchThrowableOfType(ConnectorException.class, () -> erase(connector, settings, List.of(MAX)));
        assertThat(refusal).as("deleting fails").isNotNull();
        return refusal.problem().code();
    }

    private static BatchResult erase(ConnectorFactory connector, Settings settings, List<SubjectKeys> people) {
        try (var destination = connector.open(settings, Samples.context())) {
            return destination.audiences().erase(people);
        }
    }
}
