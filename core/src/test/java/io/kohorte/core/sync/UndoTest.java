// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import static io.kohorte.core.platform.Api.admin;
import static io.kohorte.core.sync.SyncDesk.destination;
import static io.kohorte.core.sync.SyncDesk.draft;
import static io.kohorte.core.sync.SyncDesk.ended;
import static io.kohorte.core.sync.SyncDesk.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A person undoes a run over the API. */
@QuarkusTest
class UndoTest {

    @Inject
    DataSource database;

    @Inject
    People people;

    private final Receiver receiver = new Receiver();
    private long sync;
    private long first;

    @BeforeEach
    void twoPeopleAreDelivered() throws SQLException {
        var segment = people.segment(people.person("ada"), people.person("bob"));
        sync = SyncDesk.create(draft(destination(receiver), segment));
        first = run(sync).getLong("id");
        assertThat(receiver.audience()).containsOnlyKeys(people.mail("ada"), people.mail("bob"));
        receiver.forgetDeliveries();
    }

    @AfterEach
    void closeReceiver() {
        receiver.close();
    }

    @Test
    void dryRunOfAnUndoShowsItsRequestsAndSendsNone() {
        post("undo-dry-run", first)
                .statusCode(200)
                .body("effect.removed", equalTo(2))
                .body("effect.added", equalTo(0))
                .body("effect.requests", hasSize(1))
                .body("changed", equalTo(0))
                .body("overtaken", equalTo(0));

        assertThat(receiver.deliveries()).isEmpty();
    }

    @Test
    void whoeverEnteredIsRemovedAndTheSyncWaitsForAPerson() {
        var undo =
                ended(post("undo", first).statusCode(202).extract().jsonPath().getLong("run"));

        assertThat(undo.getString("state")).isEqualTo("completed");
        assertThat(undo.getString("trigger")).isEqualTo("undo");
        assertThat(undo.getInt("counts.removed.accepted")).isEqualTo(2);
        admin().header("accept-language", "de")
                .get("/api/v1/syncs/" + sync)
                .then()
                .body("state", equalTo("paused"))
                .body("pausedBecause.code", equalTo("UNDONE"))
                .body(
                        "pausedBecause.detail",
                        equalTo(
                                "Ein Lauf wurde zurückgenommen, und der Sync wartet, damit der nächste nicht dasselbe noch"
                                        + " einmal tut."));
    }

    @Test
    void runOfAnotherSyncIsUnknownHere() {
        post("undo", first + 1_000_000).statusCode(404);
        admin().body(Map.of()).post("/api/v1/syncs/" + sync + ":undo").then().statusCode(422);
    }

    @Test
    void undoThatIsRefusedSaysWhyInBothLanguages() throws SQLException {
        try (var connection = database.getConnection();
                var delete = connection.prepareStatement("delete from delivery_receipt where sync = ?")) {
            delete.setLong(1, sync);
            delete.executeUpdate();
        }

        post("undo", first).statusCode(409).body("code", equalTo("RECEIPTS_GONE"));
        admin().header("accept-language", "de")
                .body(Map.of("run", first))
                .post("/api/v1/syncs/" + sync + ":undo")
                .then()
                .statusCode(409)
                .body("detail", equalTo("Was dieser Lauf getan hat, ist nicht mehr verzeichnet."));
    }

    private ValidatableResponse post(String deed, long run) {
        return admin().body(Map.of("run", run))
                .post("/api/v1/syncs/" + sync + ":" + deed)
                .then();
    }
}
