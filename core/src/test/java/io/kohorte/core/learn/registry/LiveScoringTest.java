// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.core.condition.ModelId;
import io.kohorte.core.condition.SegmentId;
import io.kohorte.core.platform.Api;
import io.kohorte.core.segment.SegmentStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.roaringbitmap.RoaringBitmap;

@QuarkusTest
@TestProfile(StandingClock.Profile.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(240)
class LiveScoringTest {

    @Inject
    ScoredShop shop;

    @Inject
    Scoring scoring;

    @Inject
    Scores scores;

    @Inject
    Promotion promotion;

    @Inject
    SegmentStore segments;

    @Inject
    SilentModels silent;

    @Inject
    StandingClock clock;

    @Inject
    DataSource database;

    @Inject
    MeterRegistry meters;

    private ModelId steady = new ModelId(0);
    private ModelId other = new ModelId(0);
    private String key = "";
    private int orders;

    @BeforeEach
    void twoModelsFollow() throws Exception {
        if (!key.isEmpty()) {
            return;
        }
        clock.set(StandingClock.BEGIN);
        shop.open();
        steady = shop.trained(Map.of(
                "name", "Steady", "kind", "clustering", "clusters", 8, "features", List.of("frequency", "monetary")));
        other = shop.trained(Map.of(
                "name", "Other", "kind", "clustering", "clusters", 9, "features", List.of("frequency", "monetary")));
        key = shop.door();
    }

    @Test
    void a_model_that_cannot_score_holds_up_no_other_and_follows_once_it_can() throws Exception {
        shop.execute(
                "update model_version set body = convert_to('[]' || convert_from(body, 'UTF8'), 'UTF8') where model = "
                        + other.value());
        definedAnew(other);

        manyOrders("customer-4");

        follows(steady);
        failing(1);
        assertThat(shop.kept(other)).isNotEmpty();
        assertThat(silence(other)).containsEntry("code", "MODEL_DAMAGED").containsKey("since");
        assertThat(silence(steady)).isNull();

        shop.execute(
                "update model_version set body = convert_to(substr(convert_from(body, 'UTF8'), 3), 'UTF8') where model = "
                        + other.value());
        assertThat(shop.kept(other)).isNotEqualTo(shop.anew(other));
        definedAnew(other);

        follows(other);
        failing(0);
        speaks(other);
    }

    @Test
    void silence_keeps_the_moment_it_began_and_ends_with_whichever_process_scores_first() throws Exception {
        Instant began = StandingClock.BEGIN.minusSeconds(60);
        try (Connection connection = database.getConnection()) {
            silent.fell(connection, new Champion(steady, 1, 1, began, began), began, new IllegalStateException());
            silent.fell(
                    connection,
                    new Champion(steady, 1, 1, began, began),
                    began.plusSeconds(30),
                    new IllegalStateException());
        }
        assertThat(silence(steady)).containsEntry("code", "UNEXPECTED").containsEntry("since", began.toString());

        try (ScoredShop.Seat taken = shop.seat()) {
            assertThat(taken).isNotNull();
        }
        speaks(steady);
    }

    @Test
    void another_process_that_has_the_seat_scores_alone_and_its_end_is_noticed() throws Exception {
        SegmentId many = shop.segment(
                "many orders", "{'event':'Order Completed','measure':'orders','op':'at-least','value':50}");
        Map<Integer, Double> before;
        try (ScoredShop.Seat taken = shop.seat()) {
            assertThat(taken).isNotNull();
            before = shop.kept(steady);
            manyOrders("customer-7");
            ScoredShop.awaitNone(
                    () -> segments.members(many).contains(7) ? List.of() : List.of(7), "segments do not need the seat");
            assertThat(shop.kept(steady)).isEqualTo(before).isNotEqualTo(shop.anew(steady));
        }
        follows(steady);
        follows(other);
    }

    @Test
    void a_promotion_under_way_is_not_waited_for() throws Exception {
        Scoring.Scored all = scoring.everybody(shop.model(other), scoring.voice(shop.model(other), 1));
        RoaringBitmap people = RoaringBitmap.bitmapOf(all.profiles());
        RoaringBitmap nobody = new RoaringBitmap();
        Scoring.Scored none = new Scoring.Scored(new int[0], new double[0]);
        try (Connection promoting = database.getConnection();
                Connection ours = database.getConnection()) {
            promoting.setAutoCommit(false);
            promoting.createStatement().execute("select from model where id = " + other.value() + " for update");

            Scores.Updated updated = scores.update(
                    ours, List.of(new Scores.Fresh(other, 1, people, all), new Scores.Fresh(steady, 1, nobody, none)));
            assertThat(updated.models()).as("of the other model").containsExactly(steady);

            promoting.commit();
            promoting.setAutoCommit(true);
            assertThat(scores.update(ours, List.of(new Scores.Fresh(other, 2, people, all)))
                            .models())
                    .as("of a version that does not speak")
                    .isEmpty();
            assertThat(scores.update(ours, List.of(new Scores.Fresh(other, 1, people, all))))
                    .isEqualTo(new Scores.Updated(Set.of(other), 0));
        }
    }

    @Test
    void another_champion_speaks_of_whoever_changed_and_so_does_the_one_before_after_a_rollback() throws Exception {
        shop.train(steady);
        promotion.promote(steady, 2, "test");
        manyOrders("customer-13");
        follows(steady);

        promotion.rollback(steady, "test");
        assertThat(shop.champion(steady)).isOne();
        manyOrders("customer-16");
        follows(steady);
    }

    private void follows(ModelId model) {
        ScoredShop.awaitNone(
                () -> shop.kept(model).equals(shop.anew(model)) ? List.of() : List.of(model), "scores follow");
    }

    private @Nullable Map<String, Object> silence(ModelId model) {
        return Api.admin().get("/api/v1/models/" + model.value()).jsonPath().getMap("silence");
    }

    /** Told a moment after the scores are there, as the silence is. */
    private void failing(int models) {
        ScoredShop.awaitNone(
                () -> meters.get("kohorte.scoring.failing.models").gauge().value() == models
                        ? List.of()
                        : List.of(models),
                "the metric");
    }

    private void speaks(ModelId model) {
        ScoredShop.awaitNone(() -> silence(model) == null ? List.of() : List.of(model), "its silence ends");
    }

    private void definedAnew(ModelId model) throws Exception {
        shop.execute("update model set updated_at = updated_at + interval '1 second' where id = " + model.value());
    }

    /** So many that any grouping moves the customer. */
    private void manyOrders(String customer) {
        for (int batch = 0; batch < 3; batch++) {
            ScoredShop.post(
                    key,
                    java.util.stream.Stream.generate(() -> order(customer))
                            .limit(20)
                            .toList());
        }
    }

    private Map<String, Object> order(String customer) {
        String id = "many-" + ++orders;
        return Map.of(
                "type",
                "track",
                "messageId",
                id,
                "userId",
                customer,
                "event",
                "Order Completed",
                "timestamp",
                clock.instant().toString(),
                "properties",
                Map.of("order_id", id, "revenue", 1000));
    }
}
