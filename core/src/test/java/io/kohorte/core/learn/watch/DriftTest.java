// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.learn.predict.PublicTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whether what moved is seen, and what did not move is left alone. */
class DriftTest {
    private static final int FEATURES = 8;
    private static final int CUSTOMERS = 300;
    private static final int LOOKS = 8;

    private final Random random = new Random(7);

    /** Three hundred lives of a version to which nothing happens; a chance of one in twenty allows 15, and luck some more. */
    @Test
    void in_quiet_periods_the_promised_share_of_false_alarms_is_kept() {
        int worlds = 300;
        int deceived = 0;
        int deceivedByEachLookAlone = 0;
        for (int world = 0; world < worlds; world++) {
            FeatureTable learned = customers(CUSTOMERS, 0);
            boolean patient = false;
            boolean hasty = false;
            for (int look = 1; look <= LOOKS; look++) {
                List<Drift> measured = measured(learned, customers(CUSTOMERS, 0));
                patient |= Drift.judged(measured, Patience.at(look), List.of()).stream()
                        .anyMatch(Drift::surely);
                hasty |= measured.stream().anyMatch(drift -> drift.pValue() <= Patience.WHOLE);
            }
            deceived += patient ? 1 : 0;
            deceivedByEachLookAlone += hasty ? 1 : 0;
        }
        double promised = Patience.WHOLE * worlds;
        assertThat((double) deceived).isLessThan(promised + 3 * Math.sqrt(promised));
        assertThat(deceivedByEachLookAlone)
                .as("without correction nearly every life is called a drift")
                .isGreaterThan(worlds * 9 / 10);
    }

    @Test
    void all_looks_together_spend_no_more_than_the_whole() {
        double spent =
                IntStream.rangeClosed(1, 100_000).mapToDouble(Patience::at).sum();

        assertThat(spent).isLessThan(Patience.WHOLE).isCloseTo(Patience.WHOLE, within(1e-5));
    }

    @Test
    void a_drift_is_found_at_the_look_at_which_it_begins_and_in_the_feature_that_moved() {
        int begins = 6;
        int found = 0;
        for (int world = 0; world < 30; world++) {
            FeatureTable learned = customers(CUSTOMERS, 0);
            int first = 0;
            for (int look = 1; look <= LOOKS && first == 0; look++) {
                List<Drift> judged = Drift.judged(
                        measured(learned, customers(CUSTOMERS, look < begins ? 0 : .8)), Patience.at(look), List.of());
                if (judged.stream().anyMatch(Drift::drifts)) {
                    first = look;
                    assertThat(look == begins ? judged.get(0).name() : "feature-0")
                            .isEqualTo("feature-0");
                }
            }
            found += first == begins ? 1 : 0;
        }
        assertThat(found).isGreaterThanOrEqualTo(28);
    }

    @Test
    void what_many_customers_make_certain_but_does_not_matter_raises_no_alarm() {
        Spread before = Spread.of(normal("spend", 200_000, 0, 1));

        Drift drift = judged(Drift.between(before, before.filledFrom(normal("spend", 200_000, .03, 1))));

        assertThat(drift.surely()).isTrue();
        assertThat(drift.psi()).isLessThan(.01);
        assertThat(drift.drifts()).isFalse();
    }

    @Test
    void a_move_has_the_figures_that_follow_from_it() {
        Spread before = Spread.of(normal("spend", 50_000, 100, 10));

        Drift drift = Drift.between(before, before.filledFrom(normal("spend", 50_000, 105, 10)));

        // of two normal distributions half a deviation apart: the stability index is .25, the largest difference
        // 2Φ(.25) − 1
        assertThat(drift.psi()).isCloseTo(.25, within(.03));
        assertThat(drift.ks()).isCloseTo(.1974, within(.02));
        assertThat(drift.wasserstein()).isCloseTo(5, within(.2));
    }

    @Test
    void the_stability_index_of_shares_is_as_by_hand() {
        Drift drift = Drift.between(
                Spread.ofAnswers("outcomes", 64_000, 936_000), Spread.ofAnswers("outcomes", 308_000, 692_000));

        double byHand = (.308 - .064) * Math.log(.308 / .064) + (.692 - .936) * Math.log(.692 / .936);
        assertThat(drift.psi()).isCloseTo(byHand, within(1e-4));
        assertThat(drift.ks()).isNull();
    }

    @Test
    void customers_of_whom_it_is_missing_all_at_once_are_a_drift() {
        Spread before = Spread.of(normal("spend", 1_000, 0, 1));
        float[] values = normal("spend", 1_000, 0, 1).values();
        Arrays.fill(values, 0, 500, Float.NaN);

        assertThat(judged(Drift.between(before, before.filledFrom(FeatureColumn.numbers("spend", values))))
                        .drifts())
                .isTrue();
    }

    @Test
    void a_feature_that_is_gone_is_a_drift_and_one_the_version_does_not_read_is_none() {
        FeatureTable learned = customers(CUSTOMERS, 0);
        Reference reference = Reference.of(learned, new double[CUSTOMERS], false, 1);

        List<Drift> measured =
                reference.drift(learned.without(List.of("feature-1")), List.of("feature-0", "feature-1"));

        assertThat(measured).extracting(Drift::name).containsExactly("feature-0", "feature-1");
        assertThat(measured.get(0).psi()).isZero();
        assertThat(measured.get(1).psi()).isGreaterThan(1);
    }

    @Test
    void a_constant_that_moves_and_a_category_never_seen_are_drifts() {
        Spread constant = Spread.of(FeatureColumn.numbers("version", filled(1_000, 3)));
        assertThat(judged(Drift.between(
                                constant, constant.filledFrom(FeatureColumn.numbers("version", filled(1_000, 2)))))
                        .drifts())
                .isTrue();

        Spread countries = Spread.of(FeatureColumn.categories("country", filled(1_000, 0), List.of("DE")));
        FeatureColumn abroad = FeatureColumn.categories("country", filled(1_000, 0), List.of("AT"));
        assertThat(judged(Drift.between(countries, countries.filledFrom(abroad)))
                        .drifts())
                .isTrue();
        assertThat(judged(Drift.between(countries, countries)).drifts()).isFalse();
    }

    @Test
    void an_alarm_does_not_come_and_go_at_the_floor() {
        Spread before = Spread.of(normal("spend", 20_000, 0, 1));
        Drift near = Drift.between(before, before.filledFrom(normal("spend", 20_000, .305, 1)));
        assertThat(near.psi()).isBetween(.8 * Drift.FLOOR, Drift.FLOOR);

        assertThat(Drift.judged(List.of(near), .01, List.of()).get(0).drifts()).isFalse();
        assertThat(Drift.judged(List.of(near), .01, List.of("spend")).get(0).drifts())
                .isTrue();
    }

    /** Calls in the order they were made; in the last fifth far more say yes. */
    @Test
    void in_bank_marketing_the_outcomes_and_the_times_have_drifted() {
        PublicTable bank = PublicTable.bank();
        FeatureTable all = bank.customers().table();
        boolean[] labels = bank.customers().labels();
        int cut = all.size() * 4 / 5;
        FeatureTable before = all.rows(IntStream.range(0, cut).toArray());
        FeatureTable since = all.rows(IntStream.range(cut, all.size()).toArray());
        List<String> names = all.columns().stream().map(FeatureColumn::name).toList();
        List<Drift> measured =
                new ArrayList<>(Reference.of(before, new double[cut], false, 1).drift(since, names));
        measured.add(Drift.between(answers(labels, 0, cut), answers(labels, cut, labels.length)));

        List<Drift> judged = Drift.judged(measured, Patience.at(1), List.of());

        assertThat(judged.stream().filter(Drift::drifts).map(Drift::name))
                .contains("outcomes", "trait:euribor3m", "trait:month")
                .doesNotContain("trait:day_of_week", "trait:housing");
    }

    private static Spread answers(boolean[] labels, int from, int to) {
        long yes = IntStream.range(from, to).filter(row -> labels[row]).count();
        return Spread.ofAnswers("outcomes", yes, to - from - yes);
    }

    private static Drift judged(Drift one) {
        return Drift.judged(List.of(one), Patience.at(5), List.of()).get(0);
    }

    private static List<Drift> measured(FeatureTable learned, FeatureTable now) {
        List<String> names = now.columns().stream().map(FeatureColumn::name).toList();
        return Reference.of(learned, new double[learned.size()], false, 1).drift(now, names);
    }

    /** Features that hang together, some of them counts and categories; the first one may have moved. */
    private FeatureTable customers(int size, double moved) {
        float[][] values = new float[FEATURES][size];
        for (int row = 0; row < size; row++) {
            double shared = random.nextGaussian();
            for (int feature = 0; feature < FEATURES; feature++) {
                double value = .5 * shared + random.nextGaussian() + (feature == 0 ? moved : 0);
                values[feature][row] = (float) (feature % 4 == 2 ? Math.floor(Math.abs(value) * 2) : value);
                if (feature % 4 == 3) {
                    values[feature][row] = value < -1 ? Float.NaN : value < 0 ? 0 : value < 1 ? 1 : 2;
                }
            }
        }
        List<FeatureColumn> columns = new ArrayList<>();
        for (int feature = 0; feature < FEATURES; feature++) {
            String name = "feature-" + feature;
            columns.add(
                    feature % 4 == 3
                            ? FeatureColumn.categories(name, values[feature], List.of("a", "b", "c"))
                            : FeatureColumn.numbers(name, values[feature]));
        }
        return FeatureTable.of(IntStream.rangeClosed(1, size).toArray(), columns);
    }

    private FeatureColumn normal(String name, int size, double mean, double deviation) {
        float[] values = new float[size];
        for (int row = 0; row < size; row++) {
            values[row] = (float) (mean + deviation * random.nextGaussian());
        }
        return FeatureColumn.numbers(name, values);
    }

    private static float[] filled(int size, float value) {
        float[] values = new float[size];
        Arrays.fill(values, value);
        return values;
    }
}
