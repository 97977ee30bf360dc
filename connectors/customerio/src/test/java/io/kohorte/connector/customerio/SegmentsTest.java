// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.customerio;

import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static io.kohorte.connector.customerio.FakeCustomerIo.audience;
import static io.kohorte.connector.customerio.FakeCustomerIo.change;
import static io.kohorte.tck.Batches.batch;
import static io.kohorte.tck.Batches.outcomes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.Batch;
import io.kohorte.spi.Consent;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.MemberChange.Kind;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.SettingProblem;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.spi.SyncMode;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SegmentsTest {

    private static final RemoteAudience SEGMENT =
            audience(SyncMode.MIRROR, DeleteBehaviour.REMOVE_FROM_AUDIENCE, Map.of("writeTo", "segment"));
    private static final String ADD = "/api/v1/segments/7/add_customers?id_type=id";
    private static final String REMOVE = "/api/v1/segments/7/remove_customers?id_type=id";
    private static final Map<String, FieldValue> SCORE = Map.of("score", FieldValue.of("high"));

    private final FakeCustomerIo customerIo = new FakeCustomerIo();
    private final CustomerIoDestination destination = customerIo.open(Map.of());

    @AfterEach
    void close() {
        destination.close();
        customerIo.close();
    }

    @Test
    void only_who_went_through_gets_into_the_segment() {
        customerIo.answer(
                post(urlEqualTo("/api/v2/batch")),
                207,
                "{\"errors\":[{\"batch_index\":0,\"reason\":\"invalid\",\"field\":\"attributes\",\"message\":\"no\"}]}");
        customerIo.answer(post(urlEqualTo(ADD)), 200, "{}");
        customerIo.answer(post(urlEqualTo(REMOVE)), 200, "{}");

        var result = destination
                .audiences()
                .write(
                        SEGMENT,
                        batch(
                                change(Kind.ADD, "4711", SCORE),
                                change(Kind.ADD, "4712", SCORE),
                                change(Kind.ADD, "4713", Map.of()),
                                change(Kind.UPDATE, "4714", SCORE),
                                change(Kind.REMOVE, "4715", SCORE)));

        assertThat(outcomes(result).get(0)).isInstanceOf(Outcome.Rejected.class);
        assertThat(outcomes(result).subList(1, 5)).allMatch(Outcome.Accepted.class::isInstance);
        assertThat(customerIo.body(0)).contains("4711", "4712", "4714").doesNotContain("4713", "4715");
        assertThat(customerIo.body(1)).isEqualTo("{\"ids\":[\"4712\",\"4713\"]}");
        assertThat(customerIo.body(2)).isEqualTo("{\"ids\":[\"4715\"]}");
        assertThat(customerIo.requests().get(1).getHeader("authorization")).isEqualTo("Basic c2l0ZTp0cmFjay1rZXk=");
    }

    @Test
    void when_the_segment_cannot_be_written_now_its_rows_come_again_and_those_done_stay_done() {
        customerIo.answer(post(urlEqualTo("/api/v2/batch")), 200, "{}");
        customerIo.answer(post(urlEqualTo(ADD)), 429, "");
        var result = destination
                .audiences()
                .write(SEGMENT, batch(change(Kind.ADD, "4711", SCORE), change(Kind.UPDATE, "4712", SCORE)));
        assertThat(outcomes(result).get(0)).isInstanceOfSatisfying(Outcome.Retry.class, retry -> assertThat(
                        retry.problem().code())
                .isEqualTo(ProblemCode.RATE_LIMITED));
        assertThat(outcomes(result).get(1)).isEqualTo(new Outcome.Accepted(""));
    }

    @Test
    void somebody_refused_alone_by_the_segment_is_rejected_and_a_page_is_no_answer() {
        var one = batch(change(Kind.ADD, "4711", Map.of()));
        customerIo.answer(post(urlEqualTo(ADD)), 400, "{\"meta\":{\"errors\":[\"bad\"]}}");
        assertThat(outcomes(destination.audiences().write(SEGMENT, one)))
                .singleElement()
                .isInstanceOf(Outcome.Rejected.class);
        customerIo.answer(post(urlEqualTo(ADD)), 200, "<html>");
        assertThatThrownBy(() -> destination.audiences().write(SEGMENT, one)).hasMessageStartingWith("BAD_RESPONSE");
    }

    @Test
    void a_segment_is_told_what_its_ids_are_and_never_two_kinds_at_once() {
        customerIo.answer(post(urlPathMatching("/api/v1/segments/7/.*")), 200, "{}");
        var audience = new RemoteAudience(byKeys("email", "customerio_id", "external_id"), "7");

        var result = destination
                .audiences()
                .write(
                        audience,
                        batch(
                                person(Kind.ADD, "email", " Max@Example.com"),
                                person(Kind.ADD, "customerio_id", "03000001"),
                                person(Kind.ADD, "external_id", "4711"),
                                person(Kind.REMOVE, "email", "eva@example.com"),
                                person(Kind.ADD, "email", "kim@example.com")));

        assertThat(outcomes(result)).hasSize(5).allMatch(Outcome.Accepted.class::isInstance);
        assertThat(customerIo.requests())
                .extracting(request ->
                        request.getUrl().substring("/api/v1/segments/7/".length()) + " " + request.getBodyAsString())
                .containsExactly(
                        "add_customers?id_type=id {\"ids\":[\"4711\"]}",
                        "add_customers?id_type=email {\"ids\":[\"max@example.com\",\"kim@example.com\"]}",
                        "add_customers?id_type=cio_id {\"ids\":[\"03000001\"]}",
                        "remove_customers?id_type=email {\"ids\":[\"eva@example.com\"]}");
    }

    @Test
    void a_segment_knows_nobody_by_phone() {
        assertThatThrownBy(() -> destination.audiences().ensure(byKeys("phone")))
                .hasMessageContaining("by id, e-mail or cio_id");

        var fallback = new RemoteAudience(byKeys("external_id", "phone"), "7");
        var result = destination.audiences().write(fallback, batch(person(Kind.ADD, "phone", "+4915112345678")));
        assertThat(outcomes(result)).singleElement().isInstanceOf(Outcome.Rejected.class);
        assertThat(customerIo.requests()).isEmpty();
    }

    private static AudienceSpec byKeys(String matchKey, String... fallbackKeys) {
        return new AudienceSpec(
                "seg-42",
                "High churn",
                SyncMode.MIRROR,
                DeleteBehaviour.REMOVE_FROM_AUDIENCE,
                matchKey,
                List.of(fallbackKeys),
                Settings.of(Map.of("writeTo", "segment")));
    }

    private static MemberChange person(Kind kind, String namespace, String value) {
        return new MemberChange(
                kind, new SubjectKeys(value, Map.of(namespace, value)), Map.of(), new Consent(Map.of()));
    }

    @Test
    void a_segment_is_found_by_our_key_and_made_when_missing() {
        customerIo.answer(
                get(urlEqualTo("/v1/segments")),
                200,
                """
                {"segments":[{"id":9,"name":"Churners [seg-42]","type":"manual"},{"id":8,"name":"Win back [seg-42]","type":"manual"},
                             {"id":3,"name":"Rule [seg-42]","type":"dynamic"},{"id":1,"name":"Others","type":"manual"}]}""");
        assertThat(destination.audiences().ensure(SEGMENT.spec()).remoteId()).isEqualTo("8");

        customerIo.answer(get(urlEqualTo("/v1/segments")), 200, "{\"segments\":[]}");
        customerIo.answer(post(urlEqualTo("/v1/segments")), 200, "{\"segment\":{\"id\":12}}");
        assertThat(destination.audiences().ensure(SEGMENT.spec()).remoteId()).isEqualTo("12");
        assertThat(customerIo.body(2)).contains("\"name\":\"High churn [seg-42]\"");
        assertThat(customerIo.requests().get(2).getHeader("authorization")).isEqualTo("Bearer app-key");
    }

    @Test
    void a_segment_is_neither_found_nor_made_on_a_guess() {
        for (var answer : List.of(
                "{}", "{\"segments\":{}}", "{\"segments\":[{\"name\":\"x [seg-42]\"},{\"name\":\"y [seg-42]\"}]}")) {
            customerIo.answer(get(urlEqualTo("/v1/segments")), 200, answer);
            assertThatThrownBy(() -> destination.audiences().ensure(SEGMENT.spec()))
                    .hasMessageStartingWith("BAD_RESPONSE");
        }
        try (var keyless = customerIo.open(Map.of("appApiKey", ""))) {
            assertThatThrownBy(() -> keyless.audiences().ensure(SEGMENT.spec()))
                    .hasMessageStartingWith("INVALID_SETTING");
        }
    }

    @Test
    void a_chosen_segment_is_there_and_manual_and_never_deleted() {
        customerIo.answer(
                get(urlEqualTo("/v1/segments")),
                200,
                "{\"segments\":[{\"id\":7,\"type\":\"manual\"},{\"id\":8,\"type\":\"dynamic\"}]}");
        assertThat(destination.audiences().ensure(chosen("7").spec()).remoteId())
                .isEqualTo("7");
        assertThatThrownBy(() -> destination.audiences().ensure(chosen("8").spec()))
                .hasMessageContaining("data-driven");
        assertThatThrownBy(() -> destination.audiences().ensure(chosen("9").spec()))
                .hasMessageStartingWith("AUDIENCE_GONE");
        try (var keyless = customerIo.open(Map.of("appApiKey", ""))) {
            assertThat(keyless.audiences().ensure(chosen("9").spec()).remoteId())
                    .isEqualTo("9");
        }

        customerIo.forgetRequests();
        destination.audiences().retire(chosen("7"));
        destination.audiences().retire(audience(SyncMode.MIRROR, DeleteBehaviour.NOTHING, Map.of()));
        assertThat(customerIo.requests()).isEmpty();
        customerIo.answer(delete(urlEqualTo("/v1/segments/7")), 404, "");
        destination.audiences().retire(SEGMENT);
        assertThat(customerIo.requests()).hasSize(1);
    }

    @Test
    void a_check_tells_keys_and_regions_apart() {
        customerIo.answer(get(urlEqualTo("/api/v1/accounts/region")), 401, "");
        assertThat(check()).extracting(SettingProblem::pointer).containsExactly("/trackApiKey");

        customerIo.answer(get(urlEqualTo("/api/v1/accounts/region")), 200, "{\"region\":\"eu\"}");
        assertThat(check()).extracting(SettingProblem::pointer).containsExactly("/region");

        customerIo.answer(get(urlEqualTo("/api/v1/accounts/region")), 200, "{\"region\":\"us\"}");
        customerIo.answer(get(urlEqualTo("/v1/segments")), 401, "");
        assertThat(check()).extracting(SettingProblem::pointer).containsExactly("/appApiKey");

        customerIo.answer(get(urlEqualTo("/v1/segments")), 200, "{\"segments\":[]}");
        assertThat(check()).isEmpty();
    }

    @Test
    void erasure_suppresses_every_identifier_of_a_person_or_deletes_alone() {
        customerIo.answer(post(urlEqualTo("/api/v2/batch")), 200, "{}");
        var people = List.of(
                new SubjectKeys("p1", Map.of("external_id", "4711", "email", "A@example.com")),
                new SubjectKeys("p2", Map.of("maid", "abc")));

        assertThat(outcomes(destination.audiences().erase(people)))
                .containsExactly(new Outcome.Accepted(""), new Outcome.Skipped(SkipReason.NO_IDENTIFIER));
        try (var deleting = customerIo.open(Map.of("erasure", "delete"))) {
            deleting.audiences().erase(people);
        }

        assertThat(customerIo.body(0))
                .isEqualTo(
                        "{\"batch\":[{\"type\":\"person\",\"identifiers\":{\"id\":\"4711\"},\"action\":\"suppress\"},"
                                + "{\"type\":\"person\",\"identifiers\":{\"email\":\"a@example.com\"},\"action\":\"suppress\"}]}");
        assertThat(customerIo.body(1)).contains("\"action\":\"delete\"");
    }

    @Test
    void one_identifier_refused_is_a_person_not_erased() {
        customerIo.answer(
                post(urlEqualTo("/api/v2/batch")),
                207,
                "{\"errors\":[{\"batch_index\":0,\"reason\":\"invalid\",\"field\":\"identifiers\",\"message\":\"no\"}]}");
        assertThat(outcomes(destination
                        .audiences()
                        .erase(List.of(
                                new SubjectKeys("p1", Map.of("external_id", "4711", "email", "a@example.com"))))))
                .singleElement()
                .isInstanceOf(Outcome.Rejected.class);
    }

    private List<SettingProblem> check() {
        return new CustomerIoConnector().check(customerIo.settings(Map.of()), FakeCustomerIo.context());
    }

    private static RemoteAudience chosen(String id) {
        return audience(
                SyncMode.MIRROR, DeleteBehaviour.REMOVE_FROM_AUDIENCE, Map.of("writeTo", "segment", "segmentId", id));
    }

    @Test
    void a_segment_takes_a_thousand_a_request() {
        var changes = IntStream.range(0, 1_000)
                .mapToObj(person -> change(Kind.ADD, "p" + person, Map.of()))
                .toList();
        var preview = destination.audiences().preview(SEGMENT, new Batch("b", FakeCustomerIo.NOW, changes));
        assertThat(preview.requests()).singleElement().satisfies(request -> assertThat(request.rows())
                .hasSize(1_000));
    }
}
