// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.core.analytics.CustomerHistory;
import io.kohorte.core.analytics.HistoryFixture;
import io.kohorte.core.analytics.Viewpoint;
import io.kohorte.core.feature.Feature;
import io.kohorte.core.feature.FeatureCatalogue;
import io.kohorte.core.learn.Progress;
import io.kohorte.core.learn.predict.Check;
import io.kohorte.core.learn.predict.PredictionReport;
import io.kohorte.core.learn.predict.PredictionTraining;
import io.kohorte.core.learn.predict.Windows;
import io.kohorte.core.platform.SharedData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.roaringbitmap.RoaringBitmap;

/** The published benchmark of buying again: 23,570 customers, known until 1997-09-30, followed for 39 weeks. */
final class CdnowTest {
    private static final Duration THIRTY_NINE_WEEKS = Duration.ofDays(273);

    @TempDir
    private Path folder;

    @Test
    void our_features_and_learners_rank_who_buys_again_as_well_as_the_published_model() throws Exception {
        try (HistoryFixture fixture = new HistoryFixture(folder)) {
            fill(fixture);
            try (CustomerHistory customers = fixture.open()) {
                CustomerHistory.Span span =
                        customers.span(Instant.parse("1999-01-01T00:00:00Z")).orElseThrow();
                Windows windows = Windows.plan(span.first(), span.last(), THIRTY_NINE_WEEKS)
                        .orElseThrow();
                List<Feature> features = FeatureCatalogue.among(Set.of("Order Completed"));
                RoaringBitmap everybody = customers.known(Viewpoint.today(span.last()));
                DecisionMoments history = new DecisionMoments(
                        customers,
                        features,
                        new Target.OfEvent("Order Completed", 273, false),
                        view -> everybody,
                        moment -> new RoaringBitmap(),
                        moment -> new RoaringBitmap());

                PredictionReport report = new PredictionTraining(features, false, 42)
                        .train(windows, history, Progress.SILENT)
                        .report();

                assertThat(windows.test()).isEqualTo(Instant.parse("1997-09-30T00:00:00Z"));
                assertThat(report.rows().test()).isEqualTo(23_570);
                assertThat(report.auc()).isGreaterThanOrEqualTo(.772);
                assertThat(report.checks())
                        .extracting(Check::code)
                        .contains("short-history")
                        .doesNotContain("base-rate-drift");
            }
        }
    }

    private static void fill(HistoryFixture fixture) throws Exception {
        DateTimeFormatter compact = DateTimeFormatter.BASIC_ISO_DATE;
        long order = 0;
        for (String line : Files.readAllLines(SharedData.find("cdnow/CDNOW_master.txt"))) {
            String[] fields = line.strip().split("\\s+", -1);
            if (Character.isDigit(fields[0].charAt(0))) {
                Instant at = LocalDate.parse(fields[1], compact).atStartOfDay().toInstant(ZoneOffset.UTC);
                fixture.order(
                        Integer.parseInt(fields[0]),
                        at,
                        ++order,
                        null,
                        null,
                        Double.parseDouble(fields[2]),
                        Double.parseDouble(fields[3]));
            }
        }
    }
}
