// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.duplicate;

import static io.kohorte.core.duplicate.Agreement.DIFFERENT;
import static io.kohorte.core.duplicate.Agreement.EXACT;
import static io.kohorte.core.duplicate.Agreement.MISSING;

import io.kohorte.core.duplicate.People.Column;
import io.kohorte.core.duplicate.Weights.OfField;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Learns from the data alone how well values of one person agree: Fellegi and Sunter (1969) by expectation and maximisation, with exact
 * agreement on a rare value counting for more. A third explanation beside the same person and chance are people of one household, who share
 * what households share; without it the many couples and families would teach that one person may well have two first names.
 */
final class Learning {

    private static final int RANDOM_PAIRS = 400_000;
    private static final int SAMPLE = 2_000_000;
    private static final int ROUNDS = 100;
    private static final double SETTLED = 1e-6;
    private static final double SAME_EXACT = 0.8;

    /** How many pairs the assumption before the first look counts for. */
    private static final double ASSUMED = 5;

    private final People people;
    private final List<Column> columns;
    private final double[][] chance;
    private final double allPairs;

    private Learning(People people) {
        this.people = people;
        this.columns = people.columns();
        this.chance = chance();
        this.allPairs = people.size() * (people.size() - 1.0) / 2;
    }

    static Weights from(People people, Blocking blocking) {
        return new Learning(people).learn(blocking);
    }

    private Weights learn(Blocking blocking) {
        long met = blocking.meet(() -> new long[1], count -> (one, other) -> count[0]++).stream()
                .mapToLong(count -> count[0])
                .sum();
        int every = (int) (met / SAMPLE) + 1;
        Map<Long, Integer> seen = new HashMap<>();
        blocking.<Map<Long, Integer>>meet(HashMap::new, table -> (one, other) -> {
                    if ((one * 31L + other) % every == 0) {
                        table.merge(pattern(one, other), 1, Integer::sum);
                    }
                })
                .forEach(table -> table.forEach((pattern, count) -> seen.merge(pattern, count, Integer::sum)));
        return new Rounds(seen, every).learn(blocking.largest());
    }

    /** The rounds of expectation and maximisation over distinct patterns. */
    private final class Rounds {

        private final long[] patterns;
        private final double[] counts;
        private final double[][] same = assumed(SAME_EXACT);
        private final double[][] household = assumed(SAME_EXACT);
        private double duplicates = 1.0 / Math.max(2, people.size());
        private double households = knowsAddresses() ? duplicates : 0;

        Rounds(Map<Long, Integer> seen, double every) {
            patterns =
                    seen.keySet().stream().mapToLong(Long::longValue).sorted().toArray();
            counts = Arrays.stream(patterns)
                    .mapToDouble(pattern -> seen.getOrDefault(pattern, 0) * every)
                    .toArray();
        }

        Weights learn(int largestBlock) {
            for (int round = 0; round < ROUNDS; round++) {
                double before = duplicates;
                round();
                if (Math.abs(duplicates - before) <= before * SETTLED) {
                    break;
                }
            }
            return new Weights(
                    largestBlock,
                    duplicates,
                    households,
                    IntStream.range(0, columns.size())
                            .mapToObj(field -> new OfField(
                                    columns.get(field).field(),
                                    list(same[field]),
                                    list(columns.get(field).field().isShared() ? household[field] : chance[field]),
                                    list(chance[field])))
                            .toList());
        }

        private void round() {
            double[][] sameSeen = assumedCounts();
            double[][] householdSeen = assumedCounts();
            double sameSum = 0;
            double householdSum = 0;
            for (int i = 0; i < patterns.length; i++) {
                long pattern = patterns[i];
                double likeSame = duplicates * Math.exp(Pattern.allRarity(pattern) + evidence(pattern, same, true));
                double likeHousehold =
                        households * Math.exp(Pattern.sharedRarity(pattern) + evidence(pattern, household, false));
                double all = likeSame + likeHousehold + 1 - duplicates - households;
                double beSame = counts[i] * likeSame / all;
                double beHousehold = counts[i] * likeHousehold / all;
                sameSum += beSame;
                householdSum += beHousehold;
                for (int field = 0; field < columns.size(); field++) {
                    int level = Pattern.level(pattern, field);
                    sameSeen[field][level] += beSame;
                    householdSeen[field][level] += beHousehold;
                }
            }
            duplicates = Math.max(Double.MIN_NORMAL, sameSum / allPairs);
            households = householdSum / allPairs;
            shares(sameSeen, same);
            shares(householdSeen, household);
        }

        private double evidence(long pattern, double[][] explanation, boolean personal) {
            double sum = 0;
            for (int field = 0; field < columns.size(); field++) {
                int level = Pattern.level(pattern, field);
                if (level != MISSING.level()
                        && (personal || columns.get(field).field().isShared())) {
                    sum += Math.log(explanation[field][level] / chance[field][level]);
                }
            }
            return sum;
        }
    }

    private boolean knowsAddresses() {
        return columns.stream().map(Column::field).anyMatch(field -> field == Field.STREET || field == Field.PHONE);
    }

    private double[][] assumed(double exact) {
        return IntStream.range(0, columns.size())
                .mapToObj(field -> IntStream.range(0, Agreement.COUNT)
                        .mapToDouble(level -> level == MISSING.level()
                                ? 0
                                : level == EXACT.level() ? exact : (1 - exact) / (Agreement.COUNT - 2))
                        .toArray())
                .toArray(double[][]::new);
    }

    private double[][] assumedCounts() {
        double[][] counts = assumed(SAME_EXACT);
        for (double[] field : counts) {
            Arrays.setAll(field, level -> field[level] * ASSUMED);
        }
        return counts;
    }

    private static void shares(double[][] counts, double[][] shares) {
        for (int field = 0; field < counts.length; field++) {
            double[] count = counts[field];
            double sum = Arrays.stream(count, DIFFERENT.level(), count.length).sum();
            Arrays.setAll(shares[field], level -> level == MISSING.level() ? 0 : count[level] / sum);
        }
    }

    /** What two people taken at random have in common. Exact agreement follows from how often each value is there; it is too rare to draw. */
    private double[][] chance() {
        double[][] counts = new double[columns.size()][Agreement.COUNT];
        for (double[] field : counts) {
            Arrays.fill(field, 0.1);
        }
        SplittableRandom random = new SplittableRandom(42);
        for (int drawn = 0; drawn < RANDOM_PAIRS; drawn++) {
            int one = random.nextInt(people.size());
            int other = random.nextInt(people.size());
            for (int field = 0; field < counts.length; field++) {
                counts[field][columns.get(field).agreement(one, other).level()]++;
            }
        }
        double[][] shares = new double[columns.size()][Agreement.COUNT];
        for (int field = 0; field < counts.length; field++) {
            Column column = columns.get(field);
            double exact = Arrays.stream(column.counts())
                            .mapToDouble(count -> (double) count * count)
                            .sum()
                    / ((double) column.known() * column.known());
            double[] count = counts[field];
            double unequal =
                    Arrays.stream(count, DIFFERENT.level(), EXACT.level()).sum();
            Arrays.setAll(shares[field], level -> level == MISSING.level() ? 0 : count[level] * (1 - exact) / unequal);
            shares[field][EXACT.level()] = exact;
        }
        return shares;
    }

    private long pattern(int one, int other) {
        long pattern = 0;
        double shared = 0;
        double personal = 0;
        for (int field = 0; field < columns.size(); field++) {
            Column column = columns.get(field);
            Agreement agreement = column.agreement(one, other);
            pattern = Pattern.with(pattern, field, agreement);
            if (agreement == EXACT) {
                double rarity = Math.log(chance[field][EXACT.level()] / column.share(one));
                if (column.field().isShared()) {
                    shared += rarity;
                } else {
                    personal += rarity;
                }
            }
        }
        return Pattern.rare(pattern, shared, personal);
    }

    private static List<Double> list(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }
}
