// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance.chaos;

import io.kohorte.demo.receiver.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * What happens when in one round. The same seed and number make the same plan; how the threads and processes of the
 * application fall in with it differs from time to time.
 */
record Plan(long seed, int round, List<Step> steps) {

    /** Vendors, as {@link Installation} sets them up; the third hangs more often than the others. */
    private static final int VENDORS = 4;

    private static final int HANGING = 2;
    private static final int FORGETFUL = 3;
    /** Among edits: two people turn out to be one, and one of two addresses goes. */
    private static final int JOIN = 8;

    /** Among edits: people go by another address. */
    private static final int MOVE = 9;

    private static final int EDITS = 11;

    private static final int SYNCS = 5;
    private static final int[] VENDOR_OF_SYNC = {0, 1, 1, HANGING, FORGETFUL};
    private static final int MILLIS = 2_000;
    private static final int LOST_IN_A_ROW = 4;
    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");
    private static final Map<String, String> PAGE = Map.of("Content-Type", "text/html");

    /** @param at since the beginning of the round */
    record Step(Duration at, Deed deed) {

        @Override
        public String toString() {
            return "%5d ms  %s".formatted(at.toMillis(), deed);
        }
    }

    static Plan of(long seed, int round) {
        return new Drawing(new SplittableRandom(seed * 1_000_003 + round)).plan(seed, round);
    }

    /** For people who want to know what happened, and for those who want to see it again. */
    String told() {
        return "seed %d, round %d%n".formatted(seed, round)
                + steps.stream()
                        .map(step -> "  " + step + System.lineSeparator())
                        .collect(Collectors.joining());
    }

    /** Draws a plan. */
    private static final class Drawing {

        private final SplittableRandom random;
        private final List<Step> steps = new ArrayList<>();

        Drawing(SplittableRandom random) {
            this.random = random;
        }

        Plan plan(long seed, int round) {
            add(0, edit(0));
            for (int sync = 0; sync < SYNCS; sync++) {
                add(random.nextInt(300), new Deed.Run(sync));
            }
            for (int more = random.nextInt(5); more > 0; more--) {
                add(moment(), edit(random.nextInt(EDITS)));
            }
            if (chance(15)) {
                add(moment(), edit(JOIN));
            }
            if (chance(30)) {
                add(moment(), edit(MOVE));
            }
            for (int vendor = 0; vendor < VENDORS; vendor++) {
                trouble(vendor);
            }
            if (chance(25)) {
                control();
            } else if (chance(50)) {
                changeOfMind();
            }
            disaster();
            steps.sort(Comparator.comparing(Step::at));
            return new Plan(seed, round, List.copyOf(steps));
        }

        private void add(int millis, Deed deed) {
            steps.add(new Step(Duration.ofMillis(millis), deed));
        }

        private int moment() {
            return random.nextInt(MILLIS);
        }

        private boolean chance(int percent) {
            return random.nextInt(100) < percent;
        }

        private Duration between(int least, int most) {
            return Duration.ofMillis(random.nextInt(least, most));
        }

        private Deed edit(int kind) {
            long draw = random.nextInt(1_000_000);
            return switch (kind) {
                case 0, 1, 2 -> new Deed.Rewrite(random.nextBoolean() ? "a" : "b", draw);
                case 3, 4 -> new Deed.Describe(draw);
                case 5, 6 -> new Deed.Ask(draw);
                case 7 -> new Deed.Suppress(draw);
                case JOIN -> new Deed.Join(draw);
                case MOVE -> new Deed.Move(draw);
                default -> new Deed.Arrive(draw);
            };
        }

        private void trouble(int vendor) {
            if (chance(50)) {
                for (int more = random.nextInt(1, 4); more > 0; more--) {
                    add(moment(), new Deed.Misbehave(vendor, fault()));
                }
            }
            if (vendor == FORGETFUL && chance(40)) {
                add(random.nextInt(500), new Deed.Misbehave(vendor, lostAnswer()));
            }
            if (chance(vendor == HANGING ? 40 : 20)) {
                boolean hangs = vendor == HANGING && chance(50);
                add(
                        moment(),
                        hangs
                                ? new Deed.VendorLine(vendor, new Weather.HalfOpen(), between(3_100, 4_500))
                                : new Deed.VendorLine(vendor, weather(), between(100, 1_500)));
            }
        }

        private Fault fault() {
            return switch (random.nextInt(14)) {
                case 0 -> new Fault.Answer(429, Map.of("Retry-After", "1"), "slow down");
                case 1 -> Fault.status(429);
                case 2 -> Fault.status(503);
                case 3 -> new Fault.Answer(500, JSON, "{\"error\":\"oops\"}");
                case 4 -> new Fault.Answer(502, PAGE, "<html><body>Bad gateway</body></html>");
                case 5 -> new Fault.Answer(200, PAGE, "<html><body>We will be right back</body></html>");
                case 6 -> new Fault.Answer(400, JSON, "{\"error\":\"something in it is wrong\"}");
                case 7 -> chance(20) ? Fault.status(403) : Fault.status(504);
                case 8, 9 -> new Fault.Partly(random.nextInt(2, 9));
                case 10 -> new Fault.DropBefore();
                case 11 -> new Fault.DropAfter();
                case 12 -> new Fault.Truncate();
                default -> new Fault.Slow(chance(40) ? Vendor.PATIENCE.plusMillis(400) : between(20, 800));
            };
        }

        private Weather weather() {
            return switch (random.nextInt(6)) {
                case 0 -> new Weather.Refused();
                case 1 -> new Weather.HalfOpen();
                case 2 -> new Weather.CutRequest(random.nextInt(3_000));
                case 3 -> new Weather.CutAnswer();
                case 4 -> new Weather.Drip(random.nextInt(40, 400), Duration.ofMillis(2));
                default -> new Weather.Latency(between(20, 200));
            };
        }

        private void control() {
            int sync = random.nextInt(SYNCS);
            if (chance(40)) {
                add(moment(), new Deed.Resync(sync));
            } else {
                int paused = moment();
                add(paused, new Deed.Pause(sync));
                add(paused + random.nextInt(500), new Deed.Resume(sync));
            }
        }

        /** What was done, and said again, was never answered; then it is stopped, and people leave meanwhile. */
        private void changeOfMind() {
            int sync = random.nextInt(SYNCS);
            for (int request = 0; request < LOST_IN_A_ROW; request++) {
                add(0, new Deed.Misbehave(VENDOR_OF_SYNC[sync], lostAnswer()));
            }
            int paused = random.nextInt(300, 900);
            add(paused, new Deed.Pause(sync));
            add(paused + 1, edit(random.nextInt(7)));
            add(paused + 2, edit(0));
            add(paused + random.nextInt(300, 900), new Deed.Resume(sync));
        }

        private Fault lostAnswer() {
            return random.nextBoolean() ? new Fault.DropAfter() : new Fault.Truncate();
        }

        /** At most one a round, and in most rounds none: they take their time. */
        private void disaster() {
            int node = random.nextInt(2);
            int lot = random.nextInt(100);
            if (lot < 6) {
                add(moment(), new Deed.Kill(node));
            } else if (lot < 14) {
                add(moment(), new Deed.Freeze(node, between(500, 3_000)));
            } else if (lot < 17) {
                add(moment(), new Deed.Freeze(node, between(17_000, 20_000)));
            } else if (lot < 24) {
                add(
                        moment(),
                        new Deed.RestartDatabase(
                                random.nextBoolean() ? Postgres.Stop.FAST : Postgres.Stop.IMMEDIATE, between(0, 700)));
            } else if (lot < 29) {
                add(moment(), new Deed.FillDatabaseDisk(between(300, 2_000)));
            } else if (lot < 35) {
                add(moment(), new Deed.FillDisk(node, between(500, 3_000)));
            } else if (lot < 45) {
                Duration error = Duration.ofSeconds(random.nextInt(2, 45));
                add(
                        moment(),
                        new Deed.SetClock(node, random.nextBoolean() ? error : error.negated(), between(1_500, 4_000)));
            } else if (lot < 59) {
                add(moment(), new Deed.DatabaseLine(node, weather(), between(50, 1_500)));
            }
        }
    }
}
