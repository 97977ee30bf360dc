// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.core.analytics.CustomerHistory;
import io.kohorte.core.analytics.HistoryFixture;
import io.kohorte.core.analytics.Viewpoint;
import io.kohorte.core.feature.Feature;
import io.kohorte.core.feature.FeatureCatalogue;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.learn.Progress;
import io.kohorte.core.learn.Quality;
import io.kohorte.core.learn.cluster.ClusterReport;
import io.kohorte.core.learn.cluster.ClusterSettings;
import io.kohorte.core.learn.cluster.ClusterTraining;
import io.kohorte.core.learn.cluster.Portrait;
import io.kohorte.core.platform.SharedData;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real orders of a gift wholesaler, 541,909 lines: the groups must be ones a person can use. */
final class OnlineRetailTest {
    private static final Instant THE_END = Instant.parse("2011-12-10T00:00:00Z");

    @TempDir
    private Path folder;

    @Test
    void groups_of_real_customers_are_clear_enough_and_have_names() throws Exception {
        Path file = SharedData.find("online-retail/online_retail.parquet");
        try (HistoryFixture fixture = new HistoryFixture(folder)) {
            fill(fixture, file);
            try (CustomerHistory history = fixture.open()) {
                List<Feature> features = FeatureChoice.of(
                        ModelKind.CLUSTERING,
                        new ModelDefinition(List.of(), null, null, null),
                        history,
                        Viewpoint.today(THE_END));
                ClusterReport report = clustered(features, history);

                assertThat(report.customers()).isEqualTo(4_372);
                assertThat(report.silhouette()).isBetween(.25, .95);
                assertThat(report.word()).isNotEqualTo(Quality.POOR);
                assertThat(report.clusters().stream()
                                .map(cluster -> cluster.name().en()))
                        .doesNotHaveDuplicates()
                        .allSatisfy(name -> assertThat(name).isNotBlank());
                assertThat(report.clusters().stream().mapToDouble(Portrait::share))
                        .allMatch(share -> share >= .01);

                assertThat(report.k()).as("by the features chosen for people").isBetween(4, 6);
                assertThat(clustered(FeatureCatalogue.among(history.eventNames()), history)
                                .k())
                        .as("by all features, most of which tell how much somebody buys")
                        .isBetween(3, 6);
            }
        }
    }

    private static ClusterReport clustered(List<Feature> features, CustomerHistory history) {
        FeatureTable table =
                history.extract(features, history.known(Viewpoint.today(THE_END)), Viewpoint.today(THE_END));
        return new ClusterTraining(features, ClusterSettings.automatic(42))
                .train(table, Optional.empty(), Progress.SILENT)
                .report();
    }

    static void fill(HistoryFixture fixture, Path file) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select cast(CustomerID as integer), InvoiceDate::timestamp, hash(InvoiceNo)::hugeint % 1000000000000, StockCode,"
                                + " Quantity, UnitPrice from read_parquet('" + file
                                + "') where CustomerID is not null")) {
            while (row.next()) {
                double quantity = row.getDouble(5);
                fixture.event(
                        row.getInt(1),
                        quantity < 0 ? "Order Refunded" : "Order Completed",
                        row.getObject(2, LocalDateTime.class).toInstant(ZoneOffset.UTC),
                        row.getLong(3),
                        row.getString(4),
                        null,
                        quantity,
                        quantity * row.getDouble(6));
            }
        }
    }
}
