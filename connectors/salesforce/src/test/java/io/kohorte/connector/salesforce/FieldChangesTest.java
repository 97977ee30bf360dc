// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static io.kohorte.connector.salesforce.FakeSalesforce.DATA;
import static io.kohorte.connector.salesforce.FakeSalesforce.change;
import static io.kohorte.connector.salesforce.FakeSalesforce.spec;
import static io.kohorte.tck.Batches.batch;
import static io.kohorte.tck.TestVendor.parse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange.Kind;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.SyncMode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FieldChangesTest {

    private static final Map<String, Object> OPTIONS = Map.of("memberField", "High_Churn__c");
    private static final AudienceSpec MIRROR = spec(SyncMode.MIRROR, DeleteBehaviour.CLEAR_FIELDS, OPTIONS);
    private static final Map<String, FieldValue> SCORE =
            Map.of("Churn_Score__c", FieldValue.of(new BigDecimal("0.87")));

    private final FakeSalesforce salesforce = new FakeSalesforce();
    private final SalesforceDestination destination = salesforce.open();

    @AfterEach
    void close() {
        destination.close();
        salesforce.close();
    }

    @Test
    void who_enters_is_upserted_by_external_id_and_each_record_has_its_own_outcome() {
        salesforce.answer(
                patch(urlEqualTo(DATA + "/composite/sobjects/Contact/External_Id__c")),
                """
                [{"id":"003A","success":true,"errors":[],"created":true},
                 {"success":false,"errors":[{"statusCode":"REQUIRED_FIELD_MISSING",
                   "message":"Required fields are missing: [LastName]","fields":["LastName"]}]}]""");

        var outcomes = write(MIRROR, batch(change(Kind.ADD, "4711", SCORE), change(Kind.UPDATE, "4712", SCORE)));

        assertThat(outcomes.get(0)).isEqualTo(new Outcome.Accepted("003A"));
        assertThat(rejection(outcomes.get(1)))
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(ProblemCode.FIELD_INVALID))
                .satisfies(problem -> assertThat(problem.field()).isEqualTo("LastName"))
                .satisfies(problem -> assertThat(problem.vendorCode()).isEqualTo("REQUIRED_FIELD_MISSING"));
        assertThat(body(0))
                .isEqualTo(
                        parse(
                                """
                        {"allOrNone":false,"records":[
                         {"attributes":{"type":"Contact"},"External_Id__c":"4711","High_Churn__c":true,"Churn_Score__c":0.87},
                         {"attributes":{"type":"Contact"},"External_Id__c":"4712","High_Churn__c":true,"Churn_Score__c":0.87}]}"""));
    }

    @ParameterizedTest
    @CsvSource({
        "INVALID_FIELD_FOR_INSERT_UPDATE, 'Unable to create/update fields: Churn_Score__c.', NOT_PERMITTED, ''",
        "INVALID_FIELD, No such column 'Churn_Score__c' on sobject of type Contact, INVALID_SETTING, Churn_Score__c",
        "INVALID_TYPE, sObject type 'Kontakt' is not supported., INVALID_SETTING, ''"
    })
    void what_would_be_refused_of_every_row_pauses_the_sync(
            String code, String message, ProblemCode problem, String field) {
        salesforce.answer(
                patch(urlEqualTo(DATA + "/composite/sobjects/Contact/External_Id__c")),
                "[{\"success\":false,\"errors\":[{\"statusCode\":\"" + code + "\",\"message\":\"" + message + "\"}]}]");

        var outcome = write(MIRROR, batch(change(Kind.ADD, "4711", SCORE))).get(0);

        assertThat(((Outcome.Retry) outcome).problem())
                .satisfies(told -> assertThat(told.code()).isEqualTo(problem))
                .satisfies(told -> assertThat(told.field()).isEqualTo(field))
                .satisfies(told -> assertThat(told.vendorCode()).isEqualTo(code));
    }

    @Test
    void who_leaves_is_looked_up_first_so_that_nobody_is_created_again() {
        salesforce.answer(
                post(urlEqualTo(DATA + "/composite")),
                """
                {"compositeResponse":[{"httpStatusCode":200,"referenceId":"lookup0","body":{"totalSize":1,"done":true,
                  "records":[{"attributes":{"type":"Contact"},"Id":"003B","External_Id__c":"B@Example.com"}]}}]}""");
        salesforce.answer(
                patch(urlEqualTo(DATA + "/composite/sobjects")), "[{\"id\":\"003B\",\"success\":true,\"errors\":[]}]");

        var outcomes =
                write(MIRROR, batch(change(Kind.REMOVE, "gone", SCORE), change(Kind.REMOVE, "b@Example.COM", SCORE)));

        assertThat(outcomes).containsExactly(new Outcome.Accepted(""), new Outcome.Accepted("003B"));
        assertThat(body(1))
                .isEqualTo(
                        parse(
                                """
                        {"allOrNone":false,"records":[
                         {"attributes":{"type":"Contact"},"id":"003B","High_Churn__c":false,"Churn_Score__c":null}]}"""));
    }

    @Test
    void of_records_that_were_looked_up_each_has_its_own_outcome_in_whatever_order_they_were_found() {
        salesforce.answer(
                post(urlEqualTo(DATA + "/composite")),
                """
                {"compositeResponse":[{"httpStatusCode":200,"referenceId":"lookup0","body":{"totalSize":2,"done":true,
                  "records":[{"Id":"003C","External_Id__c":"2"},{"Id":"003B","External_Id__c":"1"}]}}]}""");
        salesforce.answer(
                patch(urlEqualTo(DATA + "/composite/sobjects")),
                """
                [{"success":false,"errors":[{"statusCode":"UNABLE_TO_LOCK_ROW","message":"busy"}]},
                 {"id":"003C","success":true,"errors":[]}]""");

        var outcomes = write(
                MIRROR,
                batch(
                        change(Kind.REMOVE, "gone", SCORE),
                        change(Kind.REMOVE, "1", SCORE),
                        change(Kind.REMOVE, "2", SCORE)));

        assertThat(body(1).path("records").findValuesAsText("id")).containsExactly("003B", "003C");
        assertThat(outcomes.get(0)).isEqualTo(new Outcome.Accepted(""));
        assertThat(outcomes.get(1)).isInstanceOf(Outcome.Retry.class);
        assertThat(outcomes.get(2)).isEqualTo(new Outcome.Accepted("003C"));
    }

    @Test
    void a_lookup_that_was_cut_off_removes_nobody() {
        salesforce.answer(
                post(urlEqualTo(DATA + "/composite")),
                """
                {"compositeResponse":[{"httpStatusCode":200,"body":{"totalSize":3000,"done":false,
                  "nextRecordsUrl":"/services/data/v66.0/query/01g-2000","records":[]}}]}""");

        assertThatThrownBy(() -> write(MIRROR, batch(change(Kind.REMOVE, "1", Map.of()))))
                .isInstanceOf(ConnectorException.class);
        assertThat(salesforce.requests()).as("nothing to change").hasSize(1);
    }

    @Test
    void external_ids_travel_in_bodies_never_in_addresses() {
        salesforce.answer(
                post(urlEqualTo(DATA + "/composite")),
                "{\"compositeResponse\":[{\"httpStatusCode\":200,\"body\":{\"done\":true,\"records\":[]}}]}");

        write(MIRROR, batch(change(Kind.REMOVE, "o'brien\\@example.com", Map.of())));

        assertThat(salesforce.requests())
                .allSatisfy(request -> assertThat(request.getUrl()).doesNotContain("brien"));
        assertThat(new String(salesforce.requests().get(0).getBody(), StandardCharsets.UTF_8))
                .as("quote and backslash are escaped")
                .contains("%27o%5C%27brien%5C%5C%40example.com%27");
    }

    /** Whoever has no record is gone, so a lookup that says nothing would remove people without a request. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"compositeResponse\":[]}",
                "{\"compositeResponse\":[{\"httpStatusCode\":200,\"body\":{\"done\":true}}]}",
                "{\"compositeResponse\":[{\"httpStatusCode\":200,\"body\":{\"done\":true,\"records\":[{\"Id\":\"003A\"}]}}]}",
                "{\"compositeResponse\":[{\"httpStatusCode\":200,\"body\":{\"done\":true,\"records\":[{\"External_Id__c\":\"1\"}]}}]}"
            })
    void a_lookup_that_lacks_something_removes_nobody(String answer) {
        salesforce.answer(post(urlEqualTo(DATA + "/composite")), answer);

        assertThatThrownBy(() -> write(MIRROR, batch(change(Kind.REMOVE, "1", Map.of()))))
                .hasMessageStartingWith("BAD_RESPONSE");
    }

    @Test
    void in_mode_update_nobody_is_created_and_two_records_with_one_id_are_a_conflict() {
        salesforce.answer(
                post(urlEqualTo(DATA + "/composite")),
                """
                {"compositeResponse":[{"httpStatusCode":200,"referenceId":"lookup0","body":{"totalSize":2,"done":true,
                  "records":[{"Id":"003C","External_Id__c":"2"},{"Id":"003D","External_Id__c":"2"}]}}]}""");

        var outcomes = write(
                spec(SyncMode.UPDATE, DeleteBehaviour.NOTHING, OPTIONS),
                batch(change(Kind.ADD, "1", SCORE), change(Kind.ADD, "2", SCORE)));

        assertThat(rejection(outcomes.get(0)).code()).isEqualTo(ProblemCode.NOT_FOUND);
        assertThat(rejection(outcomes.get(1)).code()).isEqualTo(ProblemCode.CONFLICT);
        assertThat(salesforce.requests()).as("nothing to change").hasSize(1);
    }

    @Test
    void a_locked_record_is_tried_again_and_personal_data_stays_out_of_reasons() {
        salesforce.answer(
                patch(urlEqualTo(DATA + "/composite/sobjects/Contact/External_Id__c")),
                """
                [{"success":false,"errors":[{"statusCode":"UNABLE_TO_LOCK_ROW","message":"unable to obtain exclusive access"}]},
                 {"success":false,"errors":[{"statusCode":"CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY","message":"trigger: UNABLE_TO_LOCK_ROW"}]},
                 {"success":false,"errors":[{"statusCode":"INVALID_EMAIL_ADDRESS","message":"Email: invalid email address: anna@secret","fields":["Email"]}]}]""");

        var outcomes = write(
                MIRROR,
                batch(
                        change(Kind.ADD, "1", Map.of()),
                        change(Kind.ADD, "2", Map.of()),
                        change(Kind.ADD, "3", Map.of("Email", FieldValue.of("anna@secret")))));

        assertThat(outcomes.subList(0, 2)).allSatisfy(outcome -> assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Retry.class,
                        retry -> assertThat(retry.problem().code()).isEqualTo(ProblemCode.ROW_LOCKED)));
        assertThat(rejection(outcomes.get(2)).message())
                .contains("invalid email address")
                .doesNotContain("anna");
    }

    @Test
    void rows_without_match_key_or_without_anything_to_send_are_held_back() {
        var nothing = spec(SyncMode.MIRROR, DeleteBehaviour.NOTHING, OPTIONS);

        var outcomes = write(nothing, batch(change(Kind.ADD, " ", SCORE), change(Kind.REMOVE, "1", SCORE)));

        assertThat(rejection(outcomes.get(0)).code()).isEqualTo(ProblemCode.IDENTIFIER_MISSING);
        assertThat(outcomes.get(1)).isEqualTo(new Outcome.Skipped(SkipReason.NOTHING_TO_SEND));
        assertThat(salesforce.requests()).isEmpty();
    }

    @Test
    void when_the_second_request_fails_the_first_ones_rows_stay_accepted() {
        salesforce.answer(
                patch(urlEqualTo(DATA + "/composite/sobjects/Contact/External_Id__c")),
                "[{\"id\":\"003A\",\"success\":true,\"errors\":[]}]");

        var outcomes = write(MIRROR, batch(change(Kind.REMOVE, "1", SCORE), change(Kind.ADD, "2", SCORE)));

        assertThat(outcomes.get(0)).isInstanceOf(Outcome.Retry.class);
        assertThat(outcomes.get(1)).isEqualTo(new Outcome.Accepted("003A"));
    }

    @Test
    void fewer_results_than_records_are_no_answer() {
        salesforce.answer(patch(urlEqualTo(DATA + "/composite/sobjects/Contact/External_Id__c")), "[]");

        assertThatThrownBy(() -> write(MIRROR, batch(change(Kind.ADD, "1", SCORE))))
                .hasMessageContaining("BAD_RESPONSE");
    }

    @Test
    void a_mapping_to_something_that_is_no_field_is_a_setting_to_mend() {
        assertThatThrownBy(() -> write(MIRROR, batch(change(Kind.ADD, "1", Map.of("Na me; DROP", FieldValue.of("x"))))))
                .hasMessageContaining("INVALID_SETTING");
    }

    @Test
    void what_cannot_be_done_safely_is_refused_before_anything_is_sent() {
        for (var refused : List.of(
                spec(SyncMode.INSERT, DeleteBehaviour.NOTHING, Map.of()),
                spec(SyncMode.MIRROR, DeleteBehaviour.DELETE, Map.of()),
                spec(SyncMode.MIRROR, DeleteBehaviour.NOTHING, Map.of("object", "Contact WHERE")),
                spec(SyncMode.MIRROR, DeleteBehaviour.NOTHING, Map.of("object", "Account", "writeTo", "campaign")))) {
            assertThatThrownBy(() -> destination.audiences().ensure(refused)).hasMessageContaining("INVALID_SETTING");
        }
        assertThat(salesforce.requests()).isEmpty();
    }

    private List<Outcome> write(AudienceSpec spec, Batch batch) {
        var audience = destination.audiences().ensure(spec);
        var result = destination.audiences().write(audience, batch);
        assertThat(destination.audiences().preview(audience, batch).requests()).isNotNull();
        return ((BatchResult.Done) result).outcomes();
    }

    private static io.kohorte.spi.Problem rejection(Outcome outcome) {
        return ((Outcome.Rejected) outcome).problem();
    }

    private JsonNode body(int request) {
        return parse(salesforce.requests().get(request).getBodyAsString());
    }
}
