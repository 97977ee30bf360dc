// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.duplicate;

import static io.kohorte.core.duplicate.Agreement.DIFFERENT;
import static io.kohorte.core.duplicate.Agreement.EXACT;
import static io.kohorte.core.duplicate.Agreement.MISSING;

import io.kohorte.core.duplicate.Field.Bond;
import io.kohorte.core.duplicate.People.Column;
import io.kohorte.core.duplicate.Weights.OfField;
import io.kohorte.core.platform.SplitMix;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Learns from the data alone how well values of one person agree: Fellegi and Sunter (1969) by expectation and maximisation, with exact
 * agreement on a rare value counting for more. Beside the same person and chance there are other
 * explanations, see {@link Explanation}.
 */
final class Learning {

    private static final int RANDOM_PAIRS = 400_000;
    private static final int SAMPLE = 2_000_000;
    private static final int ROUNDS = 100;
    private static final double SETTLED = 1e-6;
    private static final double SAME_EXACT = 0.8;
    private static final int NAME_AND_MORE = 3;

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

    /** @param heard is told how many rules are done, each of which comes twice */
    static Weights from(People people, Blocking blocking, IntConsumer heard) {
        return new Learning(people).learn(blocking, heard);
    }

    private Weights learn(Blocking blocking, IntConsumer heard) {
        long met = blocking.meet(() -> new long[1], count -> (one, other) -> count[0]++, heard).stream()
                .mapToLong(count -> count[0])
                .sum();
        int every = (int) (met / SAMPLE) + 1;
        Map<Long, Integer> seen = new HashMap<>();
        blocking.<Map<Long, Integer>>meet(
                        HashMap::new,
                        table -> (one, other) -> {
                            if (isDrawn(one, other, every)) {
                                table.merge(pattern(one, other), 1, Integer::sum);
                            }
                        },
                        done -> heard.accept(blocking.rules() + done))
                .forEach(table -> table.forEach((pattern, count) -> seen.merge(pattern, count, Integer::sum)));
        return new Rounds(seen, every).learn(blocking.largest());
    }

    /** One pair in so many, however people come: the second profile of many people may always be the one after the first. */
    static boolean isDrawn(int one, int other, int every) {
        return Long.remainderUnsigned(SplitMix.mixed((long) one << 32 | other), every) == 0;
    }

    /** The rounds of expectation and maximisation over distinct patterns. */
    private final class Rounds {

        private final long[] patterns;
        private final double[] counts;
        private final Map<Explanation, double[][]> explained = new EnumMap<>(Explanation.class);
        private final Map<Explanation, Double> shares = new EnumMap<>(Explanation.class);

        Rounds(Map<Long, Integer> seen, double every) {
            patterns =
                    seen.keySet().stream().mapToLong(Long::longValue).sorted().toArray();
            counts = Arrays.stream(patterns)
                    .mapToDouble(pattern -> seen.getOrDefault(pattern, 0) * every)
                    .toArray();
            for (Explanation explanation : Explanation.values()) {
                explained.put(explanation, assumed(SAME_EXACT));
                shares.put(explanation, mayBe(explanation) ? 1.0 / Math.max(2, people.size()) : 0);
            }
        }

        Weights learn(int largestBlock) {
            for (int round = 0; round < ROUNDS; round++) {
                double before = share(Explanation.SAME_PERSON);
                round();
                if (Math.abs(share(Explanation.SAME_PERSON) - before) <= before * SETTLED) {
                    break;
                }
            }
            return new Weights(
                    largestBlock,
                    shares,
                    IntStream.range(0, columns.size())
                            .mapToObj(field ->
                                    new OfField(columns.get(field).field(), levels(field), list(chance[field])))
                            .toList());
        }

        private Map<Explanation, List<Double>> levels(int field) {
            Map<Explanation, List<Double>> levels = new EnumMap<>(Explanation.class);
            explained.forEach((explanation, of) -> levels.put(explanation, list(of[field])));
            return levels;
        }

        private double share(Explanation explanation) {
            return shares.getOrDefault(explanation, 0.0);
        }

        private void round() {
            Explanation[] all = Explanation.values();
            double[][][] seen = new double[all.length][][];
            double[][][] from = new double[all.length][][];
            double chanceShare = 1;
            for (int e = 0; e < all.length; e++) {
                seen[e] = assumedCounts();
                from[e] = Objects.requireNonNull(explained.get(all[e]));
                chanceShare -= share(all[e]);
            }
            double[] sums = new double[all.length];
            double[] likely = new double[all.length];
            for (int i = 0; i < patterns.length; i++) {
                double sum = chanceShare;
                for (int e = 0; e < all.length; e++) {
                    likely[e] = share(all[e]) * Math.exp(evidence(patterns[i], all[e], from[e]));
                    sum += likely[e];
                }
                for (int e = 0; e < all.length; e++) {
                    double part = counts[i] * likely[e] / sum;
                    sums[e] += part;
                    for (int field = 0; field < columns.size(); field++) {
                        seen[e][field][Pattern.level(patterns[i], field)] += part;
                    }
                }
            }
            for (int e = 0; e < all.length; e++) {
                shares.put(all[e], sums[e] / allPairs);
                shares(seen[e], from[e]);
            }
        }

        private double evidence(long pattern, Explanation explanation, double[][] explained) {
            double sum = 0;
            for (Bond bond : Bond.values()) {
                if (explanation.touches(bond)) {
                    sum += Pattern.rarity(pattern, bond);
                }
            }
            for (int field = 0; field < columns.size(); field++) {
                Agreement agreement = Agreement.at(Pattern.level(pattern, field));
                if (agreement != MISSING
                        && explanation.touches(columns.get(field).field(), agreement)) {
                    sum += Math.log(explained[field][agreement.level()] / chance[field][agreement.level()]);
                }
            }
            return sum;
        }
    }

    /** Nobody can tell households apart without an address, nor whether an e-mail address is made of a name nobody knows. */
    private boolean mayBe(Explanation explanation) {
        List<Field> known = people.fields();
        return switch (explanation) {
            case SAME_PERSON -> true;
            case HOUSEHOLD -> known.contains(Field.STREET) || known.contains(Field.PHONE);
            case NAMESAKE ->
                known.contains(Field.EMAIL)
                        && (known.contains(Field.GIVEN_NAME) || known.contains(Field.FULL_NAME))
                        && known.size() > NAME_AND_MORE;
        };
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
        Map<Bond, Double> rarities = new EnumMap<>(Bond.class);
        for (int field = 0; field < columns.size(); field++) {
            Column column = columns.get(field);
            Agreement agreement = column.agreement(one, other);
            pattern = Pattern.with(pattern, field, agreement);
            if (agreement == EXACT) {
                rarities.merge(
                        column.field().bond(), Math.log(chance[field][EXACT.level()] / column.share(one)), Double::sum);
            }
        }
        for (Bond bond : Bond.values()) {
            pattern = Pattern.rare(pattern, bond, rarities.getOrDefault(bond, 0.0));
        }
        return pattern;
    }

    private static List<Double> list(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }
}
