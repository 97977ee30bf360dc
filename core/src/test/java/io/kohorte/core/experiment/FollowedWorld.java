// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.experiment;

import io.kohorte.core.experiment.Experiment.Outcome;
import io.kohorte.core.experiment.FollowUp.Day;
import io.kohorte.core.experiment.FollowUp.Group;
import io.kohorte.core.experiment.FollowUp.Seen;
import io.kohorte.core.learn.uplift.Moments;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.roaringbitmap.PeekableIntIterator;
import org.roaringbitmap.RoaringBitmap;

/**
 * An experiment by lot, with people who came in at several moments and were merged since, and all that they did: before, at either end of their days to
 * the microsecond, afterwards, with refunds, several times at one moment. Money is in quarters, of which sums are exact in any order.
 *
 * @param over enrolments whose days are over
 * @param happenings by person and in the order of time
 */
record FollowedWorld(Outcome outcome, List<Enrolment> over, RoaringBitmap reached, List<Happening> happenings) {
    private static final Instant START = Instant.parse("2026-03-01T10:00:00.000001Z");
    private static final int PEOPLE = 60;

    record Happening(int profile, Instant at, double amount) {}

    static FollowedWorld drawn(long seed, Measure measure) {
        Random random = new Random(seed);
        Outcome outcome = new Outcome("Order Completed", 1 + random.nextInt(40), measure);
        List<Enrolment> drawn = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            drawn.add(new Enrolment(START.plus(Duration.ofHours(17L * i)), new RoaringBitmap(), new RoaringBitmap()));
        }
        RoaringBitmap reached = new RoaringBitmap();
        Map<Integer, Integer> merged = new HashMap<>();
        for (int profile = 1; profile <= PEOPLE; profile++) {
            Enrolment enrolment = drawn.get(random.nextInt(drawn.size()));
            (random.nextInt(3) == 0 ? enrolment.heldOut() : enrolment.treated()).add(profile);
            if (random.nextBoolean()) {
                reached.add(profile);
            }
            if (profile > 1 && random.nextInt(8) == 0) {
                int winner = 1 + random.nextInt(profile - 1);
                merged.put(profile, merged.getOrDefault(winner, winner));
            }
        }
        List<Enrolment> over = Participants.of(drawn, merged)
                .over(outcome.window(), START.plus(Duration.ofHours(40)).plus(outcome.window()));
        return new FollowedWorld(outcome, over, reached, happenings(over, outcome, random));
    }

    private static List<Happening> happenings(List<Enrolment> over, Outcome outcome, Random random) {
        List<Happening> happenings = new ArrayList<>();
        for (int profile = 1; profile <= PEOPLE + 5; profile++) {
            for (int event = random.nextInt(6); event > 0; event--) {
                Instant start = over.get(random.nextInt(over.size())).at();
                long length = outcome.window().toSeconds();
                Instant at =
                        switch (random.nextInt(4)) {
                            case 0 -> start.plusNanos(1_000L * (random.nextInt(3) - 1));
                            case 1 -> start.plusSeconds(length).plusNanos(1_000L * (random.nextInt(3) - 1));
                            case 2 -> start.plus(Duration.ofDays(random.nextInt(outcome.withinDays() + 1)));
                            default -> start.plusSeconds(random.nextLong(-length / 4, length + length / 4));
                        };
                happenings.add(new Happening(profile, at, (random.nextInt(400) - 100) / 4.0));
            }
        }
        happenings.sort(Comparator.comparingInt(Happening::profile).thenComparing(Happening::at));
        return happenings;
    }

    /** As told by whoever keeps every event and begins anew for each day. */
    Seen remembered() {
        Enrolment all = Participants.all(over);
        RoaringBitmap delivered = RoaringBitmap.and(all.treated(), reached);
        int days = outcome.withinDays();
        int step = (days + 29) / 30;
        List<Day> course = new ArrayList<>();
        for (int day = 1; day <= days; day++) {
            int now = day;
            if (day % step == 0 || day == days) {
                outcome.measure()
                        .effect(
                                group(all.treated(), day).outcomes(),
                                group(all.heldOut(), day).outcomes())
                        .ifPresent(effect -> course.add(new Day(now, effect.difference())));
            }
        }
        return new Seen(group(all.treated(), days), group(all.heldOut(), days), group(delivered, days), course);
    }

    private Group group(RoaringBitmap people, int days) {
        Moments outcomes = Moments.NONE;
        long did = 0;
        for (PeekableIntIterator person = people.getIntIterator(); person.hasNext(); ) {
            List<Happening> counted = counted(person.next(), days);
            double result = 0;
            for (Happening happening : counted) {
                result = outcome.measure().after(result, happening.amount());
            }
            outcomes = outcomes.and(result);
            did += counted.isEmpty() ? 0 : 1;
        }
        return new Group(outcomes, did);
    }

    private List<Happening> counted(int profile, int days) {
        Instant start = over.stream()
                .filter(enrolment -> enrolment.everybody().contains(profile))
                .findFirst()
                .orElseThrow()
                .at();
        Instant end = start.plus(Duration.ofDays(days));
        return happenings.stream()
                .filter(each -> each.profile() == profile
                        && each.at().isAfter(start)
                        && !each.at().isAfter(end))
                .toList();
    }
}
