// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.brevo;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Consent;
import io.kohorte.spi.Conversion;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.Destination;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.InboundCall;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.spi.SyncMode;
import io.kohorte.tck.ReceivedRequests;
import io.kohorte.tck.TestContext;
import io.kohorte.toolkit.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrevoDestinationTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Consent GRANTED = new Consent(Map.of("email", true));
    private static final Consent REFUSED = new Consent(Map.of("email", false));

    private final WireMockServer vendor = new WireMockServer(options().dynamicPort());
    private final TestContext context = TestContext.at(NOW);
    private Settings settings = Settings.empty();

    @BeforeEach
    void start() {
        vendor.start();
        settings = Settings.of(
                Map.of("url", vendor.baseUrl(), "apiKey", "xkeysib-1", "folder", 7, "webhookToken", "a-token-of-ours"));
    }

    @AfterEach
    void stop() {
        vendor.stop();
    }

    private Destination open() {
        return new BrevoConnector().open(settings, context);
    }

    private static AudienceSpec spec(SyncMode mode, DeleteBehaviour leaving, Map<String, ?> options) {
        return new AudienceSpec("seg-42", "High churn", mode, leaving, "email", Settings.of(options));
    }

    private static RemoteAudience list42(SyncMode mode) {
        return new RemoteAudience(spec(mode, DeleteBehaviour.REMOVE_FROM_AUDIENCE, Map.of()), "42");
    }

    private static MemberChange change(MemberChange.Kind kind, Consent consent, Map<String, FieldValue> fields) {
        return new MemberChange(kind, new SubjectKeys("1", Map.of("email", " Ann+a@Example.com")), fields, consent);
    }

    private static MemberChange add(Consent consent) {
        return change(MemberChange.Kind.ADD, consent, Map.of("CHURN", FieldValue.of("high")));
    }

    private Outcome write(RemoteAudience audience, MemberChange change) {
        try (var destination = open()) {
            var result = destination.audiences().write(audience, new Batch("b-1", NOW, List.of(change)));
            return ((BatchResult.Done) result).outcomes().get(0);
        }
    }

    private void answers(int status, String code, String message) {
        var body = Json.mapper().createObjectNode().put("code", code).put("message", message);
        vendor.stubFor(any(anyUrl())
                .willReturn(aResponse().withStatus(status).withBody(code.isEmpty() ? "" : body.toString())));
    }

    private String sent() {
        assertThat(ReceivedRequests.of(vendor)).hasSize(1);
        var request = ReceivedRequests.of(vendor).get(0);
        return request.getMethod() + " " + request.getUrl() + " " + request.getBodyAsString();
    }

    @Test
    void creates_whom_it_may_and_leaves_the_blocklist_alone() {
        vendor.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(201).withBody("{\"id\":5}")));

        assertThat(write(list42(SyncMode.MIRROR), add(GRANTED))).isEqualTo(new Outcome.Accepted("5"));
        assertThat(sent())
                .isEqualTo("POST /contacts {\"email\":\"ann+a@example.com\",\"updateEnabled\":true,"
                        + "\"attributes\":{\"CHURN\":\"high\"},\"listIds\":[42]}");
    }

    @Test
    void creates_nobody_who_did_not_allow_e_mail() {
        answers(404, "document_not_found", "Contact does not exist");

        for (var consent : List.of(Consent.NEVER_ASKED, REFUSED)) {
            vendor.resetRequests();
            assertThat(write(list42(SyncMode.MIRROR), add(consent)))
                    .isInstanceOfSatisfying(
                            Outcome.Rejected.class,
                            rejected -> assertThat(rejected.problem().code()).isEqualTo(ProblemCode.NOT_FOUND));
            assertThat(sent())
                    .isEqualTo("PUT /contacts/ann%2Ba%40example.com"
                            + " {\"attributes\":{\"CHURN\":\"high\"},\"listIds\":[42]}");
        }
    }

    @Test
    void creates_who_was_never_asked_only_where_that_was_chosen_and_who_refused_never() {
        answers(204, "", "");
        var spec = spec(SyncMode.MIRROR, DeleteBehaviour.REMOVE_FROM_AUDIENCE, Map.of("createUnasked", true));

        write(new RemoteAudience(spec, "42"), add(Consent.NEVER_ASKED));
        assertThat(sent()).startsWith("POST /contacts ");
        vendor.resetRequests();
        write(new RemoteAudience(spec, "42"), add(REFUSED));
        assertThat(sent()).startsWith("PUT /contacts/ann");
    }

    @Test
    void creates_or_updates_as_the_mode_says() {
        answers(204, "", "");

        write(list42(SyncMode.INSERT), add(GRANTED));
        assertThat(sent()).startsWith("POST /contacts ").contains("\"updateEnabled\":false");
        vendor.resetRequests();
        write(list42(SyncMode.UPDATE), add(GRANTED));
        assertThat(sent()).startsWith("PUT /contacts/ann");
    }

    @Test
    void takes_off_the_list_or_deletes_and_is_content_with_who_is_gone() {
        answers(404, "document_not_found", "Contact does not exist");
        var leaves = change(MemberChange.Kind.REMOVE, GRANTED, Map.of("CHURN", FieldValue.of("high")));
        var deletes = spec(SyncMode.MIRROR, DeleteBehaviour.DELETE, Map.of());

        assertThat(write(list42(SyncMode.MIRROR), leaves)).isEqualTo(new Outcome.Accepted(""));
        assertThat(sent()).startsWith("PUT /contacts/ann").endsWith(" {\"unlinkListIds\":[42]}");
        vendor.resetRequests();
        assertThat(write(new RemoteAudience(deletes, "42"), leaves)).isEqualTo(new Outcome.Accepted(""));
        assertThat(sent().strip()).isEqualTo("DELETE /contacts/ann%2Ba%40example.com");
    }

    @Test
    void empties_attributes_of_who_leaves_where_that_was_chosen() {
        answers(204, "", "");
        var clears = spec(SyncMode.MIRROR, DeleteBehaviour.CLEAR_FIELDS, Map.of());
        var leaves = change(MemberChange.Kind.REMOVE, GRANTED, Map.of("CHURN", FieldValue.EMPTY));

        assertThat(write(new RemoteAudience(clears, "42"), leaves)).isEqualTo(new Outcome.Accepted(""));
        assertThat(sent()).endsWith(" {\"attributes\":{\"CHURN\":\"\"},\"unlinkListIds\":[42]}");
    }

    @ParameterizedTest
    @CsvSource({"'', ''", "not_here, Contact your administrator"})
    void does_not_take_an_address_nobody_knows_for_a_contact_that_is_gone(String code, String message) {
        answers(404, code, message);
        var leaves = change(MemberChange.Kind.REMOVE, GRANTED, Map.of());

        var refusal = catchThrowableOfType(ConnectorException.class, () -> write(list42(SyncMode.MIRROR), leaves));

        assertThat(refusal.problem().code()).isEqualTo(ProblemCode.INVALID_SETTING);
    }

    @Test
    void refuses_to_change_addresses() {
        var renamed = change(MemberChange.Kind.ADD, GRANTED, Map.of("Email", FieldValue.of("b@example.com")));

        var refusal = catchThrowableOfType(ConnectorException.class, () -> write(list42(SyncMode.MIRROR), renamed));

        assertThat(refusal.problem().code()).isEqualTo(ProblemCode.INVALID_SETTING);
        assertThat(ReceivedRequests.of(vendor)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_parameter, FIELD_INVALID",
        "400, missing_parameter, FIELD_INVALID",
        "400, out_of_range, FIELD_INVALID",
        "400, duplicate_parameter, DUPLICATE",
    })
    void rejects_a_row_in_the_words_of_brevo(int status, String code, ProblemCode expected) {
        answers(status, code, "Attribute of ann+a@example.com is not valid");

        assertThat(write(list42(SyncMode.MIRROR), add(GRANTED)))
                .isInstanceOfSatisfying(Outcome.Rejected.class, rejected -> {
                    assertThat(rejected.problem().code()).isEqualTo(expected);
                    assertThat(rejected.problem().vendorCode()).isEqualTo(code);
                    assertThat(rejected.problem().message()).isEqualTo("Attribute of *** is not valid");
                });
    }

    @ParameterizedTest
    @CsvSource({
        "401, unauthorized, CREDENTIALS_REJECTED",
        "403, permission_denied, NOT_PERMITTED",
        "403, account_under_validation, NOT_PERMITTED",
        "402, not_enough_credits, LIMIT_REACHED",
        "404, document_not_found, AUDIENCE_GONE",
        "405, method_not_allowed, INVALID_SETTING",
        "429, too_many_requests, RATE_LIMITED",
        "500, unauthorized, UNAVAILABLE",
    })
    void pauses_where_no_row_is_to_blame(int status, String code, ProblemCode expected) {
        answers(status, code, "List does not exist");

        var refusal =
                catchThrowableOfType(ConnectorException.class, () -> write(list42(SyncMode.MIRROR), add(GRANTED)));

        assertThat(refusal.problem().code()).isEqualTo(expected);
    }

    @Test
    void waits_as_long_as_brevo_says() {
        vendor.stubFor(
                any(anyUrl()).willReturn(aResponse().withStatus(429).withHeader("x-sib-ratelimit-reset", "1800")));

        var refusal =
                catchThrowableOfType(ConnectorException.class, () -> write(list42(SyncMode.MIRROR), add(GRANTED)));

        assertThat(refusal.after()).isEqualTo(Duration.ofMinutes(30));
    }

    @Test
    void looks_through_all_lists_and_creates_one_in_the_folder() {
        vendor.stubFor(get(urlPathEqualTo("/contacts/lists"))
                .willReturn(aResponse().withBody("{\"count\":60,\"lists\":[{\"id\":1,\"name\":\"VIP\"}]}")));
        vendor.stubFor(post(urlPathEqualTo("/contacts/lists"))
                .willReturn(aResponse().withStatus(201).withBody("{\"id\":42}")));
        var spec = spec(SyncMode.MIRROR, DeleteBehaviour.REMOVE_FROM_AUDIENCE, Map.of());

        try (var destination = open()) {
            assertThat(destination.audiences().ensure(spec)).isEqualTo(new RemoteAudience(spec, "42"));
        }
        assertThat(ReceivedRequests.of(vendor))
                .extracting(request -> request.getUrl() + request.getBodyAsString())
                .containsExactly(
                        "/contacts/lists?limit=50&sort=asc&offset=0",
                        "/contacts/lists?limit=50&sort=asc&offset=50",
                        "/contacts/lists{\"name\":\"High churn [seg-42]\",\"folderId\":7}");
    }

    @Test
    void says_that_a_chosen_list_is_gone() {
        answers(404, "document_not_found", "List ID does not exist");
        var spec = spec(SyncMode.MIRROR, DeleteBehaviour.REMOVE_FROM_AUDIENCE, Map.of("list", 9));

        try (var destination = open()) {
            var refusal = catchThrowableOfType(
                    ConnectorException.class, () -> destination.audiences().ensure(spec));
            assertThat(refusal.problem().code()).isEqualTo(ProblemCode.AUDIENCE_GONE);
        }
        assertThat(sent().strip()).isEqualTo("GET /contacts/lists/9");
    }

    @ParameterizedTest
    @CsvSource({
        "401, unauthorized, Key not found, /apiKey",
        "401, unauthorized, We have detected you are using an unrecognised IP address, /apiKey",
        "403, permission_denied, Access denied for resource contacts, /apiKey",
        "404, document_not_found, Folder ID does not exist, /folder",
        "404, '', '', /url",
    })
    void points_at_the_setting_to_mend(int status, String code, String message, String pointer) {
        answers(status, code, message);

        assertThat(new BrevoConnector().check(settings, context))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.pointer()).isEqualTo(pointer);
                    assertThat(found.problem().message()).endsWith(message);
                });
        assertThat(sent().strip()).isEqualTo("GET /contacts/folders/7");
    }

    @Test
    void erases_who_is_known_and_is_content_with_the_others() {
        answers(404, "document_not_found", "Contact does not exist");

        try (var destination = open()) {
            var people =
                    List.of(new SubjectKeys("1", Map.of("email", "a@example.com")), new SubjectKeys("2", Map.of()));
            var result = (BatchResult.Done) destination.audiences().erase(people);
            assertThat(result.outcomes().get(0)).isEqualTo(new Outcome.Accepted(""));
            assertThat(result.outcomes().get(1)).isInstanceOf(Outcome.Rejected.class);
        }
        assertThat(sent().strip()).isEqualTo("DELETE /contacts/a%40example.com");
    }

    private List<Conversion> receive(String token, String body) {
        try (var destination = open()) {
            return destination
                    .feedback()
                    .receive(new InboundCall(
                            "POST",
                            "https://kohorte.example/",
                            Map.of("authorization", List.of(token)),
                            body.getBytes(StandardCharsets.UTF_8),
                            NOW));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "delivered, email.delivered",
        "opened, email.opened",
        "click, email.clicked",
        "soft_bounce, email.bounced.soft",
        "hard_bounce, email.bounced",
        "spam, email.complained",
        "unsubscribe, email.unsubscribed",
        "unsubscribed, email.unsubscribed",
    })
    void learns_from_what_brevo_tells(String event, String type) {
        var body = "{\"event\":\"" + event + "\",\"email\":\"a@example.com\",\"camp_id\":3,\"ts_event\":1763721000}";

        assertThat(receive("Bearer a-token-of-ours", body)).singleElement().satisfies(conversion -> {
            assertThat(conversion.type()).isEqualTo(type);
            assertThat(conversion.occurredAt()).isEqualTo(Instant.ofEpochSecond(1763721000));
            assertThat(conversion.subject().identifier("email")).hasValue("a@example.com");
            assertThat(conversion.remoteId()).doesNotContain("example.com");
        });
    }

    @Test
    void reads_several_events_of_one_call_and_leaves_out_what_it_does_not_know() {
        var events = "[{\"event\":\"opened\",\"email\":\"a@example.com\"},{\"event\":\"list_addition\"},"
                + "{\"event\":\"opened\",\"email\":\"b@example.com\",\"ts_event\":1e30}]";

        assertThat(receive("Bearer a-token-of-ours", events))
                .extracting(Conversion::occurredAt)
                .containsExactly(NOW, NOW);
    }

    @Test
    void believes_nobody_who_shows_another_token() {
        for (var token : List.of("Bearer another", "a-token-of-ours", "")) {
            var refusal = catchThrowableOfType(ConnectorException.class, () -> receive(token, "{}"));
            assertThat(refusal.problem().code()).isEqualTo(ProblemCode.CREDENTIALS_REJECTED);
        }
    }

    @Test
    void believes_nobody_without_the_token_and_nobody_at_all_while_there_is_none() {
        for (var token : List.of("Bearer another", "a-token-of-ours", "Bearer ")) {
            settings = Settings.of(Map.of("url", vendor.baseUrl(), "apiKey", "xkeysib-1", "folder", 7));
            var refusal = catchThrowableOfType(ConnectorException.class, () -> receive(token, "{}"));
            assertThat(refusal.problem().code()).isEqualTo(ProblemCode.CREDENTIALS_REJECTED);
        }
    }
}
