// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import static io.kohorte.core.platform.Api.admin;
import static io.kohorte.core.sync.SyncDesk.finished;
import static io.kohorte.core.sync.SyncDesk.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What wrong credentials stopped goes on by itself once they are right. */
@QuarkusTest
class MendedDestinationTest {

    @Inject
    People people;

    private final Receiver receiver = new Receiver();
    private long destination;
    private long pausedByHand;
    private long stopped;

    @BeforeEach
    void oneSyncPausedByHandAndOneStoppedByItsDestination() throws SQLException {
        destination = SyncDesk.destination(receiver);
        pausedByHand = SyncDesk.create(SyncDesk.draft(destination, people.segment(people.person("ada"))));
        run(pausedByHand);
        admin().post("/api/v1/syncs/" + pausedByHand + ":pause").then().statusCode(200);
        receiver.answers(401, "{}");
        stopped = SyncDesk.create(SyncDesk.draft(destination, people.segment(people.person("bob"))));
        assertThat(run(stopped).getString("state")).isEqualTo("paused");
        receiver.takesEverything();
    }

    @AfterEach
    void closeReceiver() {
        receiver.close();
    }

    @Test
    void afterACheckThatFindsNothingWrong() {
        admin().post("/api/v1/destinations/" + destination + ":check").then().body("ok", equalTo(true));
        onlyTheStoppedOneWentOn();
    }

    @Test
    void afterNewSettings() {
        admin().body(Map.of(
                        "name",
                        people.named("mended"),
                        "connector",
                        "webhook",
                        "settings",
                        Map.of("url", receiver.url(), "secret", "***")))
                .put("/api/v1/destinations/" + destination)
                .then()
                .statusCode(200);
        onlyTheStoppedOneWentOn();
    }

    private void onlyTheStoppedOneWentOn() {
        assertThat(finished(SyncDesk.nthRun(stopped, 1)).getString("state")).isEqualTo("completed");
        assertThat(receiver.audience()).containsOnlyKeys(people.mail("ada"), people.mail("bob"));
        admin().get("/api/v1/syncs/" + pausedByHand).then().body("state", equalTo("paused"));
    }
}
