// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.core.condition.ModelId;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;

class FollowerTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:34:00Z");
    private static final Instant HOUR = Instant.parse("2026-03-01T12:59:59.999999Z");
    private static final Champion FIRST = new Champion(new ModelId(7), 1, 1, NOW, NOW);
    private static final int HIGHEST = 100_000;

    private final Follower follower = new Follower();

    @Test
    void whoever_something_changed_of_goes_before_those_whose_turn_it_is() {
        follower.hear(FIRST, HOUR, HIGHEST, changed(5, 70_000));

        assertThat(follower.changed(10).toArray()).containsExactly(5, 70_000);
        assertThat(follower.inTurn(3).toArray()).containsExactly(1, 2, 3);
        assertThat(follower.waitingSince()).contains(NOW);

        follower.scored(RoaringBitmap.bitmapOf(5, 70_000));

        assertThat(follower.changed(10).isEmpty()).isTrue();
        assertThat(follower.waitingSince()).isEmpty();
        assertThat(follower.inTurn(HIGHEST).getCardinality()).isEqualTo(HIGHEST - 2);
    }

    @Test
    void everybodys_turn_comes_with_another_version_hour_or_training_and_not_before() {
        follower.hear(FIRST, HOUR, HIGHEST, ScoringNews.NONE);
        everybodyIsScored();

        follower.hear(FIRST, HOUR, HIGHEST, ScoringNews.NONE);
        assertThat(follower.isReady(NOW)).isFalse();

        follower.hear(FIRST, HOUR.plus(Duration.ofHours(1)), HIGHEST, ScoringNews.NONE);
        assertThat(everybodyIsScored()).isEqualTo(HIGHEST);

        follower.hear(
                new Champion(new ModelId(7), 1, 2, NOW, NOW), HOUR.plus(Duration.ofHours(1)), 7, ScoringNews.NONE);
        assertThat(everybodyIsScored()).isEqualTo(7);
    }

    @Test
    void a_failure_loses_nobody_is_told_once_and_rests_half_a_minute() {
        follower.hear(FIRST, HOUR, 3, changed(2));

        assertThat(follower.scored(new RoaringBitmap())).as("the first time").isTrue();
        assertThat(follower.scored(new RoaringBitmap())).isFalse();
        assertThat(follower.failed(NOW)).isTrue();
        assertThat(follower.isReady(NOW.plusSeconds(29))).isFalse();
        assertThat(follower.isReady(NOW.plusSeconds(30))).isTrue();
        assertThat(follower.failed(NOW.plusSeconds(30))).isFalse();
        assertThat(follower.changed(10).toArray()).containsExactly(2);
        assertThat(follower.waitingSince()).contains(NOW);

        assertThat(follower.scored(RoaringBitmap.bitmapOf(1, 2, 3)))
                .as("after a failure")
                .isTrue();
        assertThat(follower.isFailing()).isFalse();
    }

    @Test
    void another_champion_is_tried_at_once_whatever_the_one_before_did() {
        follower.hear(FIRST, HOUR, 3, ScoringNews.NONE);
        follower.scored(new RoaringBitmap());
        follower.failed(NOW);

        follower.hear(new Champion(new ModelId(7), 2, 2, NOW, NOW), HOUR, 3, ScoringNews.NONE);

        assertThat(follower.isReady(NOW)).isTrue();
        assertThat(follower.scored(new RoaringBitmap()))
                .as("so that what is kept of the failure ends")
                .isTrue();
    }

    @Test
    void a_file_of_many_people_is_everybodys_turn() {
        follower.hear(FIRST, HOUR, HIGHEST, ScoringNews.NONE);
        everybodyIsScored();
        RoaringBitmap many = new RoaringBitmap();
        many.add(1L, 30_001L);

        follower.hear(FIRST, HOUR, HIGHEST, new ScoringNews(many, new RoaringBitmap(), false, NOW));

        assertThat(follower.changed(10).isEmpty()).isTrue();
        assertThat(follower.inTurn(HIGHEST)).isEqualTo(many);
    }

    private int everybodyIsScored() {
        RoaringBitmap turn = follower.inTurn(HIGHEST);
        follower.scored(turn);
        return turn.getCardinality();
    }

    private static ScoringNews changed(int... people) {
        return new ScoringNews(RoaringBitmap.bitmapOf(people), new RoaringBitmap(), false, NOW);
    }
}
