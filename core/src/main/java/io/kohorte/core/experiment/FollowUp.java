// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.experiment;

import io.kohorte.core.experiment.Experiment.Outcome;
import io.kohorte.core.learn.uplift.Interval;
import io.kohorte.core.learn.uplift.Moments;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.roaringbitmap.RoaringBitmap;

/**
 * What people did in the days after they were enrolled, in the order of those days. Hears of events in any order; whatever is of somebody else, or not
 * in their days, is passed over.
 */
final class FollowUp {

    private static final int MOST_POINTS = 30;

    private final Outcome outcome;
    private final RoaringBitmap heldOut;
    private final RoaringBitmap reached;
    private final Enrolment all;
    private final Instant[] starts;
    private final int[] enrolment;
    private final List<List<Happening>> days;

    private record Happening(int profile, double amount) {}

    /**
     * @param over enrolments whose days are over
     * @param reached to whom the destination confirmed a delivery
     */
    FollowUp(Outcome outcome, List<Enrolment> over, RoaringBitmap reached) {
        this.outcome = outcome;
        this.all = Participants.all(over);
        this.heldOut = all.heldOut();
        this.reached = RoaringBitmap.and(all.treated(), reached);
        this.starts = over.stream().map(Enrolment::at).toArray(Instant[]::new);
        RoaringBitmap everybody = all.everybody();
        this.enrolment = new int[everybody.isEmpty() ? 0 : everybody.last() + 1];
        for (int i = 0; i < over.size(); i++) {
            int number = i + 1;
            over.get(i).everybody().forEach((int profile) -> enrolment[profile] = number);
        }
        this.days = Stream.generate(() -> (List<Happening>) new ArrayList<Happening>())
                .limit(outcome.withinDays())
                .toList();
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

    void happened(int profile, Instant at, double amount) {
        int number = profile < enrolment.length ? enrolment[profile] : 0;
        if (number > 0) {
            Duration since = Duration.between(starts[number - 1], at);
            if (!since.isNegative() && !since.isZero() && since.compareTo(outcome.window()) <= 0) {
                days.get((int) since.minusNanos(1).toDays()).add(new Happening(profile, amount));
            }
        }
    }

    Seen seen() {
        Tally treated = new Tally(all.treated().getLongCardinality());
        Tally out = new Tally(heldOut.getLongCardinality());
        Tally delivered = new Tally(reached.getLongCardinality());
        double[] outcomes = new double[enrolment.length];
        boolean[] did = new boolean[enrolment.length];
        List<Day> course = new ArrayList<>();
        int step = (days.size() + MOST_POINTS - 1) / MOST_POINTS;
        for (int day = 1; day <= days.size(); day++) {
            for (Happening happening : days.get(day - 1)) {
                int profile = happening.profile();
                double before = outcomes[profile];
                double after = outcome.measure().after(before, happening.amount());
                outcomes[profile] = after;
                (heldOut.contains(profile) ? out : treated).moved(before, after, !did[profile]);
                if (reached.contains(profile)) {
                    delivered.moved(before, after, !did[profile]);
                }
                did[profile] = true;
            }
            if (day % step == 0 || day == days.size()) {
                int now = day;
                outcome.measure()
                        .effect(treated.moments(), out.moments())
                        .ifPresent(effect -> course.add(new Day(now, effect.difference())));
            }
        }
        return new Seen(treated.group(), out.group(), delivered.group(), course);
    }

    /** The sums over a group while its people's outcomes change. */
    private static final class Tally {
        private final long people;
        private double sum;
        private double squares;
        private long did;

        Tally(long people) {
            this.people = people;
        }

        void moved(double before, double after, boolean first) {
            sum += after - before;
            squares += after * after - before * before;
            did += first ? 1 : 0;
        }

        Moments moments() {
            return new Moments(people, sum, squares);
        }

        Group group() {
            return new Group(moments(), did);
        }
    }
}
