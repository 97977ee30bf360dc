// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.sendgrid;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.kohorte.connector.sendgrid.FakeSendgrid.CONTACTS;
import static io.kohorte.connector.sendgrid.FakeSendgrid.LIST;
import static io.kohorte.connector.sendgrid.FakeSendgrid.MAX;
import static io.kohorte.connector.sendgrid.FakeSendgrid.change;
import static io.kohorte.connector.sendgrid.FakeSendgrid.mirror;
import static io.kohorte.connector.sendgrid.FakeSendgrid.spec;
import static io.kohorte.tck.Batches.outcomes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Consent;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.MemberChange.Kind;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.spi.SyncMode;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contacts on their way to SendGrid. */
final class UploadTest {

    private static final String JOB = "{\"job_id\":\"job-1\"}";

    private final FakeSendgrid sendgrid = new FakeSendgrid();

    @AfterEach
    void stop() {
        sendgrid.close();
    }

    @Test
    void a_person_with_nothing_but_an_address_joins_the_list_by_a_job() {
        sendgrid.answer(put(urlPathEqualTo(CONTACTS)), 202, JOB);

        var result = sendgrid.write(mirror(), change(Kind.ADD, " Max.Muster@Example.COM ", Map.of()));

        assertThat(result).isInstanceOfSatisfying(BatchResult.Pending.class, pending -> {
            assertThat(pending.ticket().jobId()).isEqualTo("job-1");
            assertThat(pending.ticket().rows()).isEqualTo(1);
            assertThat(pending.lookAgain()).isPositive();
        });
        assertThat(sendgrid.wire())
                .containsExactly("PUT " + CONTACTS + " {\"list_ids\":[\"" + LIST
                        + "\"],\"contacts\":[{\"email\":\"max.muster@example.com\"}]}");
        assertThat(sendgrid.requests().get(0).getHeader("Authorization")).isEqualTo("Bearer SG.0123456789.abcdef");
    }

    @Test
    void mode_upsert_touches_no_list() {
        sendgrid.answer(put(urlPathEqualTo(CONTACTS)), 202, JOB);
        sendgrid.write(
                spec(SyncMode.UPSERT, DeleteBehaviour.NOTHING, Map.of()),
                change(Kind.UPDATE, MAX, Map.of("first_name", FieldValue.of("Max"))));
        assertThat(sendgrid.wire())
                .containsExactly("PUT " + CONTACTS
                        + " {\"contacts\":[{\"email\":\"max.muster@example.com\",\"first_name\":\"Max\"}]}");
    }

    @Test
    void values_take_the_type_of_their_field() {
        sendgrid.answer(put(urlPathEqualTo(CONTACTS)), 202, JOB);
        var everything = new SendgridContractTest().everything(Kind.ADD, 0).fields();

        sendgrid.write(mirror(), change(Kind.ADD, MAX, everything));

        assertThat(sendgrid.wire().get(0))
                .endsWith("\"contacts\":[{\"email\":\"max.muster@example.com\",\"external_id\":\"customer-0815-0\","
                        + "\"first_name\":\"Max\",\"last_name\":\"Müller-Lüdenscheidt\",\"city\":\"\","
                        + "\"custom_fields\":{\"e1_N\":0.870,\"e2_T\":\"12\",\"e3_D\":\"2026-11-01T08:00:00Z\","
                        + "\"e4_T\":\"\",\"e6_N\":1}}]}");
    }

    @Test
    void custom_fields_may_be_called_by_the_names_people_see() {
        sendgrid.answer(
                get(urlPathEqualTo("/v3/marketing/field_definitions")),
                "{\"custom_fields\":[{\"id\":\"e7_N\",\"name\":\"Churn_Score\",\"field_type\":\"Number\"}],"
                        + "\"reserved_fields\":[]}");
        sendgrid.answer(put(urlPathEqualTo(CONTACTS)), 202, JOB);

        sendgrid.write(mirror(), change(Kind.ADD, MAX, Map.of("churn_score", FieldValue.of("0.87"))));

        assertThat(sendgrid.wire().get(1)).contains("\"custom_fields\":{\"e7_N\":0.87}");
    }

    @Test
    void a_field_that_does_not_exist_stops_the_sync_and_is_named() {
        sendgrid.answer(get(urlPathEqualTo("/v3/marketing/field_definitions")), "{\"custom_fields\":[]}");

        var refusal = catchThrowableOfType(
                ConnectorException.class,
                () -> sendgrid.write(mirror(), change(Kind.ADD, MAX, Map.of("churn", FieldValue.of("1")))));

        assertThat(refusal.problem().code()).isEqualTo(ProblemCode.INVALID_SETTING);
        assertThat(refusal.problem().field()).isEqualTo("churn");
        assertThat(sendgrid.requests()).hasSize(1);
    }

    @Test
    void a_text_that_is_no_number_holds_back_its_row_alone() {
        sendgrid.answer(put(urlPathEqualTo(CONTACTS)), 202, JOB);
        sendgrid.answer(
                get(urlPathEqualTo(CONTACTS + "/imports/job-1")), "{\"id\":\"job-1\",\"status\":\"completed\"}");

        var pending = sendgrid.write(
                mirror(),
                change(Kind.ADD, MAX, Map.of("e1_N", FieldValue.of("high"))),
                change(Kind.ADD, "eve@example.com", Map.of("e1_N", FieldValue.of(" 1.5 "))));

        assertThat(sendgrid.wire().get(0)).contains("eve@example.com").doesNotContain(MAX);
        assertThat(sendgrid.poll(pending)).isInstanceOfSatisfying(BatchResult.Counted.class, counted -> {
            assertThat(counted.accepted()).isEqualTo(1);
            assertThat(counted.refused()).isZero();
            assertThat(counted.heldBack()).singleElement().satisfies(held -> {
                assertThat(held.row()).isZero();
                assertThat(code(held.outcome())).isEqualTo(ProblemCode.FIELD_INVALID);
                assertThat(((Outcome.Rejected) held.outcome()).problem().field())
                        .isEqualTo("e1_N");
            });
        });
    }

    @Test
    void who_cannot_be_named_is_told_without_a_job() {
        var phones = new AudienceSpec(
                "seg-42",
                "x",
                SyncMode.MIRROR,
                DeleteBehaviour.NOTHING,
                "phone",
                List.of("external_id"),
                Settings.empty());
        var result = sendgrid.write(phones, person(Map.of("email", MAX)), person(Map.of("phone", "12")));
        assertThat(outcomes(result))
                .extracting(UploadTest::code)
                .containsExactly(ProblemCode.IDENTIFIER_MISSING, ProblemCode.IDENTIFIER_INVALID);
        assertThat(sendgrid.requests()).isEmpty();
    }

    @Test
    void people_go_by_their_phone_or_the_next_best_key() {
        sendgrid.answer(put(urlPathEqualTo(CONTACTS)), 202, JOB);
        var phones = new AudienceSpec(
                "seg-42",
                "x",
                SyncMode.UPSERT,
                DeleteBehaviour.NOTHING,
                "phone",
                List.of("external_id"),
                Settings.empty());

        sendgrid.write(phones, person(Map.of("phone", "0170 1234567")), person(Map.of("external_id", " 4711 ")));

        assertThat(sendgrid.wire().get(0))
                .endsWith("{\"contacts\":[{\"phone_number_id\":\"+491701234567\"},{\"external_id\":\"4711\"}]}");
    }

    @Test
    void a_batch_longer_than_six_megabytes_becomes_several_jobs() {
        sendgrid.answer(put(urlPathEqualTo(CONTACTS)), 202, JOB);
        var changes = IntStream.range(0, 1500)
                .mapToObj(n ->
                        change(Kind.ADD, "p" + n + "@example.com", Map.of("city", FieldValue.of("ü".repeat(2500)))))
                .toArray(MemberChange[]::new);

        var pending = (BatchResult.Pending) sendgrid.write(mirror(), changes);

        assertThat(sendgrid.requests()).hasSize(2).allSatisfy(request -> assertThat(request.getBody().length)
                .isLessThanOrEqualTo(6_000_000));
        assertThat(pending.ticket().jobId()).isEqualTo("job-1,job-1");
        assertThat(pending.ticket().rows()).isEqualTo(1500);
    }

    @ParameterizedTest
    @CsvSource({"401", "429", "503"})
    void a_later_part_that_fails_makes_the_batch_come_again(int status) {
        sendgrid.stubFor(put(urlPathEqualTo(CONTACTS))
                .inScenario("parts")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(WireMock.aResponse().withStatus(202).withBody(JOB))
                .willSetStateTo("then"));
        sendgrid.stubFor(put(urlPathEqualTo(CONTACTS))
                .inScenario("parts")
                .whenScenarioStateIs("then")
                .willReturn(WireMock.aResponse().withStatus(status)));
        var changes = IntStream.range(0, 1500)
                .mapToObj(n ->
                        change(Kind.ADD, "p" + n + "@example.com", Map.of("city", FieldValue.of("ü".repeat(2500)))))
                .toArray(MemberChange[]::new);

        assertThatThrownBy(() -> sendgrid.write(mirror(), changes))
                .as("the first part may have been applied")
                .hasMessageStartingWith("UNAVAILABLE: SendGrid took a part of the batch");
    }

    @ParameterizedTest
    @CsvSource({"INSERT,NOTHING", "UPDATE,NOTHING", "MIRROR,CLEAR_FIELDS"})
    void what_sendgrid_cannot_do_is_said_beforehand(SyncMode mode, DeleteBehaviour behaviour) {
        try (var destination = sendgrid.open(Map.of())) {
            assertThatThrownBy(() -> destination.audiences().ensure(spec(mode, behaviour, Map.of())))
                    .hasMessageStartingWith("INVALID_SETTING");
        }
    }

    @Test
    void a_preview_shows_names_in_braces_for_ids_that_only_sendgrid_knows() {
        var fields = new LinkedHashMap<String, FieldValue>();
        fields.put("Churn score", FieldValue.of(new BigDecimal("0.5")));
        try (var destination = sendgrid.open(Map.of())) {
            var audience = RemoteAudience.planned(mirror());
            var batch = new Batch("b-1", FakeSendgrid.NOW, List.of(change(Kind.ADD, MAX, fields)));
            var shown = destination.audiences().preview(audience, batch).requests();
            assertThat(shown).hasSize(2);
            assertThat(shown.get(0).url()).endsWith("/v3/marketing/field_definitions");
            assertThat(shown.get(1).body())
                    .contains("{\"{Churnscore}\":\"0.5\"}")
                    .contains("[\"{audienceId}\"]");
        }
        assertThat(sendgrid.requests()).isEmpty();
    }

    private static MemberChange person(Map<String, String> identifiers) {
        return new MemberChange(Kind.ADD, new SubjectKeys("p", identifiers), Map.of(), Consent.NEVER_ASKED);
    }

    private static ProblemCode code(Outcome outcome) {
        return ((Outcome.Rejected) outcome).problem().code();
    }
}
