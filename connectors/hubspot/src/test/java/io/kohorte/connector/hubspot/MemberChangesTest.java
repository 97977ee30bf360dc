// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.hubspot;

import static io.kohorte.connector.hubspot.FakeHubspot.CONTACTS;
import static io.kohorte.connector.hubspot.FakeHubspot.MOVE;
import static io.kohorte.connector.hubspot.FakeHubspot.change;
import static io.kohorte.connector.hubspot.FakeHubspot.spec;
import static io.kohorte.spi.MemberChange.Kind.ADD;
import static io.kohorte.spi.MemberChange.Kind.REMOVE;
import static io.kohorte.spi.MemberChange.Kind.UPDATE;
import static io.kohorte.tck.Batches.batch;
import static io.kohorte.tck.TestVendor.parse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Consent;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.spi.SyncMode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class MemberChangesTest {

    private static final AudienceSpec LIST =
            spec(SyncMode.MIRROR, DeleteBehaviour.REMOVE_FROM_AUDIENCE, Map.of("listId", "72"));
    private static final String UPSERT = CONTACTS + "/batch/upsert";
    private static final String READ = CONTACTS + "/batch/read";
    private static final String UPDATES = CONTACTS + "/batch/update";
    private static final String NOBODY_MISSING =
            "{\"recordsIdsAdded\":[],\"recordIdsRemoved\":[],\"recordIdsMissing\":[]}";

    private final FakeHubspot hubspot = new FakeHubspot();
    private final HubspotDestination destination = hubspot.open();

    @AfterEach
    void close() {
        destination.close();
        hubspot.close();
    }

    @Test
    void who_enters_is_upserted_by_lower_case_address_and_put_on_the_list_by_record_id() {
        hubspot.post(UPSERT, 200, written(0, 101, 1, 102));
        hubspot.put(MOVE, 200, NOBODY_MISSING);

        var outcomes = write(
                LIST,
                change(ADD, " Max@Example.COM", Map.of("lastname", FieldValue.of("Müller"))),
                change(ADD, "eva@example.com", Map.of()));

        assertThat(outcomes).containsExactly(new Outcome.Accepted("101"), new Outcome.Accepted("102"));
        assertThat(hubspot.jsonBody(0))
                .isEqualTo(
                        parse(
                                """
                                {"inputs":[
                                 {"idProperty":"email","id":"max@example.com","objectWriteTraceId":"row-0",
                                  "properties":{"email":"max@example.com","lastname":"Müller"}},
                                 {"idProperty":"email","id":"eva@example.com","objectWriteTraceId":"row-1",
                                  "properties":{"email":"eva@example.com"}}]}"""));
        assertThat(hubspot.jsonBody(1))
                .isEqualTo(parse("{\"recordIdsToAdd\":[\"101\",\"102\"],\"recordIdsToRemove\":[]}"));
    }

    @Test
    void a_row_that_hubspot_names_as_wrong_is_rejected_and_the_others_go_on_the_list() {
        hubspot.post(
                UPSERT,
                207,
                """
                {"status":"COMPLETE","results":[{"id":"102","objectWriteTraceId":"row-1"}],"numErrors":1,"errors":[
                 {"status":"error","category":"VALIDATION_ERROR",
                  "message":"Property values were not valid: [{\\"isValid\\":false,\\"error\\":\\"INVALID_INTEGER\\",\\"name\\":\\"age\\",\\"message\\":\\"max@example.com\\"}]",
                  "context":{"objectWriteTraceId":["row-0"]}}]}""");
        hubspot.put(MOVE, 200, NOBODY_MISSING);

        var outcomes = write(LIST, change(ADD, "max@example.com", Map.of()), change(ADD, "eva@example.com", Map.of()));

        var problem = ((Outcome.Rejected) outcomes.get(0)).problem();
        assertThat(problem.code()).isEqualTo(ProblemCode.FIELD_INVALID);
        assertThat(problem.field()).isEqualTo("age");
        assertThat(problem.message()).doesNotContain("max@example.com");
        assertThat(outcomes.get(1)).isEqualTo(new Outcome.Accepted("102"));
        assertThat(hubspot.jsonBody(1)).isEqualTo(parse("{\"recordIdsToAdd\":[\"102\"],\"recordIdsToRemove\":[]}"));
    }

    @Test
    void a_success_without_results_is_a_failure_to_be_tried_again() {
        hubspot.post(UPSERT, 200, "{\"status\":\"COMPLETE\",\"results\":[],\"errors\":[]}");

        var refusal = catchThrowableOfType(
                ConnectorException.class, () -> write(LIST, change(ADD, "max@example.com", Map.of())));

        assertThat(refusal.problem().code()).isEqualTo(ProblemCode.UNAVAILABLE);
        assertThat(hubspot.requests()).as("nobody is put on the list").hasSize(1);
    }

    @Test
    void a_row_of_which_nothing_is_said_is_tried_again_alone() {
        hubspot.post(UPSERT, 200, written(1, 102));
        hubspot.put(MOVE, 200, NOBODY_MISSING);

        var outcomes = write(LIST, change(ADD, "max@example.com", Map.of()), change(ADD, "eva@example.com", Map.of()));

        assertThat(((Outcome.Retry) outcomes.get(0)).problem().code()).isEqualTo(ProblemCode.UNAVAILABLE);
        assertThat(outcomes.get(1)).isEqualTo(new Outcome.Accepted("102"));
    }

    @Test
    void errors_that_name_no_row_halve_the_batch_until_the_row_stands_alone() {
        hubspot.post(
                UPSERT,
                207,
                "{\"results\":[],\"errors\":[{\"category\":\"VALIDATION_ERROR\",\"message\":\"INVALID_EMAIL\"}]}");

        var refusal = catchThrowableOfType(
                ConnectorException.class,
                () -> write(LIST, change(ADD, "max@example.com", Map.of()), change(ADD, "eva@example.com", Map.of())));
        var alone = write(LIST, change(ADD, "max@example.com", Map.of()));

        assertThat(refusal.problem().code()).isEqualTo(ProblemCode.BATCH_REFUSED);
        assertThat(((Outcome.Rejected) alone.get(0)).problem().code()).isEqualTo(ProblemCode.IDENTIFIER_INVALID);
    }

    @Test
    void a_contact_that_the_list_misses_is_named() {
        hubspot.post(UPSERT, 200, written(0, 101, 1, 102));
        hubspot.put(MOVE, 200, "{\"recordsIdsAdded\":[\"101\"],\"recordIdsMissing\":[\"102\"]}");

        var outcomes = write(LIST, change(ADD, "max@example.com", Map.of()), change(ADD, "eva@example.com", Map.of()));

        assertThat(outcomes.get(0)).isEqualTo(new Outcome.Accepted("101"));
        assertThat(((Outcome.Rejected) outcomes.get(1)).problem().code()).isEqualTo(ProblemCode.NOT_FOUND);
    }

    @Test
    void when_the_list_fails_after_the_contacts_were_written_its_rows_come_again_and_the_others_do_not() {
        hubspot.post(UPSERT, 200, written(0, 101, 1, 102));
        hubspot.put(MOVE, 503, "{}");

        var outcomes = write(
                LIST,
                change(ADD, "max@example.com", Map.of()),
                change(UPDATE, "eva@example.com", Map.of("age", FieldValue.of("42"))));

        assertThat(((Outcome.Retry) outcomes.get(0)).problem().code()).isEqualTo(ProblemCode.UNAVAILABLE);
        assertThat(outcomes.get(1)).isEqualTo(new Outcome.Accepted("102"));
    }

    @Test
    void who_leaves_is_looked_up_and_taken_off_the_list_and_the_contact_stays() {
        hubspot.post(
                READ,
                207,
                """
                {"results":[{"id":"107","properties":{"email":"Max@example.com","hs_additional_emails":null}},
                            {"id":"108","properties":{"email":"new@example.com","hs_additional_emails":"x@y.de;old@example.com"}}],
                 "numErrors":1,"errors":[{"category":"OBJECT_NOT_FOUND","context":{"ids":["gone@example.com"]}}]}""");
        hubspot.put(MOVE, 200, NOBODY_MISSING);

        var outcomes = write(
                LIST,
                change(REMOVE, "max@example.com", Map.of("age", FieldValue.of("42"))),
                change(REMOVE, "gone@example.com", Map.of()),
                change(REMOVE, "old@example.com", Map.of()));

        assertThat(outcomes)
                .containsExactly(new Outcome.Accepted("107"), new Outcome.Accepted(""), new Outcome.Accepted("108"));
        assertThat(hubspot.jsonBody(0))
                .isEqualTo(
                        parse(
                                """
                                {"idProperty":"email","properties":["email","hs_additional_emails"],
                                 "inputs":[{"id":"max@example.com"},{"id":"gone@example.com"},{"id":"old@example.com"}]}"""));
        assertThat(hubspot.sent()).containsExactly("POST " + READ, "PUT " + MOVE);
        assertThat(hubspot.jsonBody(1))
                .isEqualTo(parse("{\"recordIdsToAdd\":[],\"recordIdsToRemove\":[\"107\",\"108\"]}"));
    }

    @Test
    void who_leaves_is_not_taken_for_gone_when_hubspot_does_not_say_so() {
        hubspot.post(READ, 200, "{\"status\":\"COMPLETE\",\"results\":[]}");

        var outcomes = write(LIST, change(REMOVE, "max@example.com", Map.of()));

        assertThat(outcomes.get(0)).isInstanceOf(Outcome.Retry.class);
    }

    @Test
    void clearing_fields_empties_them_and_ends_the_membership() {
        var spec = spec(SyncMode.MIRROR, DeleteBehaviour.CLEAR_FIELDS, Map.of("listId", "72"));
        hubspot.post(READ, 200, "{\"results\":[{\"id\":\"107\",\"properties\":{\"email\":\"max@example.com\"}}]}");
        hubspot.post(UPDATES, 200, written(0, 107));
        hubspot.put(MOVE, 200, NOBODY_MISSING);

        var outcomes = write(spec, change(REMOVE, "max@example.com", Map.of("age", FieldValue.of("42"))));

        assertThat(outcomes).containsExactly(new Outcome.Accepted("107"));
        assertThat(hubspot.jsonBody(1))
                .isEqualTo(
                        parse(
                                "{\"inputs\":[{\"id\":\"107\",\"objectWriteTraceId\":\"row-0\",\"properties\":{\"age\":\"\"}}]}"));
        assertThat(hubspot.jsonBody(2)).isEqualTo(parse("{\"recordIdsToAdd\":[],\"recordIdsToRemove\":[\"107\"]}"));
    }

    @Test
    void deleting_archives_the_contact() {
        var spec = spec(SyncMode.MIRROR, DeleteBehaviour.DELETE, Map.of("listId", "72"));
        hubspot.post(READ, 200, "{\"results\":[{\"id\":\"107\",\"properties\":{\"email\":\"max@example.com\"}}]}");
        hubspot.post(CONTACTS + "/batch/archive", 204, "");

        var outcomes = write(spec, change(REMOVE, "max@example.com", Map.of()));

        assertThat(outcomes).containsExactly(new Outcome.Accepted("107"));
        assertThat(hubspot.sent()).containsExactly("POST " + READ, "POST " + CONTACTS + "/batch/archive");
        assertThat(hubspot.jsonBody(1)).isEqualTo(parse("{\"inputs\":[{\"id\":\"107\"}]}"));
    }

    @Test
    void properties_alone_mark_members_without_any_list() {
        var spec = spec(
                SyncMode.MIRROR,
                DeleteBehaviour.REMOVE_FROM_AUDIENCE,
                Map.of("writeTo", "properties", "memberProperty", "high_churn", "memberValue", "yes"));
        hubspot.post(READ, 200, "{\"results\":[{\"id\":\"107\",\"properties\":{\"email\":\"eva@example.com\"}}]}");
        hubspot.post(UPSERT, 200, written(0, 101));
        hubspot.post(UPDATES, 200, written(1, 107));

        var outcomes = write(
                spec,
                change(ADD, "max@example.com", Map.of()),
                change(REMOVE, "eva@example.com", Map.of("age", FieldValue.of("42"))));

        assertThat(outcomes).containsExactly(new Outcome.Accepted("101"), new Outcome.Accepted("107"));
        assertThat(hubspot.jsonBody(1).at("/inputs/0/properties/high_churn").asText())
                .isEqualTo("yes");
        assertThat(hubspot.jsonBody(2).at("/inputs/0/properties")).isEqualTo(parse("{\"high_churn\":\"\"}"));
        assertThat(destination.audiences().ensure(spec).remoteId()).isEqualTo("seg-42");
    }

    @Test
    void a_checkbox_that_marks_members_is_true_and_false() {
        var spec = spec(
                SyncMode.MIRROR,
                DeleteBehaviour.REMOVE_FROM_AUDIENCE,
                Map.of("writeTo", "properties", "memberProperty", "high_churn"));
        var preview = destination
                .audiences()
                .preview(
                        RemoteAudience.planned(spec),
                        batch(change(ADD, "max@example.com", Map.of()), change(REMOVE, "eva@example.com", Map.of())));

        assertThat(preview.requests().get(1).body()).contains("\"high_churn\":\"true\"");
        assertThat(preview.requests().get(2).body()).contains("\"high_churn\":\"false\"");
    }

    @Test
    void mode_update_creates_nobody() {
        var spec = spec(SyncMode.UPDATE, DeleteBehaviour.NOTHING, Map.of("writeTo", "properties"));
        hubspot.post(
                READ,
                207,
                """
                {"results":[{"id":"107","properties":{"email":"max@example.com"}}],
                 "errors":[{"category":"OBJECT_NOT_FOUND","message":"some are not there"}]}""");
        hubspot.post(UPDATES, 200, written(0, 107));
        var age = Map.of("age", FieldValue.of("42"));

        var outcomes = write(spec, change(ADD, "max@example.com", age), change(ADD, "eva@example.com", age));

        assertThat(outcomes.get(0)).isEqualTo(new Outcome.Accepted("107"));
        assertThat(((Outcome.Rejected) outcomes.get(1)).problem().code()).isEqualTo(ProblemCode.NOT_FOUND);
        assertThat(hubspot.jsonBody(1).path("inputs")).hasSize(1);
    }

    @Test
    void mode_insert_leaves_contacts_alone_that_are_there_and_puts_all_on_the_list() {
        var spec = spec(SyncMode.INSERT, DeleteBehaviour.NOTHING, Map.of("listId", "72"));
        hubspot.post(
                READ,
                207,
                """
                {"results":[{"id":"107","properties":{"email":"max@example.com"}}],
                 "errors":[{"category":"OBJECT_NOT_FOUND","context":{"ids":["eva@example.com"]}}]}""");
        hubspot.post(UPSERT, 200, written(1, 108));
        hubspot.put(MOVE, 200, NOBODY_MISSING);

        var outcomes = write(spec, change(ADD, "max@example.com", Map.of()), change(ADD, "eva@example.com", Map.of()));

        assertThat(outcomes).containsExactly(new Outcome.Accepted("107"), new Outcome.Accepted("108"));
        assertThat(hubspot.jsonBody(1).path("inputs")).hasSize(1);
        assertThat(hubspot.jsonBody(2).path("recordIdsToAdd")).isEqualTo(parse("[\"107\",\"108\"]"));
    }

    @Test
    void rows_that_cannot_go_are_held_back_with_their_reason() {
        var spec = spec(SyncMode.MIRROR, DeleteBehaviour.NOTHING, Map.of("listId", "72"));
        hubspot.post(UPSERT, 200, written(0, 101));
        hubspot.put(MOVE, 200, NOBODY_MISSING);
        var nameless = new MemberChange(ADD, new SubjectKeys("p", Map.of()), Map.of(), Consent.NEVER_ASKED);

        var outcomes = write(
                spec,
                change(ADD, "max@example.com", Map.of()),
                nameless,
                change(ADD, "no address", Map.of()),
                change(ADD, "MAX@example.com", Map.of()),
                change(REMOVE, "eva@example.com", Map.of()),
                change(UPDATE, "tom@example.com", Map.of()));

        assertThat(outcomes.stream().map(MemberChangesTest::code))
                .containsExactly(
                        "accepted",
                        "IDENTIFIER_MISSING",
                        "IDENTIFIER_INVALID",
                        "DUPLICATE",
                        SkipReason.NOTHING_TO_SEND.name(),
                        SkipReason.NOTHING_TO_SEND.name());
    }

    @Test
    void a_key_of_ones_own_is_a_property_of_the_same_name_and_keeps_its_case() {
        var spec = new AudienceSpec(
                "seg-42",
                "High churn",
                SyncMode.MIRROR,
                DeleteBehaviour.REMOVE_FROM_AUDIENCE,
                "customer_id",
                Settings.of(Map.of("listId", "72")));
        var preview = destination
                .audiences()
                .preview(
                        RemoteAudience.planned(spec),
                        batch(new MemberChange(
                                ADD,
                                new SubjectKeys("p", Map.of("customer_id", "C-4711 ")),
                                Map.of(),
                                Consent.NEVER_ASKED)));

        assertThat(preview.requests().get(0).body())
                .contains("\"idProperty\":\"customer_id\",\"id\":\"C-4711\"")
                .contains("\"properties\":{\"customer_id\":\"C-4711\"}");
    }

    @Test
    void the_numbered_version_has_its_own_addresses() {
        var settings = hubspot.settings(Map.of("apiVersion", "v3"));
        try (var numbered = new HubspotDestination(settings, FakeHubspot.context(FakeHubspot.NOW))) {
            var preview = numbered.audiences()
                    .preview(RemoteAudience.planned(LIST), batch(change(ADD, "max@example.com", Map.of())));

            assertThat(preview.requests().get(0).url()).endsWith("/crm/v3/objects/contacts/batch/upsert");
            assertThat(preview.requests().get(1).url()).endsWith("/crm/v3/lists/72/memberships/add-and-remove");
        }
    }

    private static String code(Outcome outcome) {
        if (outcome instanceof Outcome.Rejected rejected) {
            return rejected.problem().code().name();
        }
        return outcome instanceof Outcome.Skipped skipped ? skipped.reason().name() : "accepted";
    }

    private static String written(int... rowsAndIds) {
        var results = new StringBuilder();
        for (var i = 0; i < rowsAndIds.length; i += 2) {
            results.append(i == 0 ? "" : ",")
                    .append("{\"id\":\"")
                    .append(rowsAndIds[i + 1])
                    .append("\",\"new\":true,\"objectWriteTraceId\":\"row-")
                    .append(rowsAndIds[i])
                    .append("\"}");
        }
        return "{\"status\":\"COMPLETE\",\"results\":[" + results + "]}";
    }

    private List<Outcome> write(AudienceSpec spec, MemberChange... changes) {
        return ((BatchResult.Done) destination.audiences().write(new RemoteAudience(spec, "72"), batch(changes)))
                .outcomes();
    }
}
