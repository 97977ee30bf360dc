// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import static io.kohorte.core.platform.Api.admin;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is accepted as a sync, and what it is when nothing was said. */
@QuarkusTest
class SyncDraftTest {

    @Inject
    People people;

    private final Receiver receiver = new Receiver();

    @AfterEach
    void closeReceiver() {
        receiver.close();
    }

    @Test
    void everyFieldThatIsWrongIsPointedAt() throws SQLException {
        var draft = draft(people.segment());
        draft.put("segments", List.of(999_999));
        draft.put("mode", "teleport");
        draft.put("holdout", 2);
        draft.put("schedule", Map.of("cron", "at noon", "zone", "Mars/Olympus"));
        draft.put("trigger", "schedule");
        draft.put("mapping", Map.of("fields", List.of(Map.of("to", "", "from", "city"), Map.of("to", "x"))));
        draft.put("audience", Map.of("colour", "red"));
        admin().body(draft)
                .post("/api/v1/syncs")
                .then()
                .statusCode(422)
                .body(
                        "errors.pointer",
                        hasItems(
                                "/segments/0",
                                "/mode",
                                "/holdout",
                                "/schedule/cron",
                                "/schedule/zone",
                                "/mapping/fields/0/to",
                                "/mapping/fields/1/from",
                                "/audience/colour"));
    }

    @Test
    void aScoreOfAModelThatDoesNotExistIsPointedAt() throws SQLException {
        var draft = draft(people.segment());
        draft.put("mapping", Map.of("fields", List.of(Map.of("to", "churn", "from", "score:424242"))));
        admin().body(draft)
                .post("/api/v1/syncs")
                .then()
                .statusCode(422)
                .body("pointer", equalTo("/mapping/fields/0/from"));
    }

    @Test
    void aNameIsTakenOnce() throws SQLException {
        var draft = draft(people.segment());
        SyncDesk.create(draft);
        admin().body(draft)
                .post("/api/v1/syncs")
                .then()
                .statusCode(422)
                .body("code", equalTo("NAME_TAKEN"))
                .body("pointer", equalTo("/name"));
    }

    @Test
    void aSyncStaysWithItsDestination() throws SQLException {
        var draft = draft(people.segment());
        var sync = SyncDesk.create(draft);
        admin().body(draft).put("/api/v1/syncs/" + sync).then().statusCode(200);

        draft.put("destination", SyncDesk.destination(receiver));

        admin().body(draft)
                .put("/api/v1/syncs/" + sync)
                .then()
                .statusCode(422)
                .body("code", equalTo("DESTINATION_FIXED"))
                .body("pointer", equalTo("/destination"));
    }

    @Test
    void unlessSaidOtherwiseAMirrorRemovesWhoLeavesAndOtherModesDoNot() throws SQLException {
        var draft = draft(people.segment());
        draft.remove("deleteBehaviour");
        admin().body(draft).post("/api/v1/syncs").then().body("deleteBehaviour", equalTo("remove-from-audience"));
        draft.put("name", people.named("adds"));
        draft.put("mode", "add");
        admin().body(draft).post("/api/v1/syncs").then().body("deleteBehaviour", equalTo("nothing"));
    }

    @Test
    void aSyncThatRemovesPeopleRemovesThemFromTheAudienceUnlessSaidOtherwiseAndNeverDoesNothing() throws SQLException {
        var draft = draft(people.segment());
        draft.put("mode", "remove");
        draft.remove("deleteBehaviour");
        admin().body(draft).post("/api/v1/syncs").then().body("deleteBehaviour", equalTo("remove-from-audience"));
        draft.put("name", people.named("removes nobody"));
        draft.put("deleteBehaviour", "nothing");
        admin().body(draft).post("/api/v1/syncs").then().statusCode(422).body("code", equalTo("REMOVES_NOTHING"));
    }

    @Test
    void unlessSaidOtherwiseMoreThanAFifthAndAHundredAreNotRemovedUnasked() throws SQLException {
        var draft = draft(people.segment());
        admin().body(draft)
                .post("/api/v1/syncs")
                .then()
                .body("guard.removalShare", equalTo(0.2f))
                .body("guard.removalRows", equalTo(100));
    }

    private Map<String, Object> draft(long segment) {
        return SyncDesk.draft(SyncDesk.destination(receiver), segment);
    }
}
