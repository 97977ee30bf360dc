// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import static io.kohorte.core.platform.Api.PASSWORD;
import static io.kohorte.core.platform.Api.admin;
import static io.kohorte.core.platform.Api.as;
import static io.kohorte.core.sync.SyncDesk.ended;
import static io.kohorte.core.sync.SyncDesk.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.core.platform.Eventually;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who was refused, with an example for those who may see it, and another try when the cause is gone. */
@QuarkusTest
@Timeout(60)
class WorkbenchTest {

    private static final String REFUSING_THE_SECOND = "{\"results\":[{\"index\":1,\"status\":\"rejected\","
            + "\"code\":\"FIELD_INVALID\",\"field\":\"Town\",\"message\":\"No such town.\"}]}";

    @Inject
    People people;

    @Inject
    KeptExamples examples;

    private final Receiver receiver = new Receiver();
    private Map<String, Object> draft;
    private int ada;
    private int bob;
    private long segment;
    private long destination;

    @BeforeEach
    void theSecondOfTwoWillBeRefused() throws SQLException {
        ada = people.person("ada", "{\"city\":\"Ulm\"}");
        bob = people.person("bob", "{\"city\":\"Atlantis\"}");
        segment = people.segment(ada, bob);
        destination = SyncDesk.destination(receiver);
        draft = SyncDesk.draft(destination, segment);
        receiver.answers(200, REFUSING_THE_SECOND);
    }

    @AfterEach
    void closeReceiver() {
        receiver.close();
    }

    @Test
    void whoEditsSeesTheRequestAndTheAnswerOfThatRowAlone() {
        var sync = SyncDesk.create(draft);
        run(sync);

        var example = group(admin().get(rejected(sync)).jsonPath());

        assertThat((String) example.get("request"))
                .startsWith("POST " + receiver.url())
                .contains(people.mail("bob"), "Atlantis", "webhook-signature: ***")
                .doesNotContain(people.mail("ada"), "Ulm", Receiver.SECRET);
        assertThat((String) example.get("response"))
                .startsWith("HTTP 200")
                .contains("\"field\":\"Town\"", "No such town.");
    }

    @Test
    void whoOnlyWatchesSeesNobody() {
        var sync = SyncDesk.create(draft);
        run(sync);
        var viewer = "viewer-" + UUID.randomUUID();
        admin().body(Map.of("name", viewer, "role", "viewer", "password", PASSWORD))
                .post("/api/v1/users")
                .then()
                .statusCode(201);

        var answer = as(viewer).get(rejected(sync)).then().statusCode(200).extract();

        assertThat(answer.asString()).doesNotContain(people.mail("bob"), people.named("bob"), "Atlantis");
        assertThat((String) group(answer.jsonPath()).get("request")).contains("\"email\":\"***\"", "\"Town\":\"***\"");
    }

    @Test
    void theExampleOfSomebodyIsGoneWhenTheirSuppressionIsAnswered() {
        var sync = SyncDesk.create(draft);
        run(sync);

        admin().body(Map.of(
                        "identities",
                        List.of(Map.of("namespace", "email", "value", people.mail("bob"))),
                        "reason",
                        "asked to be forgotten"))
                .post("/api/v1/suppressions")
                .then()
                .statusCode(200);

        assertThat(requestKept(sync)).isEmpty();
    }

    @Test
    void theExampleOfSomebodySuppressedThatAProcessDiedBeforeForgettingGoesWithTheNextLook() throws SQLException {
        var sync = SyncDesk.create(draft);
        run(sync);
        people.suppress("ada");
        examples.forget();
        assertThat(requestKept(sync)).contains(people.mail("bob"));

        people.suppress("bob");
        examples.forget();

        assertThat(requestKept(sync)).isEmpty();
    }

    @Test
    void theExampleOfSomebodyMergedGoesWhenTheOneTheyBecameIsSuppressed() throws SQLException {
        var sync = SyncDesk.create(draft);
        run(sync);
        people.called(bob, "user_id", people.named("bob"));
        people.called(ada, "user_id", people.named("ada"));
        SyncDesk.merge(people.named("ada"), people.named("bob"));
        people.suppress("ada");

        examples.forget();

        assertThat(requestKept(sync)).isEmpty();
    }

    @Test
    void rowsOfOneFieldAreSentAgain() {
        var sync = SyncDesk.create(draft);
        run(sync);
        receiver.takesEverything();

        var other = retried(sync, Map.of("code", "FIELD_INVALID", "field", "Country"));
        assertThat(other.getLong("rows")).isZero();
        ended(other.getLong("run"));
        var retry = retried(sync, Map.of("code", "FIELD_INVALID", "field", "Town"));

        assertThat(retry.getLong("rows")).isEqualTo(1);
        assertThat(ended(retry.getLong("run")).getInt("counts.added.accepted")).isEqualTo(1);
        assertThat(receiver.audience()).containsOnlyKeys(people.mail("ada"), people.mail("bob"));
    }

    @Test
    void otherSettingsOfTheDestinationAreAnotherTryAtOnceWhereTheSyncFollows() {
        draft.put("trigger", "segment");
        var sync = SyncDesk.create(draft);
        run(sync);
        receiver.takesEverything();

        change(Map.of("url", receiver.url() + "/v2", "secret", Receiver.SECRET));

        Eventually.holds(
                () -> admin().get(rejected(sync)).jsonPath().getList("items").isEmpty());
        assertThat(receiver.audience()).containsKey(people.mail("bob"));
    }

    @Test
    void anotherNameOfTheDestinationIsNone() {
        draft.put("trigger", "segment");
        var sync = SyncDesk.create(draft);
        run(sync);
        receiver.forgetDeliveries();

        change(Map.of("url", receiver.url(), "secret", "***"));
        receiver.takesEverything();

        assertThat(run(sync).getInt("counts.requests")).isZero();
    }

    /** Nobody's data is other, and in the same audience nobody looks different: without another try nobody would be sent. */
    static Stream<Arguments> otherDefinitions() {
        var clearing = Map.of("to", "Town", "from", "city", "whenMissing", "clear");
        return Stream.of(
                Arguments.of(Map.of("deleteBehaviour", "nothing"), 1),
                Arguments.of(Map.of("mode", "upsert"), 1),
                Arguments.of(Map.of("audience", Map.of("audienceId", "another, where nobody is")), 2),
                Arguments.of(Map.of("mapping", Map.of("fields", List.of(clearing))), 1),
                Arguments.of(Map.of("fallbackKeys", List.of("phone")), 1),
                Arguments.of(Map.of("name", "another-" + UUID.randomUUID()), 0),
                Arguments.of(Map.of("guard", Map.of("removalShare", 0.5)), 0));
    }

    @ParameterizedTest
    @MethodSource("otherDefinitions")
    void whatIsDefinedOtherwiseIsAnotherTryWithTheNextRun(Map<String, Object> other, int sent) {
        var sync = SyncDesk.create(draft);
        run(sync);
        receiver.takesEverything();
        assertThat(run(sync).getInt("counts.requests")).isZero();

        draft.putAll(other);
        admin().body(draft).put("/api/v1/syncs/" + sync).then().statusCode(200);

        assertThat(run(sync).getInt("counts.added.accepted")).isEqualTo(sent);
    }

    private void change(Map<String, String> settings) {
        admin().body(Map.of("name", "mended-" + UUID.randomUUID(), "connector", "webhook", "settings", settings))
                .put("/api/v1/destinations/" + destination)
                .then()
                .statusCode(200);
    }

    private static String rejected(long sync) {
        return "/api/v1/syncs/" + sync + "/rejected";
    }

    private static JsonPath retried(long sync, Map<String, String> which) {
        return admin().body(which)
                .post(rejected(sync) + ":retry")
                .then()
                .statusCode(202)
                .extract()
                .jsonPath();
    }

    private static String requestKept(long sync) {
        return (String) group(admin().get(rejected(sync)).jsonPath()).get("request");
    }

    private static Map<String, Object> group(JsonPath answer) {
        return answer.getMap("groups[0].sample[0]");
    }
}
