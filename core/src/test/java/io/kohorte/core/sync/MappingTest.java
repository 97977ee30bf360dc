// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import static io.kohorte.core.platform.Api.admin;
import static io.kohorte.core.sync.SyncDesk.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** By what a person is found at the destination, and what goes into its fields. */
@QuarkusTest
class MappingTest {

    @Inject
    People people;

    private final Receiver receiver = new Receiver();

    @AfterEach
    void closeReceiver() {
        receiver.close();
    }

    @Test
    void whoeverLacksTheMatchKeyIsFoundByTheNextKeyThatNamesThem() throws SQLException {
        var ada = people.person("ada");
        people.called(ada, "phone", "+491701" + ada);
        var bob = people.stranger("{}");
        people.consent(bob, true);
        people.called(bob, "phone", "+491702" + bob);
        var nameless = people.stranger("{}");
        people.consent(nameless, true);
        var draft = draft(people.segment(ada, bob, nameless));
        draft.put("fallbackKeys", List.of("phone"));
        var sync = SyncDesk.create(draft);

        var run = run(sync);

        assertThat(run.getInt("counts.added.accepted")).isEqualTo(2);
        assertThat(run.getInt("counts.skipped")).isEqualTo(1);
        assertThat(changes())
                .extracting(change -> change.path("identifiers").path("phone").asText())
                .containsExactlyInAnyOrder("+491701" + ada, "+491702" + bob);
        admin().get("/api/v1/syncs/" + sync).then().body("fallbackKeys", equalTo(List.of("phone")));

        people.consent(bob, false);
        assertThat(run(sync).getInt("counts.removed.accepted")).isEqualTo(1);
    }

    @Test
    void aConnectorThatFindsPeopleByTheMatchKeyOnlyIsNamed() throws SQLException {
        var draft = SyncDesk.draft(salesforce(), people.segment());
        draft.put("matchKey", "external_id");
        draft.put("fallbackKeys", List.of("email", "external_id", "Not a namespace"));
        draft.put("mapping", Map.of("fields", List.of(Map.of("to", "City", "from", "city", "setIfEmpty", true))));

        admin().body(draft)
                .post("/api/v1/syncs")
                .then()
                .statusCode(422)
                .body(
                        "errors.code",
                        hasItems("FALLBACK_UNSUPPORTED", "KEY_TWICE", "UNKNOWN_MATCH_KEY", "SET_IF_EMPTY_UNSUPPORTED"))
                .body("errors.detail", hasItems(containsString("Salesforce")));
    }

    @Test
    void aMissingValueKeepsTheFieldClearsItOrHoldsThePersonBack() throws SQLException {
        var ada = people.person("ada", "{\"city\":\"Ulm\",\"lang\":\"de\"}");
        var bob = people.person("bob", "{\"lang\":\"en\"}");
        var cem = people.person("cem", "{\"city\":\"Bonn\"}");
        var draft = draft(
                people.segment(ada, bob, cem),
                List.of(
                        Map.of("to", "Kept", "from", "city", "whenMissing", "keep"),
                        Map.of("to", "Cleared", "from", "city", "whenMissing", "clear"),
                        Map.of("to", "Needed", "from", "lang", "whenMissing", "skip")));
        var sync = SyncDesk.create(draft);

        var run = run(sync);

        assertThat(receiver.audience()).containsOnlyKeys(people.mail("ada"), people.mail("bob"));
        assertThat(receiver.audience().get(people.mail("bob")).has("Kept")).isFalse();
        assertThat(receiver.audience().get(people.mail("bob")).path("Cleared").isNull())
                .isTrue();
        assertThat(run.getInt("counts.skipped")).isEqualTo(1);
        admin().get("/api/v1/syncs/" + sync + "/rejected")
                .then()
                .body("groups[0].code", equalTo("FIELD_MISSING"))
                .body("groups[0].state", equalTo("skipped"));

        people.trait(ada, "{\"city\":\"Ulm\"}");
        people.trait(cem, "{\"lang\":\"tr\"}");
        run(sync);
        assertThat(receiver.audience()).containsOnlyKeys(people.mail("ada"), people.mail("bob"), people.mail("cem"));
        assertThat(receiver.audience().get(people.mail("ada")).path("Needed").asText())
                .isEqualTo("de");
    }

    @Test
    void aTemplateIsFilledForEachPerson() throws SQLException {
        var ada = people.person("ada", "{\"city\":\"Ulm\",\"bio\":\"" + "x".repeat(5_000) + "\"}");
        var bob = people.person("bob", "{\"bio\":\"short\"}");
        var draft = draft(
                people.segment(ada, bob),
                List.of(
                        Map.of("to", "Greeting", "template", "{{#city}}From {{city}}: {{/city}}{{email}}"),
                        Map.of(
                                "to",
                                "Link",
                                "template",
                                "https://x.example/?c={{city}}",
                                "escape",
                                "url",
                                "whenMissing",
                                "clear"),
                        Map.of("to", "Bio", "template", "{{bio}}")));
        var sync = SyncDesk.create(draft);

        run(sync);

        assertThat(receiver.audience()).containsOnlyKeys(people.mail("bob"));
        assertThat(receiver.audience().get(people.mail("bob")).path("Greeting").asText())
                .isEqualTo(people.mail("bob"));
        assertThat(receiver.audience().get(people.mail("bob")).path("Link").isNull())
                .isTrue();
        admin().get("/api/v1/syncs/" + sync + "/rejected")
                .then()
                .body("groups[0].code", equalTo("FIELD_INVALID"))
                .body("groups[0].field", equalTo("Bio"))
                .body("groups[0].state", equalTo("invalid"));
        people.trait(ada, "{\"city\":\"Ulm\",\"bio\":\"short\"}");
        run(sync);
        assertThat(receiver.audience().get(people.mail("ada")).path("Greeting").asText())
                .isEqualTo("From Ulm: " + people.mail("ada"));
    }

    @Test
    void whatIsToBeSetOnlyWhereNothingIsTravelsApart() throws SQLException {
        var ada = people.person("ada", "{\"city\":\"Ulm\"}");
        var sync = SyncDesk.create(
                draft(people.segment(ada), List.of(Map.of("to", "Origin", "from", "city", "setIfEmpty", true))));

        run(sync);

        assertThat(changes().get(0).path("fieldsIfEmpty").path("Origin").asText())
                .isEqualTo("Ulm");
        assertThat(changes().get(0).path("fields").has("Origin")).isFalse();
    }

    @Test
    void whatAFieldCannotBeMadeOfIsPointedAt() throws SQLException {
        var draft = draft(
                people.segment(),
                List.of(
                        Map.of("to", "a", "template", "{{first_name"),
                        Map.of("to", "b", "template", "{{score:424242}}"),
                        Map.of("to", "c", "from", "city", "template", "x"),
                        Map.of("to", "d", "from", "city", "escape", "html"),
                        Map.of("to", "e", "from", "city", "setIfEmpty", true, "whenMissing", "clear")));
        admin().body(draft)
                .post("/api/v1/syncs")
                .then()
                .statusCode(422)
                .body(
                        "errors.pointer",
                        equalTo(List.of(
                                "/mapping/fields/0/template",
                                "/mapping/fields/2/from",
                                "/mapping/fields/3/escape",
                                "/mapping/fields/4/whenMissing")));
        admin().body(draft(people.segment(), List.of(Map.of("to", "b", "template", "{{score:424242}}"))))
                .post("/api/v1/syncs")
                .then()
                .statusCode(422)
                .body("pointer", equalTo("/mapping/fields/0/template"));
    }

    private List<JsonNode> changes() {
        return receiver.deliveries().stream()
                .flatMap(message -> java.util.stream.StreamSupport.stream(
                        message.path("data").path("changes").spliterator(), false))
                .toList();
    }

    private long salesforce() {
        return SyncDesk.destination(
                "salesforce",
                Map.of(
                        "instanceUrl", receiver.url(),
                        "clientId", "id",
                        "clientSecret", "secret"));
    }

    private Map<String, Object> draft(long segment) {
        return SyncDesk.draft(SyncDesk.destination(receiver), segment);
    }

    private Map<String, Object> draft(long segment, List<Map<String, ?>> fields) {
        var draft = draft(segment);
        draft.put("mapping", Map.of("fields", fields));
        return draft;
    }
}
