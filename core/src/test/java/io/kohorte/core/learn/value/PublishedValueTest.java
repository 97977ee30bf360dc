// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;
import static org.assertj.core.data.Percentage.withPercentage;

import io.kohorte.core.learn.Progress;
import io.kohorte.core.learn.predict.Check;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was published about the shop's sample must come out here too. */
final class PublishedValueTest {
    private static final Instant CALIBRATED = Instant.parse("1997-09-30T00:00:00Z");
    private static final Instant FOLLOWED = CALIBRATED.plus(Duration.ofDays(273));

    @Test
    void the_parameters_of_bg_nbd_are_those_of_fader_hardie_and_lee() throws IOException {
        Buyers buyers = CdnowSample.log().asOf(CALIBRATED);

        BgNbd model = BgNbd.fit(buyers);

        assertThat(buyers.size()).isEqualTo(2_357);
        assertThat(model.r()).isCloseTo(.2426, withPercentage(.5));
        assertThat(model.alpha()).isCloseTo(4.4136, withPercentage(.5));
        assertThat(model.a()).isCloseTo(.7929, withPercentage(.5));
        assertThat(model.b()).isCloseTo(2.4259, withPercentage(.5));
        assertThat(model.logLikelihood(buyers)).isCloseTo(-9582.43, offset(.1));
    }

    @Test
    void pareto_nbd_is_as_likely_as_published() throws IOException {
        Buyers buyers = CdnowSample.log().asOf(CALIBRATED);

        assertThat(ParetoNbd.fit(buyers).logLikelihood(buyers)).isCloseTo(-9594.98, offset(.1));
    }

    @Test
    void the_parameters_of_gamma_gamma_are_those_of_fader_and_hardie() throws IOException {
        Buyers buyers = CdnowSample.log().asOf(CALIBRATED);

        GammaGamma model = GammaGamma.fit(buyers);

        assertThat(buyers.spenders()).hasSize(946);
        assertThat(model.p()).isCloseTo(6.250, withPercentage(.5));
        assertThat(model.q()).isCloseTo(3.744, withPercentage(.5));
        assertThat(model.v()).isCloseTo(15.444, withPercentage(.5));
    }

    @Test
    void thirty_nine_weeks_are_foreseen_as_well_as_published_and_far_better_than_by_own_rates() throws IOException {
        PurchaseLog log = CdnowSample.log();

        ValueReport report = new ValueTraining("Order Completed", 273, List.of(), 42)
                .train(
                        new HeldOut(Duration.ofDays(273), Instant.parse("1997-01-01T00:00:00Z"), CALIBRATED, FOLLOWED),
                        log,
                        log.asOf(FOLLOWED),
                        List.of(),
                        Progress.SILENT)
                .report();

        assertThat(report.purchases().actual()).isEqualTo(1_882);
        assertThat(report.purchases().forecast()).isCloseTo(1_653, offset(1.0));
        assertThat(report.purchases().rmse()).isLessThanOrEqualTo(1.61);
        assertThat(report.purchases().correlation()).isGreaterThanOrEqualTo(.625);
        assertThat(report.auc()).isGreaterThanOrEqualTo(.772);
        assertThat(report.purchases().ownRate() / report.purchases().actual() - 1)
                .isCloseTo(.56, offset(.01));
        assertThat(report.valueAgainstFrequency()).isCloseTo(.11, offset(.01));
        assertThat(report.checks()).extracting(Check::code).containsExactly("value-and-frequency");
        assertThat(report.moneyModel().chosen()).isEqualTo(MoneyChoice.Way.PROBABILITY);
        assertThat(report.moneyModel().reason().en()).contains("does not hold two whole horizons of 273 days");
        assertThat(report.candidates())
                .extracting(ValueReport.Candidate::method)
                .containsExactly("bg-nbd", "pareto-nbd", "nbd");
    }
}
