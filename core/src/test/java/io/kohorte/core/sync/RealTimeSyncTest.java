// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import static io.kohorte.core.platform.Api.admin;
import static io.kohorte.core.sync.SyncDesk.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.core.segment.SegmentStore;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What reaches a destination without anybody asking for a run. */
@QuarkusTest
@Timeout(60)
class RealTimeSyncTest {

    @Inject
    DataSource database;

    @Inject
    SegmentStore segments;

    private final Receiver receiver = new Receiver();
    private final String tag = UUID.randomUUID().toString().substring(0, 8);
    private People people;
    private long segment;
    private int ada;
    private int bob;
    private long sync;

    @BeforeEach
    void adaAndBobAreAtADestinationThatFollows() throws Exception {
        people = new People(database, segments);
        ada = people.person(mail("ada"), "{\"city\":\"Ulm\"}");
        bob = people.person(mail("bob"), "{\"city\":\"Bonn\"}");
        segment = people.segment(ada, bob);
        var draft = SyncDesk.draft(SyncDesk.destination(receiver), segment);
        draft.put("trigger", "segment");
        sync = SyncDesk.create(draft);
        run(sync);
        assertThat(receiver.audience()).containsOnlyKeys(mail("ada"), mail("bob"));
    }

    @AfterEach
    void closeReceiver() {
        receiver.close();
    }

    @Test
    void whoEntersAndWhoLeaves() throws Exception {
        var cem = people.person(mail("cem"), "{}");

        people.members(segment, ada, cem);

        until(() -> receiver.audience().keySet().equals(Set.of(mail("ada"), mail("cem"))));
    }

    @Test
    void aMappedTraitOfAMemberThatChanges() throws Exception {
        people.trait(bob, "{\"city\":\"Trier\"}");

        until(() -> receiver.audience().get(mail("bob")).path("Town").asText().equals("Trier"));
    }

    @Test
    void aConsentThatIsWithdrawnAndGivenAgain() throws Exception {
        consent("bob", false);
        until(() -> !receiver.audience().containsKey(mail("bob")));

        consent("bob", true);
        until(() -> receiver.audience().containsKey(mail("bob")));
    }

    @Test
    void aSuppressionAndItsEnd() throws Exception {
        var who = Map.of("namespace", "email", "value", mail("bob"));
        admin().body(Map.of("identities", List.of(who), "reason", "complaint"))
                .post("/api/v1/suppressions")
                .then()
                .statusCode(200);
        until(() -> !receiver.audience().containsKey(mail("bob")));

        admin().body(who).delete("/api/v1/suppressions").then().statusCode(204);
        until(() -> receiver.audience().containsKey(mail("bob")));
    }

    private void consent(String name, boolean granted) {
        admin().body(Map.of(
                        "identity",
                        Map.of("namespace", "email", "value", mail(name)),
                        "consents",
                        Map.of("marketing", granted)))
                .put("/api/v1/consents")
                .then()
                .statusCode(200);
    }

    private String mail(String name) {
        return name + "-" + tag + "@example.com";
    }

    /** The test's time-out ends this if it never comes. */
    private static void until(BooleanSupplier reached) throws InterruptedException {
        while (!reached.getAsBoolean()) {
            Thread.sleep(20);
        }
    }
}
