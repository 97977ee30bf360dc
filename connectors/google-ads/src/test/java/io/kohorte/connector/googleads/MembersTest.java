// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.googleads;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static io.kohorte.connector.googleads.FakeGoogle.AUDIENCE;
import static io.kohorte.connector.googleads.FakeGoogle.GRANTED;
import static io.kohorte.connector.googleads.FakeGoogle.INGEST;
import static io.kohorte.connector.googleads.FakeGoogle.NOW;
import static io.kohorte.connector.googleads.FakeGoogle.add;
import static io.kohorte.connector.googleads.FakeGoogle.change;
import static io.kohorte.connector.googleads.FakeGoogle.spec;
import static io.kohorte.tck.Batches.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.Consent;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange.Kind;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Preview;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.Snapshot;
import io.kohorte.toolkit.identity.Hash;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MembersTest {

    private static final String DESTINATION =
            "{\"destinations\":[{\"operatingAccount\":{\"accountType\":\"GOOGLE_ADS\",\"accountId\":\"1234567890\"},\"productDestinationId\":\"7654321\"}],";
    private static final String CONSENT =
            "\"consent\":{\"adUserData\":\"CONSENT_GRANTED\",\"adPersonalization\":\"CONSENT_GRANTED\"}";
    private static final String TAKEN = "{\"requestId\":\"req-1\"}";

    private final FakeGoogle google = new FakeGoogle();
    private final GoogleAdsDestination destination = google.open(Map.of());

    @AfterEach
    void close() {
        destination.close();
        google.close();
    }

    @Test
    void someone_known_by_an_address_alone() {
        google.answer(post(urlEqualTo(INGEST)), TAKEN);

        assertThat(write(AUDIENCE, batch(add("a@example.com")))).isInstanceOf(BatchResult.Pending.class);

        var request = google.requests().get(0);
        assertThat(request.getBodyAsString())
                .isEqualTo(DESTINATION + "\"audienceMembers\":[{\"userData\":{\"userIdentifiers\":[{\"emailAddress\":\""
                        + Hash.SHA256_HEX.of("a@example.com") + "\"}]}}],\"encoding\":\"HEX\"," + CONSENT + "}");
        assertThat(request.header("authorization").firstValue()).isEqualTo("Bearer ya29.token");
    }

    @Test
    void everything_that_google_matches_by() {
        google.answer(post(urlEqualTo(INGEST)), TAKEN);
        var fields = new LinkedHashMap<String, FieldValue>();
        fields.put("givenName", FieldValue.of("Dr. Max"));
        fields.put("familyName", FieldValue.of("Muster, Jr."));
        fields.put("regionCode", FieldValue.of("de"));
        fields.put("postalCode", FieldValue.of("10115"));
        fields.put("emailAddress", FieldValue.of("b@example.com"));
        fields.put("phoneNumber", FieldValue.of("+49 170 1234567"));
        var max = change(Kind.UPDATE, Map.of("email", "a@example.com", "phone", "+49 170 1234567"), fields, GRANTED);
        try (var everything = google.open(Map.of("loginAccountId", "987-654-3210", "termsAccepted", true))) {
            everything.audiences().write(AUDIENCE, batch(max));
        }

        assertThat(google.requests().get(0).getBodyAsString())
                .contains("\"loginAccount\":{\"accountType\":\"GOOGLE_ADS\",\"accountId\":\"9876543210\"}")
                .contains("\"userIdentifiers\":[{\"emailAddress\":\"" + Hash.SHA256_HEX.of("a@example.com")
                        + "\"},{\"emailAddress\":\"" + Hash.SHA256_HEX.of("b@example.com") + "\"},"
                        + "{\"phoneNumber\":\"b4267a2234e2072fa4d2e8d89fbe727c50fc414731d6ecacc2ed3d00f05038d1\"},"
                        + "{\"address\":{\"givenName\":\"" + Hash.SHA256_HEX.of("max") + "\",\"familyName\":\""
                        + Hash.SHA256_HEX.of("muster") + "\",\"regionCode\":\"DE\",\"postalCode\":\"10115\"}}]")
                .endsWith(CONSENT + ",\"termsOfService\":{\"customerMatchTermsOfServiceStatus\":\"ACCEPTED\"}}");
    }

    @Test
    void an_address_counts_only_when_it_is_whole() {
        google.answer(post(urlEqualTo(INGEST)), TAKEN);

        write(
                AUDIENCE,
                batch(change(
                        Kind.ADD,
                        Map.of("email", "a@example.com"),
                        Map.of("givenName", FieldValue.of("Max"), "postalCode", FieldValue.of("10115")),
                        GRANTED)));

        assertThat(google.requests().get(0).getBodyAsString()).doesNotContain("address\":{");
    }

    @Test
    void who_leaves_is_removed_whatever_they_agreed_to() {
        google.answer(post(urlEqualTo("/v1/audienceMembers:remove")), TAKEN);

        write(AUDIENCE, batch(change(Kind.REMOVE, Map.of("email", "a@example.com"), Map.of(), Consent.NEVER_ASKED)));

        assertThat(google.requests().get(0).getBodyAsString())
                .isEqualTo(DESTINATION + "\"audienceMembers\":[{\"userData\":{\"userIdentifiers\":[{\"emailAddress\":\""
                        + Hash.SHA256_HEX.of("a@example.com") + "\"}]}}],\"encoding\":\"HEX\"}");
    }

    @Test
    void devices_and_users_go_to_lists_of_their_own() {
        google.answer(post(urlEqualTo(INGEST)), TAKEN);

        write(
                new RemoteAudience(spec("maid", Map.of()), "7654321"),
                batch(change(Kind.ADD, Map.of("maid", "AB-1"), Map.of(), GRANTED)));
        write(
                new RemoteAudience(spec("user_id", Map.of()), "7654321"),
                batch(change(Kind.ADD, Map.of("user_id", "u-1"), Map.of(), GRANTED)));

        assertThat(google.requests())
                .extracting(request -> request.getBodyAsString())
                .satisfiesExactly(
                        body -> assertThat(body)
                                .contains("[{\"mobileData\":{\"mobileIds\":[\"AB-1\"]}}]")
                                .doesNotContain("encoding"),
                        body -> assertThat(body).contains("[{\"userIdData\":{\"userId\":\"u-1\"}}]"));
    }

    @ParameterizedTest
    @CsvSource({
        "true, person, true",
        "false, person, false",
        ", person, false",
        ", declared, true",
        "false, declared, false"
    })
    void nobody_without_both_consents_is_sent(Boolean answer, String consent, boolean sent) {
        var asked = answer == null ? Consent.NEVER_ASKED : new Consent(Map.of("ads", true, "profiling", answer));
        google.answer(post(urlEqualTo(INGEST)), TAKEN);
        try (var strict = google.open(Map.of("adPersonalizationPurpose", "profiling"))) {
            var result = strict.audiences()
                    .write(
                            new RemoteAudience(spec("email", Map.of("consent", consent)), "7654321"),
                            batch(change(Kind.ADD, Map.of("email", "a@example.com"), Map.of(), asked)));
            assertThat(result instanceof BatchResult.Pending).isEqualTo(sent);
            if (!sent) {
                assertThat(result).isEqualTo(new BatchResult.Done(List.of(new Outcome.Skipped(SkipReason.NO_CONSENT))));
            }
        }
        assertThat(google.requests()).hasSize(sent ? 1 : 0);
    }

    @Test
    void rows_held_back_are_remembered_while_google_works_on_the_others() {
        google.answer(post(urlEqualTo(INGEST)), TAKEN);
        google.becomes(
                "{\"requestStatus\":\"PARTIAL_SUCCESS\",\"errorInfo\":{\"errorCounts\":[{\"recordCount\":\"1\",\"reason\":\"PROCESSING_ERROR_REASON_INVALID_FORMAT\"}]}}");

        var pending = (BatchResult.Pending) write(
                AUDIENCE,
                batch(
                        add("a@example.com"),
                        change(Kind.ADD, Map.of("email", "b@example.com"), Map.of(), Consent.NEVER_ASKED),
                        add("nobody"),
                        add("c@example.com"),
                        change(Kind.ADD, Map.of("phone", "+49 170 1234567"), Map.of(), GRANTED)));

        assertThat(pending.ticket().memo().toString()).doesNotContain("example").doesNotContain("nobody");
        var result = (BatchResult.Counted) destination.audiences().poll(pending.ticket());
        assertThat(result.accepted()).isEqualTo(1);
        assertThat(result.refused()).isEqualTo(1);
        assertThat(result.heldBack())
                .contains(new Preview.Refusal(1, new Outcome.Skipped(SkipReason.NO_CONSENT)))
                .extracting(Preview.Refusal::row)
                .containsExactlyInAnyOrder(1, 2, 4);
        assertThat(result.heldBack())
                .filteredOn(row -> row.outcome() instanceof Outcome.Rejected)
                .extracting(row -> ((Outcome.Rejected) row.outcome()).problem().code())
                .containsExactlyInAnyOrder(ProblemCode.IDENTIFIER_INVALID, ProblemCode.IDENTIFIER_MISSING);
    }

    @Test
    void one_bad_row_refuses_the_request_and_stands_alone_from_then_on() {
        google.stubFor(
                post(urlEqualTo(INGEST))
                        .willReturn(
                                aResponse()
                                        .withStatus(400)
                                        .withBody(
                                                """
                                {"error":{"code":400,"status":"INVALID_ARGUMENT","message":"quoted","details":[
                                 {"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"INVALID_ARGUMENT"},
                                 {"@type":"type.googleapis.com/google.rpc.BadRequest","fieldViolations":[
                                  {"field":"audience_members.audience_members[1].user_data.user_identifiers[0]","reason":"INVALID_HEX_ENCODING"},
                                  {"field":"audience_members.audience_members[9].user_data","reason":"INVALID_FORMAT"}]}]}}""")));

        var done = (BatchResult.Done)
                write(AUDIENCE, batch(add("a@example.com"), add("b@example.com"), add("c@example.com")));

        assertThat(done.outcomes().get(1)).isInstanceOfSatisfying(Outcome.Rejected.class, row -> {
            assertThat(row.problem().code()).isEqualTo(ProblemCode.FIELD_INVALID);
            assertThat(row.problem().vendorCode()).isEqualTo("INVALID_HEX_ENCODING");
        });
        assertThat(List.of(done.outcomes().get(0), done.outcomes().get(2))).allMatch(Outcome.Retry.class::isInstance);
    }

    @Test
    void requests_count_for_another_project_only_where_one_is_named() {
        google.answer(post(urlEqualTo(INGEST)), TAKEN);
        write(AUDIENCE, batch(add("a@example.com")));
        try (var named = google.open(Map.of("quotaProject", "my-project"))) {
            named.audiences().write(AUDIENCE, batch(add("a@example.com")));
        }

        assertThat(google.requests().get(0).containsHeader("x-goog-user-project"))
                .isFalse();
        assertThat(google.requests().get(1).getHeader("x-goog-user-project")).isEqualTo("my-project");
    }

    @Test
    void nobody_of_a_snapshot_is_let_go_of_by_a_google_whose_clock_is_behind() {
        google.answer(post(urlEqualTo(INGEST)), TAKEN);
        google.answer(post(urlEqualTo("/v1/audienceMembers:removeAll")), "{\"requestId\":\"sweep\"}");
        google.becomes("{\"requestStatus\":\"SUCCESS\"}");
        var snapshot = part(1, true, "a@example.com");
        var began = snapshot.snapshot().orElseThrow().asOf();

        var ingesting = (BatchResult.Pending) write(AUDIENCE, snapshot);
        destination.audiences().poll(ingesting.ticket());

        var body = google.jsonBody(google.requests().size() - 1);
        var before = Instant.parse(body.path("removeAsOfTime").asText());
        assertThat(before)
                .as("members are added at the times of Google's clock")
                .isBefore(began.minus(Duration.ofMinutes(9)))
                .as("those of the day before go")
                .isAfter(began.minus(Duration.ofHours(1)));
    }

    @Test
    void a_snapshot_lets_go_of_the_others_only_after_google_is_through_with_its_last_part() {
        google.answer(post(urlEqualTo(INGEST)), TAKEN);
        google.answer(post(urlEqualTo("/v1/audienceMembers:removeAll")), "{\"requestId\":\"sweep\"}");
        google.becomes("{\"requestStatus\":\"PROCESSING\"}");

        var ingesting = (BatchResult.Pending) write(AUDIENCE, part(1, true, "a@example.com", "b@example.com"));
        var waiting = (BatchResult.Pending) destination.audiences().poll(ingesting.ticket());
        assertThat(google.requests()).noneMatch(request -> request.getUrl().contains("removeAll"));
        assertThat(waiting.lookAgain()).isEqualTo(Duration.ofSeconds(20));

        google.becomes("{\"requestStatus\":\"SUCCESS\"}");
        var sweeping = (BatchResult.Pending) destination.audiences().poll(waiting.ticket());
        assertThat(google.requests().get(google.requests().size() - 1).getBodyAsString())
                .as("ten minutes before the snapshot began: clocks differ")
                .isEqualTo(DESTINATION.substring(0, DESTINATION.length() - 1)
                        + ",\"removeAsOfTime\":\"2026-11-21T10:50:00Z\"}");
        assertThat(sweeping.ticket().jobId()).isEqualTo("sweep");
        assertThat(destination.audiences().poll(sweeping.ticket())).isEqualTo(new BatchResult.Counted(2, 0));
    }

    @Test
    void a_snapshot_of_which_a_part_failed_lets_go_of_nobody() {
        google.answer(post(urlEqualTo(INGEST)), TAKEN);
        google.becomes(
                "{\"requestStatus\":\"PARTIAL_SUCCESS\",\"errorInfo\":{\"errorCounts\":[{\"recordCount\":\"1\",\"reason\":\"PROCESSING_ERROR_REASON_INTERNAL_ERROR\"}]}}");

        var pending = (BatchResult.Pending) write(AUDIENCE, part(1, true, "a@example.com", "b@example.com"));

        assertThat(((BatchResult.Done) destination.audiences().poll(pending.ticket())).outcomes())
                .allMatch(Outcome.Retry.class::isInstance);
        assertThat(google.requests()).noneMatch(request -> request.getUrl().contains("removeAll"));
    }

    @Test
    void a_part_in_the_middle_lets_go_of_nobody() {
        google.answer(post(urlEqualTo(INGEST)), TAKEN);
        google.becomes("{\"requestStatus\":\"SUCCESS\"}");

        var pending = (BatchResult.Pending) write(AUDIENCE, part(0, false, "a@example.com"));

        assertThat(destination.audiences().poll(pending.ticket())).isEqualTo(new BatchResult.Counted(1, 0));
    }

    @Test
    void a_last_part_of_whom_nobody_agreed_still_lets_go_of_the_others() {
        google.answer(post(urlEqualTo("/v1/audienceMembers:removeAll")), "{\"requestId\":\"sweep\"}");
        google.becomes("{\"requestStatus\":\"SUCCESS\"}");
        var refusing = change(Kind.ADD, Map.of("email", "a@example.com"), Map.of(), Consent.NEVER_ASKED);

        var pending = (BatchResult.Pending) write(
                AUDIENCE,
                new Batch(
                        "b-1",
                        NOW,
                        List.of(refusing),
                        Optional.of(new Snapshot("s", NOW.minusSeconds(3600), 0, true))));

        var skipped = new Preview.Refusal(0, new Outcome.Skipped(SkipReason.NO_CONSENT));
        assertThat(destination.audiences().poll(pending.ticket()))
                .isEqualTo(new BatchResult.Counted(0, 0, List.of(skipped)));
    }

    @Test
    void a_sweep_that_failed_is_no_success() {
        google.answer(post(urlEqualTo("/v1/audienceMembers:removeAll")), "{\"requestId\":\"sweep\"}");
        google.becomes("{\"requestStatus\":\"FAILED\"}");

        var pending = (BatchResult.Pending) write(AUDIENCE, part(0, true));

        assertThatThrownBy(() -> destination.audiences().poll(pending.ticket()))
                .hasMessageStartingWith("BATCH_REFUSED");
    }

    @ParameterizedTest
    @CsvSource({
        "INTERNAL_ERROR, Retry",
        "DENIED_CONSENT, Skipped",
        "UNKNOWN_CONSENT, Skipped",
        "INVALID_FORMAT, Rejected"
    })
    void where_all_failed_for_one_reason_everybody_has_it(String reason, String outcome) {
        google.answer(post(urlEqualTo(INGEST)), TAKEN);
        google.becomes(
                "{\"requestStatus\":\"FAILED\",\"errorInfo\":{\"errorCounts\":[{\"recordCount\":\"2\",\"reason\":\"PROCESSING_ERROR_REASON_"
                        + reason + "\"}]}}");

        var pending = (BatchResult.Pending) write(AUDIENCE, batch(add("a@example.com"), add("b@example.com")));

        assertThat(((BatchResult.Done) destination.audiences().poll(pending.ticket())).outcomes())
                .hasSize(2)
                .allMatch(row -> row.getClass().getSimpleName().equals(outcome));
    }

    @Test
    void an_advertiser_who_did_not_agree_has_to_mend_that_in_google_ads() {
        google.answer(post(urlEqualTo(INGEST)), TAKEN);
        google.becomes(
                "{\"requestStatus\":\"FAILED\",\"errorInfo\":{\"errorCounts\":[{\"recordCount\":\"1\",\"reason\":\"PROCESSING_ERROR_REASON_NO_CONSENT\"}]}}");

        var pending = (BatchResult.Pending) write(AUDIENCE, batch(add("a@example.com")));

        assertThatThrownBy(() -> destination.audiences().poll(pending.ticket()))
                .hasMessageStartingWith("NOT_PERMITTED");
    }

    private BatchResult write(RemoteAudience audience, Batch batch) {
        return destination.audiences().write(audience, batch);
    }

    private static Batch part(int part, boolean last, String... emails) {
        var changes = List.of(emails).stream().map(FakeGoogle::add).toList();
        var asOf = NOW.minusSeconds(3600);
        return new Batch("b-" + part, NOW, changes, Optional.of(new Snapshot("snap-7", asOf, part, last)));
    }
}
