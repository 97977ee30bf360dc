// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.core.analytics.CustomerHistory;
import io.kohorte.core.analytics.FeatureExtraction;
import io.kohorte.core.analytics.Viewpoint;
import io.kohorte.core.sync.People;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;

@QuarkusTest
class ParticipantsTest {

    @Inject
    ScoredShop shop;

    @Inject
    People people;

    @Inject
    FeatureExtraction extraction;

    @Inject
    Participants participants;

    @Test
    void a_rule_segment_is_asked_at_a_past_moment_with_what_was_known_then() throws SQLException {
        int holder = people.person("holder");
        String ordered = people.named("Card Ordered");
        shop.execute("insert into event (key, profile, name, at, known_at, source) values (gen_random_uuid(), " + holder
                + ", '" + ordered + "', '2024-06-01', '2024-09-01', 0)");
        long segment = ScoredShop.created(
                "segments",
                Map.of(
                        "name",
                        people.named("Card holders"),
                        "kind",
                        "rule",
                        "definition",
                        Map.of("event", ordered, "measure", "count", "op", "at-least", "value", 1)));
        Instant august = Instant.parse("2024-08-01T00:00:00Z");

        try (CustomerHistory history = extraction.open()) {
            Function<Viewpoint, RoaringBitmap> holders =
                    participants.of(new ModelDefinition(List.of(), null, segment, null), history);
            assertThat(holders.apply(Viewpoint.then(august)).toArray()).isEmpty();
            assertThat(holders.apply(Viewpoint.today(august)).toArray()).containsExactly(holder);
            assertThat(holders.apply(Viewpoint.then(Instant.parse("2024-09-01T00:00:00Z")))
                            .toArray())
                    .containsExactly(holder);
        }
    }
}
