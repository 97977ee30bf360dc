// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import static io.kohorte.core.platform.Api.admin;
import static io.kohorte.core.sync.SyncDesk.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A mapping that changes while people are at the destination under the old one. */
@QuarkusTest
class RemappingTest {

    @Inject
    People people;

    private final Receiver receiver = new Receiver();
    private int ada;
    private int bob;
    private int cem;
    private Map<String, Object> draft;
    private long sync;

    @BeforeEach
    void deliverUnderTheOldMapping() throws SQLException {
        ada = people.person("ada", "{\"city\":\"Ulm\",\"lang\":\"de\"}");
        bob = people.person("bob", "{\"city\":\"Bonn\",\"lang\":\"en\"}");
        cem = people.person("cem", "{\"city\":\"Trier\"}");
        draft = SyncDesk.draft(SyncDesk.destination(receiver), people.segment(ada, bob, cem));
        sync = SyncDesk.create(draft);
        run(sync);
        receiver.forgetDeliveries();
        draft.put(
                "mapping",
                Map.of("fields", List.of(Map.of("to", "Town", "from", "city"), Map.of("to", "Lang", "from", "lang"))));
    }

    @AfterEach
    void closeReceiver() {
        receiver.close();
    }

    @Test
    void aChangeThatWouldSendPeopleAgainAsksFirstAndSaysHowMany() {
        change().then()
                .statusCode(409)
                .body("code", equalTo("RESEND_OR_NOT"))
                .body("pointer", equalTo("/resend"))
                .body("detail", containsString(" 2 people"));
        admin().get("/api/v1/syncs/" + sync).then().body("mapping.fields.size()", equalTo(1));
    }

    @Test
    void allSendsEverybodyWhoLooksDifferentWithTheNextRun() {
        draft.put("resend", "all");
        change().then().statusCode(200);

        assertThat(run(sync).getInt("counts.changed.accepted")).isEqualTo(2);
        assertThat(receiver.audience()).containsOnlyKeys(people.mail("ada"), people.mail("bob"));
    }

    @Test
    void fromNowOnSendsOnlyWhoEntersOrChanges() throws SQLException {
        people.trait(cem, "{\"city\":\"Mainz\"}");
        draft.put("resend", "from-now");
        change().then().statusCode(200);

        assertThat(run(sync).getInt("counts.changed.accepted")).isEqualTo(1);
        assertThat(receiver.audience()).containsOnlyKeys(people.mail("cem"));

        people.trait(bob, "{\"city\":\"Bonn\",\"lang\":\"nl\"}");
        assertThat(run(sync).getInt("counts.changed.accepted")).isEqualTo(1);
        assertThat(receiver.audience().get(people.mail("bob")).path("Lang").asText())
                .isEqualTo("nl");
        assertThat(receiver.audience()).doesNotContainKey(people.mail("ada"));
    }

    @Test
    void aChangeThatMakesNobodyLookDifferentDoesNotAsk() {
        draft.put(
                "mapping",
                Map.of("fields", List.of(Map.of("to", "Town", "from", "trait:city", "whenMissing", "keep"))));
        draft.put("holdout", 0.0);

        change().then().statusCode(200);

        run(sync);
        assertThat(receiver.deliveries()).isEmpty();
    }

    private io.restassured.response.Response change() {
        return admin().body(draft).put("/api/v1/syncs/" + sync);
    }
}
