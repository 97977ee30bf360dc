// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import static io.kohorte.core.platform.Api.admin;
import static io.kohorte.core.sync.SyncDesk.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.kohorte.core.platform.Eventually;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Audiences of which a person is in one only. */
@QuarkusTest
class AudienceGroupTest {

    @Inject
    People people;

    private final Receiver receiver = new Receiver();
    private long destination;
    private int ada;
    private int bob;
    private int cem;
    private long first;
    private long second;

    @BeforeEach
    void makePeople() throws SQLException {
        destination = SyncDesk.destination(receiver);
        ada = people.person("ada");
        bob = people.person("bob");
        cem = people.person("cem");
        first = people.segment(ada, cem);
        second = people.segment(ada, bob, people.person("dan"));
    }

    @AfterEach
    void closeReceiver() {
        receiver.close();
    }

    @Test
    void whoeverIsInBothSegmentsIsInTheAudienceThatComesFirst() throws SQLException {
        var regulars = SyncDesk.create(draft(second, 2, "manual"));
        var best = SyncDesk.create(draft(first, 1, "manual"));

        var run = run(regulars);
        run(best);

        assertThat(run.getInt("counts.skipped")).isEqualTo(1);
        assertThat(audience(best)).containsExactly(mail("ada"), mail("cem"));
        assertThat(audience(regulars)).containsExactly(mail("bob"), mail("dan"));
        admin().get("/api/v1/syncs/" + best)
                .then()
                .body("group.name", equalTo("lifecycle"))
                .body("group.rank", equalTo(1));
        admin().post("/api/v1/syncs/" + regulars + ":dry-run").then().body("skipped", equalTo(1));
    }

    @Test
    void whoMovesUpLeavesTheLowerAudienceBeforeTheyEnterTheHigherOne() throws SQLException {
        var regulars = SyncDesk.create(draft(second, 2, "manual"));
        var best = SyncDesk.create(draft(first, 1, "manual"));
        people.members(first, cem);
        run(regulars);

        people.members(first, ada, cem);
        assertThat(run(best).getInt("counts.skipped")).isEqualTo(1);
        assertThat(audience(best)).containsExactly(mail("cem"));
        run(regulars);
        run(best);

        assertThat(audience(best)).containsExactly(mail("ada"), mail("cem"));
        assertThat(audience(regulars)).containsExactly(mail("bob"), mail("dan"));
        assertNobodyWasEverInTwo();
    }

    @Test
    void inRealTimeBothAudiencesFollowEitherSegment() throws SQLException {
        var regulars = SyncDesk.create(draft(second, 2, "segment"));
        var best = SyncDesk.create(draft(first, 1, "segment"));
        people.members(first, cem);
        run(regulars);
        await(regulars, mail("ada"), mail("bob"), mail("dan"));

        people.members(first, ada, cem);
        await(best, mail("ada"), mail("cem"));
        assertThat(audience(regulars)).containsExactly(mail("bob"), mail("dan"));

        people.members(first, cem);
        await(regulars, mail("ada"), mail("bob"), mail("dan"));
        assertThat(audience(best)).containsExactly(mail("cem"));
        assertNobodyWasEverInTwo();
    }

    @Test
    void aPausedAudienceKeepsWhomItHasAndWhoBelongsToIt() throws SQLException {
        var regulars = SyncDesk.create(draft(second, 2, "manual"));
        var best = SyncDesk.create(draft(first, 1, "manual"));
        run(best);
        run(regulars);
        admin().post("/api/v1/syncs/" + best + ":pause").then().statusCode(200);

        people.members(first, bob, cem);
        run(regulars);

        assertThat(audience(regulars))
                .as("bob belongs to the paused one, which still has ada")
                .containsExactly(mail("dan"));
        assertThat(audience(best)).containsExactly(mail("ada"), mail("cem"));

        admin().post("/api/v1/syncs/" + best + ":resume").then().statusCode(200);
        run(best);
        run(regulars);
        assertThat(audience(best)).containsExactly(mail("bob"), mail("cem"));
        assertThat(audience(regulars)).containsExactly(mail("ada"), mail("dan"));
        assertNobodyWasEverInTwo();
    }

    @Test
    void whoIsStillInAPausedLowerAudienceWaits() throws SQLException {
        var regulars = SyncDesk.create(draft(second, 2, "manual"));
        var best = SyncDesk.create(draft(first, 1, "manual"));
        people.members(first, cem);
        run(regulars);
        admin().post("/api/v1/syncs/" + regulars + ":pause").then().statusCode(200);

        people.members(first, ada, cem);
        run(best);

        assertThat(audience(best)).containsExactly(mail("cem"));
        assertThat(audience(regulars)).containsExactly(mail("ada"), mail("bob"), mail("dan"));
    }

    @Test
    void anAudienceThatNeverRemovesCannotShare() {
        var draft = draft(first, 1, "manual");
        draft.put("mode", "add");
        draft.put("deleteBehaviour", "nothing");
        admin().body(draft)
                .post("/api/v1/syncs")
                .then()
                .statusCode(422)
                .body("pointer", equalTo("/group"))
                .body("code", equalTo("GROUP_NEEDS_REMOVAL"));
    }

    private Map<String, Object> draft(long segment, int rank, String trigger) {
        var draft = SyncDesk.draft(destination, segment);
        draft.put("group", Map.of("name", "lifecycle", "rank", rank));
        draft.put("trigger", trigger);
        draft.put("guard", Map.of("removalShare", 1, "removalRows", 100));
        return draft;
    }

    /** Addresses that were added to a sync's audience and not removed. */
    private Set<String> audience(long sync) {
        return audiences().getOrDefault("kohorte-" + sync, Set.of());
    }

    private Map<String, Set<String>> audiences() {
        var audiences = new HashMap<String, Set<String>>();
        for (var message : receiver.deliveries()) {
            var data = message.path("data");
            var audience =
                    audiences.computeIfAbsent(data.path("audience").path("key").asText(), key -> new TreeSet<>());
            for (var change : data.path("changes")) {
                var email = change.path("identifiers").path("email").asText();
                if (change.path("change").asText().equals("EXITED")) {
                    audience.remove(email);
                } else {
                    audience.add(email);
                }
            }
        }
        return audiences;
    }

    private void assertNobodyWasEverInTwo() {
        var places = new HashMap<String, String>();
        for (var message : receiver.deliveries()) {
            var data = message.path("data");
            for (var change : data.path("changes")) {
                var email = change.path("identifiers").path("email").asText();
                if (change.path("change").asText().equals("EXITED")) {
                    places.remove(email);
                } else {
                    var key = data.path("audience").path("key").asText();
                    assertThat(places.put(email, key)).as(email).isIn(null, key);
                }
            }
        }
    }

    private void await(long sync, String... members) {
        Eventually.holds(() -> audience(sync).equals(Set.of(members)));
    }

    private String mail(String name) {
        return people.mail(name);
    }
}
