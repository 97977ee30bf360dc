// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import static io.kohorte.core.platform.Api.admin;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a sync needs does not disappear under it. */
@QuarkusTest
class UsedBySyncTest {

    @Inject
    People people;

    private final Receiver receiver = new Receiver();

    @AfterEach
    void closeReceiver() {
        receiver.close();
    }

    @Test
    void aSegmentIsNotDeletedAndTheAnswerNamesTheSyncsThatDeliverIt() throws SQLException {
        var segment = people.segment();
        var first = SyncDesk.create(draft(segment, "first"));
        var second = SyncDesk.create(draft(segment, "second"));

        admin().delete("/api/v1/segments/" + segment)
                .then()
                .statusCode(409)
                .contentType("application/problem+json")
                .body("code", equalTo("SEGMENT_IN_USE"))
                .body(
                        "detail",
                        equalTo("Syncs deliver it: '" + people.named("first") + "', '" + people.named("second") + "'."))
                .body("nextStep", equalTo("Change or delete that first."));

        admin().delete("/api/v1/syncs/" + first).then().statusCode(204);
        admin().delete("/api/v1/syncs/" + second).then().statusCode(204);
        admin().delete("/api/v1/segments/" + segment).then().statusCode(204);
    }

    @Test
    void aModelIsNotDeletedWhileASyncSendsItsScores() throws SQLException {
        var model = people.model();
        var draft = draft(people.segment(), "scores");
        draft.put("mapping", Map.of("fields", List.of(Map.of("to", "Churn", "from", "score:" + model))));
        var sync = SyncDesk.create(draft);

        admin().header("Accept-Language", "de")
                .delete("/api/v1/models/" + model)
                .then()
                .statusCode(409)
                .body("code", equalTo("MODEL_IN_USE"))
                .body("detail", equalTo("Syncs senden seine Werte: '" + people.named("scores") + "'."));

        admin().delete("/api/v1/syncs/" + sync).then().statusCode(204);
        admin().delete("/api/v1/models/" + model).then().statusCode(204);
    }

    @Test
    void aModelIsNotDeletedWhileASegmentAsksForItsScores() throws SQLException {
        var model = people.model();
        var segment = admin().body(Map.of(
                        "name",
                        people.named("likely"),
                        "definition",
                        Map.of("score", model, "op", "at-least", "value", 0.5)))
                .post("/api/v1/segments")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("id");

        admin().delete("/api/v1/models/" + model)
                .then()
                .statusCode(409)
                .body("code", equalTo("MODEL_IN_USE"))
                .body("detail", equalTo("Segments ask for its scores: '" + people.named("likely") + "'."));

        admin().delete("/api/v1/segments/" + segment).then().statusCode(204);
        admin().delete("/api/v1/models/" + model).then().statusCode(204);
    }

    private Map<String, Object> draft(long segment, String name) {
        var draft = SyncDesk.draft(SyncDesk.destination(receiver), segment);
        draft.put("name", people.named(name));
        return draft;
    }
}
