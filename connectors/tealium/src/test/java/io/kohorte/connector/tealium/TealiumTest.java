// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.tealium;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Consent;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.Destination;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Preview;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.spi.SyncMode;
import io.kohorte.toolkit.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes to Tealium, by whose token, and what comes of it. */
final class TealiumTest {

    @RegisterExtension
    private static final WireMockExtension TEALIUM =
            WireMockExtension.newInstance().build();

    private static final AudienceSpec MIRROR = Samples.audience(DeleteBehaviour.REMOVE_FROM_AUDIENCE, Map.of());

    @Test
    void an_event_marks_a_known_visitor_and_all_its_values_are_texts() {
        var body = body(preview(MIRROR, Map.of(), Samples.max(MemberChange.Kind.ADD)));
        assertThat(body.path("shared").toString())
                .isEqualTo("{\"tealium_account\":\"acme\",\"tealium_profile\":\"main\","
                        + "\"tealium_environment\":\"prod\",\"tealium_datasource\":\"abc123\"}");
        var event = body.path("events").get(0);
        assertThat(event.toString())
                .startsWith("{\"tealium_event\":\"kohorte_audience\","
                        + "\"tealium_visitor_id\":\"__acme_main__5678_customer-4711__\","
                        + "\"last_name\":\"Müller-Lüdenscheidt\",\"churn_score\":\"0.870\",\"vip\":\"true\","
                        + "\"last_seen\":\"2026-11-01T08:00:00Z\",\"city\":\"\",\"customer_id\":\"customer-4711\","
                        + "\"kohorte_seg_42\":\"true\",\"kohorte_audience\":\"seg-42\",\"kohorte_change\":\"entered\","
                        + "\"event_uuid\":");
        assertThat(event).allMatch(JsonNode::isTextual);
    }

    @ParameterizedTest
    @CsvSource({
        "UPDATE, REMOVE_FROM_AUDIENCE, changed, true, Müller-Lüdenscheidt",
        "REMOVE, REMOVE_FROM_AUDIENCE, left, false,",
        "REMOVE, CLEAR_FIELDS, left, false, ''",
    })
    void who_changes_stays_marked_and_who_leaves_does_not(
            MemberChange.Kind kind, DeleteBehaviour behaviour, String change, String mark, String name) {
        var event = body(preview(Samples.audience(behaviour, Map.of()), Map.of(), Samples.max(kind)))
                .path("events")
                .get(0);
        assertThat(event.path("kohorte_change").asText()).isEqualTo(change);
        assertThat(event.path("kohorte_seg_42").asText()).isEqualTo(mark);
        assertThat(event.has("last_name")).isEqualTo(name != null);
        assertThat(event.path("last_name").asText("")).isEqualTo(name == null ? "" : name);
    }

    @Test
    void names_are_the_choice_of_the_user() {
        var spec = Samples.audience(
                DeleteBehaviour.REMOVE_FROM_AUDIENCE, Map.of("attribute", "ai_high_churn", "event", "ai_update"));
        var settings = Map.of(
                "identityAttributes", Map.of("customer_id", "crm_number"),
                "visitorIdPattern", "{attribute}|{value}",
                "consentAttributes", Map.of("marketing", "may_write", "sms", "may_text"));
        var event = body(preview(spec, settings, Samples.max(MemberChange.Kind.ADD)))
                .path("events")
                .get(0);
        assertThat(event.path("tealium_event").asText()).isEqualTo("ai_update");
        assertThat(event.path("ai_high_churn").asText()).isEqualTo("true");
        assertThat(event.path("crm_number").asText()).isEqualTo("customer-4711");
        assertThat(event.path("tealium_visitor_id").asText()).isEqualTo("5678|customer-4711");
        assertThat(event.path("may_write").asText()).isEqualTo("true");
        assertThat(event.has("may_text")).isFalse();
    }

    @Test
    void a_device_is_its_own_visitor() {
        var visitor = new MemberChange(
                MemberChange.Kind.ADD,
                new SubjectKeys("1", Map.of("anonymous_id", "018f2a")),
                Map.of(),
                Consent.NEVER_ASKED);
        var event = body(preview(MIRROR, Map.of(), visitor)).path("events").get(0);
        assertThat(event.path("tealium_visitor_id").asText()).isEqualTo("018f2a");
        assertThat(event.has("anonymous_id")).isFalse();
    }

    @Test
    void never_more_than_ten_events_go_together() {
        var changes = IntStream.range(0, 25)
                .mapToObj(number -> Samples.person(MemberChange.Kind.ADD, number))
                .toArray(MemberChange[]::new);
        assertThat(preview(MIRROR, Map.of(), changes).requests())
                .extracting(request -> request.rows().size())
                .containsExactly(10, 10, 5);
    }

    @Test
    void events_are_the_same_on_every_attempt_and_differ_by_person() {
        var first =
                preview(MIRROR, Map.of(), Samples.person(MemberChange.Kind.ADD, 1), Samples.max(MemberChange.Kind.ADD));
        assertThat(preview(
                        MIRROR, Map.of(), Samples.person(MemberChange.Kind.ADD, 1), Samples.max(MemberChange.Kind.ADD)))
                .isEqualTo(first);
        var ids = new ArrayList<String>();
        body(first)
                .path("events")
                .forEach(event -> ids.add(event.path("event_uuid").asText()));
        assertThat(ids).hasSize(2).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"last name", "last-name", "tealium_visitor_id", "1st", "müller"})
    void a_field_that_is_no_attribute_is_held_back(String name) {
        var change = new MemberChange(
                MemberChange.Kind.ADD,
                new SubjectKeys("1", Map.of("customer_id", "c-1")),
                Map.of(name, FieldValue.of("x")),
                Consent.NEVER_ASKED);
        assertThat(preview(MIRROR, Map.of(), change).refused()).singleElement().satisfies(refusal -> assertThat(
                        ((Outcome.Rejected) refusal.outcome()).problem().code())
                .isEqualTo(ProblemCode.FIELD_INVALID));
    }

    @Test
    void nothing_is_sent_where_nothing_is_to_be_said() {
        var unmarked = Samples.audience(DeleteBehaviour.REMOVE_FROM_AUDIENCE, Map.of("mark", false));
        for (var spec : List.of(unmarked, Samples.audience(DeleteBehaviour.NOTHING, Map.of()))) {
            assertThat(preview(spec, Map.of(), Samples.max(MemberChange.Kind.REMOVE))
                            .refused())
                    .extracting(Preview.Refusal::outcome)
                    .containsExactly(new Outcome.Skipped(SkipReason.NOTHING_TO_SEND));
        }
    }

    @Test
    void the_host_of_the_region_is_known_later() {
        var settings =
                new HashMap<>(Samples.settings(TEALIUM.baseUrl(), Map.of()).asMap());
        settings.remove("collectUrl");
        try (var destination = new TealiumConnector().open(Settings.of(settings), new Samples.Surroundings())) {
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
        try (var destination = new TealiumConnector().open(Settings.of(settings), new Samples.Surroundings())) {
            assertThat(refusal(destination).problem().code()).isEqualTo(ProblemCode.BAD_RESPONSE);
        }
    }

    @Test
    void a_token_is_asked_for_once_and_anew_when_it_is_stale() {
        answers("");
        var surroundings = new Samples.Surroundings();
        try (var destination = open(Map.of(), surroundings)) {
            write(destination);
            surroundings.now = surroundings.now.plus(Duration.ofMinutes(28));
            write(destination);
            TEALIUM.verify(1, postRequestedFor(urlEqualTo("/v3/auth/accounts/acme/profiles/main")));
            surroundings.now = surroundings.now.plus(Duration.ofMinutes(2));
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
        try (var destination = open(Map.of(), new Samples.Surroundings())) {
            assertThat(write(destination)).isEqualTo(new BatchResult.Done(List.of(new Outcome.Accepted(""))));
        }
        TEALIUM.verify(2, postRequestedFor(urlMatching("/v3/auth/.*")));
    }

    @Test
    void the_open_api_needs_no_token() {
        answers("");
        try (var destination = open(Map.of("auth", "v1"), new Samples.Surroundings())) {
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
        try (var destination = open(Map.of(), new Samples.Surroundings())) {
            assertThat(refusal(destination).problem().code()).isEqualTo(code);
        }
    }

    @Test
    void a_page_is_no_success() {
        answers("<html>Sign in</html>");
        try (var destination = open(Map.of(), new Samples.Surroundings())) {
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
                        .check(Samples.settings(TEALIUM.baseUrl(), Map.of("auth", auth)), new Samples.Surroundings()))
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
                        .check(Samples.settings(TEALIUM.baseUrl(), Map.of("auth", "v1")), new Samples.Surroundings()))
                .isEmpty();
        TEALIUM.verify(postRequestedFor(urlEqualTo("/event"))
                .withRequestBody(equalToJson("{\"tealium_account\":\"acme\",\"tealium_profile\":\"main\","
                        + "\"tealium_event\":\"kohorte_check\",\"tealium_environment\":\"dev\","
                        + "\"tealium_datasource\":\"abc123\"}")));
    }

    @Test
    void visitors_are_deleted_by_every_identity() {
        answers("");
        TEALIUM.stubFor(delete(anyUrl()).willReturn(aResponse().withBody("{\"transactionId\":\"txn\"}")));
        try (var destination = open(Map.of(), new Samples.Surroundings())) {
            assertThat(destination
                            .audiences()
                            .erase(List.of(
                                    new SubjectKeys("1", Map.of("customer_id", "c 1", "email", "max@example.com")),
                                    new SubjectKeys("2", Map.of("phone", "+491701234567")))))
                    .isEqualTo(new BatchResult.Done(
                            List.of(new Outcome.Accepted("txn txn"), new Outcome.Skipped(SkipReason.NO_IDENTIFIER))));
        }
        for (var form :
                List.of("attributeId=5678&attributeValue=c%201", "attributeId=86&attributeValue=max%40example.com")) {
            TEALIUM.verify(deleteRequestedFor(urlEqualTo("/v3/privacy/visitor/accounts/acme/profiles/main"))
                    .withHeader("Authorization", equalTo("Bearer t-1"))
                    .withRequestBody(equalTo(form)));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    404 | {"message":"x"}      |
                    200 | {}                   | BAD_RESPONSE
                    400 | {"message":"x"}      | BATCH_REFUSED
                    401 | {"message":"x"}      | CREDENTIALS_REJECTED
                    429 | {"message":"x"}      | RATE_LIMITED
                    """)
    void deletion_says_what_came_of_it(int status, String body, ProblemCode code) {
        answers("");
        TEALIUM.stubFor(
                delete(anyUrl()).willReturn(aResponse().withStatus(status).withBody(body)));
        var max = List.of(new SubjectKeys("1", Map.of("customer_id", "c-1")));
        try (var destination = open(Map.of(), new Samples.Surroundings())) {
            if (code == null) {
                assertThat(destination.audiences().erase(max))
                        .isEqualTo(new BatchResult.Done(List.of(new Outcome.Accepted(""))));
            } else {
                var refusal = catchThrowableOfType(
                        ConnectorException.class, () -> destination.audiences().erase(max));
                assertThat(refusal.problem().code()).isEqualTo(code);
            }
        }
    }

    @Test
    void the_open_api_deletes_nobody() {
        try (var destination = open(Map.of("auth", "v1"), new Samples.Surroundings())) {
            var refusal = catchThrowableOfType(
                    ConnectorException.class, () -> destination.audiences().erase(List.of()));
            assertThat(refusal.problem().code()).isEqualTo(ProblemCode.INVALID_SETTING);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = SyncMode.class,
            names = {"INSERT", "UPDATE"})
    void modes_that_depend_on_who_is_known_are_refused(SyncMode mode) {
        assertInvalid(new AudienceSpec(
                "seg-42", "High churn", mode, DeleteBehaviour.NOTHING, "customer_id", Settings.empty()));
    }

    @Test
    void an_audience_needs_a_visitor_id_attribute_and_deletes_nobody() {
        assertInvalid(new AudienceSpec(
                "seg-42", "High churn", SyncMode.MIRROR, DeleteBehaviour.NOTHING, "user_id", Settings.empty()));
        assertInvalid(Samples.audience(DeleteBehaviour.DELETE, Map.of()));
    }

    private static void assertInvalid(AudienceSpec spec) {
        try (var destination = open(Map.of(), new Samples.Surroundings())) {
            var refusal = catchThrowableOfType(
                    ConnectorException.class, () -> destination.audiences().ensure(spec));
            assertThat(refusal.problem().code()).isEqualTo(ProblemCode.INVALID_SETTING);
        }
    }

    private static void answers(String body) {
        TEALIUM.stubFor(post(anyUrl()).willReturn(aResponse().withBody(body)));
        TEALIUM.stubFor(
                post(urlMatching("/v3/auth/.*")).willReturn(token("t-1", "eu-central-1-platform.tealiumapis.com")));
    }

    private static ResponseDefinitionBuilder token(String token, String host) {
        return aResponse().withBody("{\"token\":\"" + token + "\",\"host\":\"" + host + "\"}");
    }

    private static Destination open(Map<String, ?> more, Samples.Surroundings surroundings) {
        return new TealiumConnector().open(Samples.settings(TEALIUM.baseUrl(), more), surroundings);
    }

    private static BatchResult write(Destination destination) {
        return destination
                .audiences()
                .write(new RemoteAudience(MIRROR, "any"), Samples.batch(Samples.max(MemberChange.Kind.ADD)));
    }

    private static ConnectorException refusal(Destination destination) {
        var two = new Batch(
                "batch-17",
                Samples.NOW,
                List.of(Samples.max(MemberChange.Kind.ADD), Samples.person(MemberChange.Kind.ADD, 1)));
        var refusal = catchThrowableOfType(
                ConnectorException.class, () -> destination.audiences().write(new RemoteAudience(MIRROR, "any"), two));
        assertThat(refusal).as("writing fails").isNotNull();
        return refusal;
    }

    private static Preview preview(AudienceSpec spec, Map<String, ?> settings, MemberChange... changes) {
        try (var destination = open(settings, new Samples.Surroundings())) {
            return destination.audiences().preview(RemoteAudience.planned(spec), Samples.batch(changes));
        }
    }

    private static JsonNode body(Preview preview) {
        return Json.read(preview.requests().get(0).body().getBytes(StandardCharsets.UTF_8))
                .orElseThrow();
    }
}
