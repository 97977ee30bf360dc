// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.feedback;

import static io.kohorte.core.platform.Api.admin;
import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.core.sync.People;
import io.kohorte.core.sync.Receiver;
import io.kohorte.core.sync.SyncDesk;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** To which delivery a conversion is laid. */
@QuarkusTest
class AttributionTest {

    @Inject
    DataSource database;

    @Inject
    People people;

    @Inject
    UnknownConversions unknown;

    @Inject
    Clock clock;

    private final Receiver receiver = new Receiver();
    private int ada;
    private int bob;

    @BeforeEach
    void makePeople() throws SQLException {
        ada = people.person("ada");
        bob = people.person("bob");
    }

    @AfterEach
    void closeReceiver() {
        receiver.close();
    }

    @Test
    void toTheLatestOfSeveral() throws SQLException {
        deliver(people.segment(ada, bob));
        var second = deliver(people.segment(ada, bob));
        buys("1", Map.of("profile", ada));
        assertThat(laidTo(ada)).isEqualTo(second);
    }

    @Test
    void toTheAudienceTheyAreStillInWhenAnotherGaveThemBack() throws SQLException {
        var staying = deliver(people.segment(ada, bob));
        var segment = people.segment(ada, bob);
        var leaving = deliver(segment);
        people.members(segment, bob);
        assertThat(SyncDesk.run(leaving).getInt("counts.removed.accepted")).isEqualTo(1);

        buys("1", Map.of("profile", ada));

        assertThat(laidTo(ada)).isEqualTo(staying);
    }

    @Test
    void toNoneOnceEveryAudienceHasGivenThemBack() throws SQLException {
        var segment = people.segment(ada, bob);
        var sync = deliver(segment);
        people.members(segment, bob);
        SyncDesk.run(sync);

        buys("1", Map.of("profile", ada));

        assertThat(laidTo(ada)).isNull();
    }

    @Test
    void toADeliveryMadeBeforeTheirIdentifierWasKnown() throws SQLException {
        var sync = deliver(people.segment(ada, bob));
        buys("1", Map.of("identifiers", Map.of("external_id", people.named("crm"))));
        people.called(ada, "external_id", people.named("crm"));

        unknown.resolve();

        assertThat(laidTo(ada)).isEqualTo(sync);
    }

    @Test
    void toADeliveryMadeBeforeTheyWereMergedIntoTheirOtherProfile() throws SQLException {
        var sync = deliver(people.segment(bob));
        merge(bob, ada);

        buys("1", Map.of("profile", bob));

        assertThat(laidTo(ada)).isEqualTo(sync);
    }

    private long deliver(long segment) {
        var sync = SyncDesk.create(SyncDesk.draft(SyncDesk.destination(receiver), segment));
        assertThat(SyncDesk.run(sync).getString("state")).isEqualTo("completed");
        return sync;
    }

    private void buys(String id, Map<String, ?> who) {
        var conversion = new java.util.HashMap<String, Object>(who);
        conversion.put("remoteId", people.named(id));
        conversion.put("type", "purchase");
        conversion.put("at", clock.instant().toString());
        admin().body(Map.of("conversions", List.of(conversion)))
                .post("/api/v1/conversions")
                .then()
                .statusCode(202);
    }

    private static @Nullable Long laidTo(int profile) {
        var conversions = admin().get("/api/v1/conversions?profile=" + profile)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(conversions.getList("items")).hasSize(1);
        Integer sync = conversions.get("items[0].sync");
        return sync == null ? null : sync.longValue();
    }

    private void merge(int loser, int winner) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("update profile set merged_into = %d where number = %d".formatted(winner, loser));
            statement.execute("update identity set profile = %d where profile = %d".formatted(winner, loser));
        }
    }
}
