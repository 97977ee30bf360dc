// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import static io.kohorte.core.platform.Api.admin;
import static io.kohorte.core.sync.SyncDesk.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.core.platform.Eventually;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What reaches a destination without anybody asking for a run. */
@QuarkusTest
@Timeout(60)
class RealTimeSyncTest {

    @Inject
    People people;

    @Inject
    StandingSegments segments;

    private final Receiver receiver = new Receiver();
    private long segment;
    private int ada;
    private int bob;
    private long sync;

    @BeforeEach
    void adaAndBobAreAtADestinationThatFollows() throws Exception {
        ada = people.person("ada", "{\"city\":\"Ulm\"}");
        bob = people.person("bob", "{\"city\":\"Bonn\"}");
        segment = people.segment(ada, bob);
        var draft = SyncDesk.draft(SyncDesk.destination(receiver), segment);
        draft.put("trigger", "segment");
        sync = SyncDesk.create(draft);
        run(sync);
        assertThat(receiver.audience()).containsOnlyKeys(people.mail("ada"), people.mail("bob"));
    }

    @AfterEach
    void closeReceiver() {
        segments.goOn();
        receiver.close();
    }

    @Test
    void whoEntersAndWhoLeaves() throws Exception {
        var cem = people.person("cem");

        people.members(segment, ada, cem);

        Eventually.holds(() -> receiver.audience().keySet().equals(Set.of(people.mail("ada"), people.mail("cem"))));
    }

    @Test
    void aMappedTraitOfAMemberThatChanges() throws Exception {
        people.trait(bob, "{\"city\":\"Trier\"}");

        Eventually.holds(() -> receiver.audience()
                .get(people.mail("bob"))
                .path("Town")
                .asText()
                .equals("Trier"));
    }

    @Test
    void aNewAddressOfAMemberAndTheOldOneAgain() throws Exception {
        people.called(bob, "user_id", people.named("bob"));

        tells("bob", "bob2");
        Eventually.holds(() -> receiver.audience().containsKey(people.mail("bob2")));

        receiver.forgetDeliveries();
        tells("bob", "bob");
        Eventually.holds(() -> receiver.audience().containsKey(people.mail("bob")));
        assertThat(receiver.profiles()).containsOnly(bob);
    }

    @Test
    void aConsentThatIsWithdrawnAndGivenAgain() throws Exception {
        consent("bob", false);
        Eventually.holds(() -> !receiver.audience().containsKey(people.mail("bob")));

        consent("bob", true);
        Eventually.holds(() -> receiver.audience().containsKey(people.mail("bob")));
    }

    @Test
    void aConsentThatIsWithdrawnWhileSegmentsStandStill() throws Exception {
        segments.stand();

        consent("bob", false);

        Eventually.holds(() -> !receiver.audience().containsKey(people.mail("bob")));
    }

    @Test
    void aConsentThatIsWithdrawnOnTheSiteWhileSegmentsStandStill() throws Exception {
        people.called(bob, "user_id", people.named("bob"));
        segments.stand();

        SyncDesk.track(
                "identify",
                Map.of(
                        "userId",
                        people.named("bob"),
                        "messageId",
                        people.named("no"),
                        "context",
                        Map.of("consent", Map.of("categoryPreferences", Map.of("marketing", false)))));

        Eventually.holds(() -> !receiver.audience().containsKey(people.mail("bob")));
    }

    @Test
    void aSuppressionAndItsEnd() throws Exception {
        var who = Map.of("namespace", "email", "value", people.mail("bob"));
        admin().body(Map.of("identities", List.of(who), "reason", "complaint"))
                .post("/api/v1/suppressions")
                .then()
                .statusCode(200);
        Eventually.holds(() -> !receiver.audience().containsKey(people.mail("bob")));

        admin().body(who).delete("/api/v1/suppressions").then().statusCode(204);
        Eventually.holds(() -> receiver.audience().containsKey(people.mail("bob")));
    }

    private void tells(String user, String address) {
        SyncDesk.track(
                "identify", Map.of("userId", people.named(user), "traits", Map.of("email", people.mail(address))));
    }

    private void consent(String name, boolean granted) {
        admin().body(Map.of(
                        "identity",
                        Map.of("namespace", "email", "value", people.mail(name)),
                        "consents",
                        Map.of("marketing", granted)))
                .put("/api/v1/consents")
                .then()
                .statusCode(200);
    }
}
