// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.experiment;

import io.kohorte.core.experiment.Experiment.Outcome;
import io.kohorte.core.learn.uplift.Interval;
import io.kohorte.core.learn.uplift.Moments;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.roaringbitmap.RoaringBitmap;

/**
 * What people did in the days after they were enrolled. Hears of events by person, ascending, and of each person's in the order of time; whatever is of
 * somebody else, or not in their days, is passed over. Of an event nothing is kept but what it adds to the sums of its day, so memory grows with
 * people and days only.
 */
final class FollowUp {

    private static final int MOST_POINTS = 30;

    private final Outcome outcome;
    private final RoaringBitmap out;
    private final RoaringBitmap delivered;
    private final Instant[] starts;

    /** Of each profile, one more than the position of its start; 0 for whoever is not in it. */
    private final int[] enrolment;

    private final Tally treated;
    private final Tally heldOut;
    private final Tally reached;

    private int person;
    private Instant latest = Instant.MIN;
    private double soFar;
    private boolean did;

    /**
     * @param over enrolments whose days are over
     * @param reached to whom the destination confirmed a delivery
     */
    FollowUp(Outcome outcome, List<Enrolment> over, RoaringBitmap reached) {
        this.outcome = outcome;
        Enrolment all = Participants.all(over);
        this.out = all.heldOut();
        this.delivered = RoaringBitmap.and(all.treated(), reached);
        this.starts = over.stream().map(Enrolment::at).toArray(Instant[]::new);
        RoaringBitmap everybody = all.everybody();
        this.enrolment = new int[everybody.isEmpty() ? 0 : everybody.last() + 1];
        for (int i = 0; i < over.size(); i++) {
            int number = i + 1;
            over.get(i).everybody().forEach((int profile) -> enrolment[profile] = number);
        }
        this.treated = new Tally(all.treated(), outcome.withinDays());
        this.heldOut = new Tally(out, outcome.withinDays());
        this.reached = new Tally(delivered, outcome.withinDays());
    }

    /**
     * The outcomes of the groups.
     *
     * @param did how many had the event at all
     */
    record Group(Moments outcomes, long did) {}

    /** The difference between the groups by the end of a day after enrolment. */
    record Day(int day, Interval effect) {}

    /** @param reached those of the treated to whom something was delivered */
    record Seen(Group treated, Group heldOut, Group reached, List<Day> course) {}

    /** @throws IllegalArgumentException if it should have been told before another one */
    void happened(int profile, Instant at, double amount) {
        turnTo(profile, at);
        int number = profile < enrolment.length ? enrolment[profile] : 0;
        if (number > 0) {
            Duration since = Duration.between(starts[number - 1], at);
            if (!since.isNegative() && !since.isZero() && since.compareTo(outcome.window()) <= 0) {
                count(profile, (int) since.minusNanos(1).toDays(), amount);
            }
        }
    }

    Seen seen() {
        int days = outcome.withinDays();
        int step = (days + MOST_POINTS - 1) / MOST_POINTS;
        List<Day> course = new ArrayList<>();
        for (int day = 1; day <= days; day++) {
            if (day % step == 0 || day == days) {
                int now = day;
                outcome.measure()
                        .effect(treated.by(day).outcomes(), heldOut.by(day).outcomes())
                        .ifPresent(effect -> course.add(new Day(now, effect.difference())));
            }
        }
        return new Seen(treated.by(days), heldOut.by(days), reached.by(days), course);
    }

    private void turnTo(int profile, Instant at) {
        if (profile < person || (profile == person && at.isBefore(latest))) {
            throw new IllegalArgumentException("events come by person and in the order of time");
        }
        if (profile > person) {
            person = profile;
            soFar = 0;
            did = false;
        }
        latest = at;
    }

    private void count(int profile, int day, double amount) {
        double after = outcome.measure().after(soFar, amount);
        (out.contains(profile) ? heldOut : treated).moved(day, soFar, after, !did);
        if (delivered.contains(profile)) {
            reached.moved(day, soFar, after, !did);
        }
        soFar = after;
        did = true;
    }

    /** What each day adds to the sums over a group. */
    private static final class Tally {
        private final long people;
        private final double[] sums;
        private final double[] squares;
        private final long[] did;

        Tally(RoaringBitmap people, int days) {
            this.people = people.getLongCardinality();
            sums = new double[days];
            squares = new double[days];
            did = new long[days];
        }

        void moved(int day, double before, double after, boolean first) {
            sums[day] += after - before;
            squares[day] += after * after - before * before;
            did[day] += first ? 1 : 0;
        }

        /** At the end of so many days. */
        Group by(int days) {
            double sum = Arrays.stream(sums, 0, days).sum();
            double sumOfSquares = Arrays.stream(squares, 0, days).sum();
            return new Group(
                    new Moments(people, sum, sumOfSquares),
                    Arrays.stream(did, 0, days).sum());
        }
    }
}
