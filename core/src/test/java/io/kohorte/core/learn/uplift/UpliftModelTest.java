// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.uplift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.offset;

import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.learn.predict.Explanation;
import io.kohorte.core.learn.predict.Learner;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is stored of an uplift model, and why it says what it does. */
class UpliftModelTest {

    private static final int PEOPLE = 1_500;
    private static final long SEED = 7;

    static Stream<Arguments> ways() {
        return Arrays.stream(UpliftMethod.values())
                .flatMap(method -> Stream.of(Learner.LOGISTIC, Learner.BOOSTING, Learner.FOREST, Learner.NETWORK)
                        .map(learner -> Arguments.of(method, learner)));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void whatEachFeatureDoesAddsUpToTheUplift(UpliftMethod method, Learner learner) {
        Trial trial = trial();
        UpliftModel model = method.learned(trial, learner, SEED).calibrated(new UpliftCalibration(.7, -.02));
        FeatureTable few = trial.table().rows(IntStream.range(0, 30).toArray());
        double[] uplift = model.foresee(few).uplift();

        List<Explanation> explanations = model.explain(few);

        for (int row = 0; row < uplift.length; row++) {
            Explanation why = explanations.get(row);
            assertThat(why.score()).isCloseTo(uplift[row], offset(1e-12));
            assertThat(why.usual()
                            + why.parts().stream()
                                    .mapToDouble(Explanation.Part::points)
                                    .sum())
                    .isCloseTo(uplift[row], offset(1e-9));
            assertThat(why.usual())
                    .as("what is usual is of nobody in particular")
                    .isEqualTo(explanations.get(0).usual());
            assertThat(why.parts())
                    .extracting(Explanation.Part::feature)
                    .containsExactlyInAnyOrderElementsOf(model.features())
                    .containsExactlyInAnyOrder("likes", "habit");
        }
    }

    /** It alone decides what treatment does; the habit only says who buys anyway. */
    @ParameterizedTest
    @MethodSource("trees")
    void theFeatureThatDecidesWhatTreatmentDoesIsTheReason(UpliftMethod method) {
        Trial trial = trial();
        UpliftModel model = method.learned(trial, Learner.BOOSTING, SEED);

        double ofLikes = 0;
        double ofHabit = 0;
        for (Explanation why :
                model.explain(trial.table().rows(IntStream.range(0, 60).toArray()))) {
            for (Explanation.Part part : why.parts()) {
                ofLikes += part.feature().equals("likes") ? Math.abs(part.points()) : 0;
                ofHabit += part.feature().equals("habit") ? Math.abs(part.points()) : 0;
            }
        }

        assertThat(ofLikes).isGreaterThan(1.5 * ofHabit);
    }

    static Stream<UpliftMethod> trees() {
        return Stream.of(UpliftMethod.values());
    }

    @ParameterizedTest
    @MethodSource("ways")
    void whatIsReadBackSaysTheSameBitByBitAndTheSameIsLearnedFromTheSame(UpliftMethod method, Learner learner) {
        Trial trial = trial();
        UpliftModel model = method.learned(trial, learner, SEED).calibrated(new UpliftCalibration(.7, -.02));

        byte[] body = UpliftCodec.write(model);
        UpliftModel back = UpliftCodec.read(body);

        assertThat(back.method()).isEqualTo(method);
        assertThat(back.learner()).isEqualTo(learner);
        assertThat(back.foresee(trial.table()).uplift())
                .isEqualTo(model.foresee(trial.table()).uplift());
        assertThat(back.foresee(trial.table()).untreated())
                .isEqualTo(model.foresee(trial.table()).untreated());
        assertThat(UpliftCodec.write(method.learned(trial(), learner, SEED).calibrated(back.calibration())))
                .isEqualTo(body);
    }

    /** It ranks people as well as any other here, and foresees a gain for the sleeping dogs too. */
    @Test
    void calibratedOnPeopleItHadNotSeenEvenOneLinearModelKnowsWhoIsBetterLeftAlone() {
        Trial trial = trial();
        double[] raw = new UpliftTraining(trial, SEED)
                .foreseen(UpliftMethod.ONE_MODEL, Learner.LOGISTIC)
                .uplift();

        double[] calibrated = UpliftCalibration.fit(raw, trial).of(raw);

        assertThat(ofThoseWhoLike(trial, raw, 0, .3)).isPositive();
        assertThat(ofThoseWhoLike(trial, calibrated, 0, .3)).isNegative();
        assertThat(ofThoseWhoLike(trial, calibrated, .6, 1)).isGreaterThan(.1);
        assertThat(Arrays.stream(calibrated).average().orElseThrow())
                .isCloseTo(trial.outcomes(true).mean() - trial.outcomes(false).mean(), offset(1e-9));
    }

    private static double ofThoseWhoLike(Trial trial, double[] uplift, double from, double to) {
        float[] likes = trial.table().column("likes").orElseThrow().values();
        return IntStream.range(0, uplift.length)
                .filter(row -> likes[row] >= from && likes[row] < to)
                .mapToDouble(row -> uplift[row])
                .average()
                .orElseThrow();
    }

    @Test
    void bytesThatAreNotAsWrittenAreRefused() {
        byte[] body = UpliftCodec.write(UpliftMethod.TWO_MODELS.learned(trial(), Learner.LOGISTIC, SEED));
        Random random = new Random(3);
        for (int time = 0; time < 200; time++) {
            byte[] flipped = body.clone();
            flipped[random.nextInt(body.length)] ^= (byte) (1 << random.nextInt(8));
            assertThatIllegalArgumentException().isThrownBy(() -> UpliftCodec.read(flipped));
            byte[] cut = Arrays.copyOf(body, random.nextInt(body.length));
            assertThatIllegalArgumentException().isThrownBy(() -> UpliftCodec.read(cut));
        }
        byte[] longer = Arrays.copyOf(body, body.length + 4);
        assertThatIllegalArgumentException().isThrownBy(() -> UpliftCodec.read(longer));
    }

    private static Trial trial() {
        Random random = new Random(11);
        float[] likes = new float[PEOPLE];
        float[] habit = new float[PEOPLE];
        boolean[] treated = new boolean[PEOPLE];
        boolean[] outcome = new boolean[PEOPLE];
        for (int row = 0; row < PEOPLE; row++) {
            likes[row] = random.nextFloat();
            habit[row] = random.nextFloat();
            treated[row] = random.nextBoolean();
            double gain = likes[row] > .6 ? .5 : likes[row] < .3 ? -.2 : 0;
            outcome[row] = random.nextDouble() < .25 + .2 * habit[row] + (treated[row] ? gain : 0);
        }
        return new Trial(
                FeatureTable.of(
                        IntStream.rangeClosed(1, PEOPLE).toArray(),
                        List.of(FeatureColumn.numbers("likes", likes), FeatureColumn.numbers("habit", habit))),
                treated,
                outcome);
    }
}
