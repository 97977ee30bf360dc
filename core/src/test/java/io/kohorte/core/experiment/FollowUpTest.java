// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.kohorte.core.experiment.Experiment.Outcome;
import io.kohorte.core.experiment.FollowUp.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.roaringbitmap.RoaringBitmap;

class FollowUpTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final RoaringBitmap NOBODY = new RoaringBitmap();

    private static Enrolment enrolment(int day, RoaringBitmap treated, RoaringBitmap heldOut) {
        return new Enrolment(START.plus(Duration.ofDays(day)), treated, heldOut);
    }

    private static Outcome outcome(int days, Measure measure) {
        return new Outcome("Order Completed", days, measure);
    }

    @Test
    void eachPersonsDaysBeginWithTheirOwnEnrolment() {
        List<Enrolment> two = List.of(
                enrolment(0, RoaringBitmap.bitmapOf(1, 2), RoaringBitmap.bitmapOf(3, 4)),
                enrolment(5, RoaringBitmap.bitmapOf(5), RoaringBitmap.bitmapOf(6)));
        FollowUp followUp = new FollowUp(outcome(7, Measure.RATE), two, NOBODY);

        followUp.happened(1, START, 10); // at the moment itself: before
        followUp.happened(2, START.plus(Duration.ofDays(7)), 10); // the last moment that counts
        followUp.happened(3, START.plus(Duration.ofDays(7)).plusMillis(1), 10); // too late
        followUp.happened(5, START.plus(Duration.ofDays(4)), 10); // before their own start
        followUp.happened(6, START.plus(Duration.ofDays(6)), 10);
        followUp.happened(99, START.plus(Duration.ofDays(1)), 10); // nobody of the experiment
        Seen seen = followUp.seen();

        assertThat(seen.treated().did()).isEqualTo(1);
        assertThat(seen.treated().outcomes().mean()).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(seen.heldOut().did()).isEqualTo(1);
        assertThat(seen.heldOut().outcomes().people()).isEqualTo(3);
    }

    @Test
    void whoDoesItTwiceCountsOnceInTheRateAndTwiceInTheCount() {
        assertThat(twice(Measure.RATE)).isCloseTo(.5, within(1e-12));
        assertThat(twice(Measure.COUNT)).isCloseTo(1, within(1e-12));
        assertThat(twice(Measure.AMOUNT)).isCloseTo(15, within(1e-12));
    }

    private static double twice(Measure measure) {
        FollowUp followUp = new FollowUp(
                outcome(7, measure),
                List.of(enrolment(0, RoaringBitmap.bitmapOf(1, 2), RoaringBitmap.bitmapOf(3, 4))),
                NOBODY);
        followUp.happened(1, START.plus(Duration.ofDays(1)), 20);
        followUp.happened(1, START.plus(Duration.ofDays(3)), 10);
        return followUp.seen().treated().outcomes().mean();
    }

    /** The sums are carried from day to day; at the end they are those of the outcomes themselves. */
    @Test
    void spreadIsThatOfThePeople() {
        FollowUp followUp = new FollowUp(
                outcome(7, Measure.AMOUNT),
                List.of(enrolment(0, RoaringBitmap.bitmapOf(1, 2, 3), RoaringBitmap.bitmapOf(4, 5))),
                NOBODY);
        followUp.happened(1, START.plus(Duration.ofDays(1)), 10);
        followUp.happened(1, START.plus(Duration.ofDays(2)), 5);
        followUp.happened(2, START.plus(Duration.ofDays(2)), 3);
        assertThat(followUp.seen().treated().outcomes().squares()).isCloseTo(15 * 15 + 3 * 3, within(1e-9));
    }

    @Test
    void courseGrowsToTheWholeEffectAndHasNoMoreThanThirtyPoints() {
        FollowUp followUp = new FollowUp(
                outcome(90, Measure.RATE),
                List.of(enrolment(0, RoaringBitmap.bitmapOf(1, 2), RoaringBitmap.bitmapOf(3, 4))),
                NOBODY);
        followUp.happened(1, START.plus(Duration.ofDays(2)), 0);
        followUp.happened(2, START.plus(Duration.ofDays(80)), 0);
        var course = followUp.seen().course();
        assertThat(course).hasSize(30);
        assertThat(course.get(0).effect().value()).isCloseTo(.5, within(1e-12));
        assertThat(course.get(29).day()).isEqualTo(90);
        assertThat(course.get(29).effect().value()).isCloseTo(1, within(1e-12));
    }

    /** Whoever remembers every event of everybody, and counts anew for each day, comes to the same figures, to the last digit. */
    @ParameterizedTest
    @EnumSource(Measure.class)
    void whatIsForgottenChangesNoFigure(Measure measure) {
        for (long seed = 1; seed <= 40; seed++) {
            FollowedWorld world = FollowedWorld.drawn(seed, measure);
            FollowUp followUp = new FollowUp(world.outcome(), world.over(), world.reached());

            world.happenings().forEach(each -> followUp.happened(each.profile(), each.at(), each.amount()));

            assertThat(followUp.seen()).as("world %d", seed).isEqualTo(world.remembered());
        }
    }

    @Test
    void eventsThatComeInAnotherOrderAreNoticed() {
        FollowUp followUp = new FollowUp(outcome(7, Measure.AMOUNT), List.of(), NOBODY);
        followUp.happened(3, START, 10);
        assertThatThrownBy(() -> followUp.happened(3, START.minusMillis(1), 10))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> followUp.happened(2, START.plusMillis(1), 10))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void thoseReachedAreCountedApart() {
        FollowUp followUp = new FollowUp(
                outcome(7, Measure.RATE),
                List.of(enrolment(0, RoaringBitmap.bitmapOf(1, 2, 5), RoaringBitmap.bitmapOf(3, 4))),
                RoaringBitmap.bitmapOf(1, 5, 3));
        followUp.happened(1, START.plus(Duration.ofDays(1)), 0);
        followUp.happened(2, START.plus(Duration.ofDays(1)), 0);
        Seen seen = followUp.seen();
        assertThat(seen.reached().outcomes().people()).isEqualTo(2);
        assertThat(seen.reached().did()).isEqualTo(1);
        assertThat(seen.treated().did()).isEqualTo(2);
    }

    @Test
    void whoHasMergedIsOnePersonAndWhoWasInBothGroupsIsInNone() {
        Participants people = Participants.of(
                List.of(
                        enrolment(0, RoaringBitmap.bitmapOf(1, 2, 7), RoaringBitmap.bitmapOf(3, 4)),
                        enrolment(1, RoaringBitmap.bitmapOf(8), NOBODY.clone())),
                Map.of(7, 1, 4, 2, 8, 9));
        assertThat(people.treated()).isEqualTo(RoaringBitmap.bitmapOf(1, 9));
        assertThat(people.heldOut()).isEqualTo(RoaringBitmap.bitmapOf(3));
        assertThat(people.mixed()).isEqualTo(1);
    }

    @Test
    void onlyWhoseDaysAreOverCount() {
        Participants people = Participants.of(
                List.of(
                        enrolment(0, RoaringBitmap.bitmapOf(1), RoaringBitmap.bitmapOf(2)),
                        enrolment(1, RoaringBitmap.bitmapOf(3), RoaringBitmap.bitmapOf(4))),
                Map.of());
        Instant asOf = START.plus(Duration.ofDays(7));
        assertThat(people.over(Duration.ofDays(7), asOf)).hasSize(1);
        assertThat(people.over(Duration.ofDays(7), asOf.minusMillis(1))).isEmpty();
        assertThat(people.over(Duration.ofDays(7), asOf.plus(Duration.ofDays(1))))
                .hasSize(2);
    }
}
