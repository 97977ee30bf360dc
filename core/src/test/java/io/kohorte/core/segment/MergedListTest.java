// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.segment;

import static io.kohorte.core.platform.Api.admin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.kohorte.core.condition.SegmentId;
import io.kohorte.core.platform.Eventually;
import io.kohorte.core.sync.People;
import io.kohorte.core.sync.SyncDesk;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;

/** Two turn out to be one person, and a list still has the number that the other one had. */
@QuarkusTest
class MergedListTest {

    @Inject
    People people;

    @Inject
    SegmentStore store;

    private int ada;
    private int bob;
    private SegmentId list;
    private int version;

    @BeforeEach
    void bobIsAda() throws SQLException {
        ada = people.person("ada");
        bob = people.person("bob");
        people.called(ada, "user_id", people.named("ada"));
        people.called(bob, "user_id", people.named("bob"));
        list = new SegmentId(people.segment(bob));
        version = store.history(list).get(0).version();
        SyncDesk.merge(people.named("ada"), people.named("bob"));
        Eventually.holds(() -> store.members(list).equals(RoaringBitmap.bitmapOf(ada)));
    }

    /** Found by the chaos suite: they came back when the list followed the merge. */
    @Test
    void whoIsTakenFromAListIsGoneUnderEveryNumber() {
        store.alone(list, () -> store.store(list, RoaringBitmap.bitmapOf(bob), Instant.now(), "list"));

        admin().body(Map.of("remove", List.of(Map.of("namespace", "user_id", "value", people.named("ada")))))
                .post("/api/v1/segments/" + list.value() + "/members")
                .then()
                .statusCode(200)
                .body("size", equalTo(0))
                .body("removed", equalTo(1));
    }

    @Test
    void anEarlierVersionComesBackWithWhoTheyAreNow() {
        admin().post("/api/v1/segments/" + list.value() + "/history/" + version + ":restore")
                .then()
                .statusCode(200);

        assertThat(store.members(list)).isEqualTo(RoaringBitmap.bitmapOf(ada));
    }
}
