// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.kohorte.core.feature.Feature;
import io.kohorte.core.feature.FeatureCatalogue;
import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.feature.FeatureTable;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.roaringbitmap.RoaringBitmap;

final class CustomerHistoryTest {
    private static final Instant JULY = Instant.parse("2024-07-01T00:00:00Z");

    @TempDir
    private Path folder;

    private HistoryFixture fixture;

    @BeforeEach
    void anna_orders_thrice_and_returns_ben_only_looks_around() throws Exception {
        fixture = new HistoryFixture(folder);
        fixture.order(1, Instant.parse("2024-01-02T00:00:00Z"), 1, "boot", "shoes", 1, 90);
        fixture.order(1, Instant.parse("2024-01-02T00:00:00Z"), 1, "lace", "shoes", 3, 10);
        fixture.order(1, Instant.parse("2024-04-11T00:00:00Z"), 2, "shirt", "tops", 1, 50);
        fixture.order(1, Instant.parse("2024-06-21T00:00:00Z"), 3, "boot", "shoes", 1, 150);
        fixture.event(1, "Order Refunded", Instant.parse("2024-06-25T00:00:00Z"), 3, "boot", "shoes", -1, -60);
        fixture.event(1, "Email Opened", Instant.parse("2024-06-20T00:00:00Z"), 90, null, null, 0, 0);
        fixture.event(1, "Email Opened", Instant.parse("2024-05-20T00:00:00Z"), 91, null, null, 0, 0);
        fixture.event(2, "Page Viewed", Instant.parse("2024-06-30T12:00:00Z"), 92, null, null, 0, 0);
        fixture.country(1, "DE");
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    @Test
    void occurrences_come_by_person_in_the_order_of_time_to_the_microsecond() throws Exception {
        Instant start = Instant.parse("2024-08-01T00:00:00.000007Z");
        fixture.order(2, start.plusNanos(2_000), 4, "boot", "shoes", 1, 3);
        fixture.order(1, start.plusNanos(3_000), 5, "boot", "shoes", 1, 2.5);
        fixture.order(1, start.plusNanos(1_000), 6, "boot", "shoes", 1, 1);
        fixture.order(1, start, 7, "boot", "shoes", 1, 9);
        fixture.order(2, start.plusNanos(4_000), 8, "boot", "shoes", 1, 9);
        fixture.order(3, start.plusNanos(1_000), 9, "boot", "shoes", 1, 9);
        List<String> heard = new ArrayList<>();

        try (CustomerHistory history = fixture.open()) {
            history.occurrences(
                    "Order Completed",
                    RoaringBitmap.bitmapOf(1, 2),
                    start,
                    start.plusNanos(3_000),
                    (profile, at, amount) -> heard.add(profile + " at " + at + " for " + amount));
        }

        assertThat(heard)
                .containsExactly(
                        "1 at 2024-08-01T00:00:00.000008Z for 1.0",
                        "1 at 2024-08-01T00:00:00.000010Z for 2.5",
                        "2 at 2024-08-01T00:00:00.000009Z for 3.0");
    }

    @Test
    void every_feature_of_a_buyer_is_what_a_person_would_count() throws Exception {
        Map<String, Double> expected = Map.ofEntries(
                Map.entry("recency", 10.0),
                Map.entry("frequency", 3.0),
                Map.entry("monetary", 300.0),
                Map.entry("inter-purchase-time", 171.0 / 2),
                Map.entry("relative-recency", 10 / (171.0 / 2)),
                Map.entry("basket-mean", 100.0),
                Map.entry("basket-max", 150.0),
                Map.entry("items-per-order", 2.0),
                Map.entry("active-months", 3.0),
                Map.entry("orders-90-days", 2.0),
                Map.entry("trend", (200.0 - 0) / 200),
                Map.entry("return-share", 60.0 / 300),
                Map.entry("distinct-items", 3.0),
                Map.entry("tenure", 181.0),
                Map.entry("email-opens-30-days", 1.0),
                Map.entry("email-opens-90-days", 2.0),
                Map.entry("email-clicks-30-days", 0.0),
                Map.entry("email-clicks-90-days", 0.0),
                Map.entry("page-views-30-days", 0.0),
                Map.entry("page-views-90-days", 0.0));

        FeatureTable table = extract(FeatureCatalogue.declared(), JULY);

        assertThat(expected.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        FeatureCatalogue.declared().stream().map(Feature::name).toList());
        expected.forEach((name, value) -> assertThat(
                        (double) table.column(name).orElseThrow().value(0))
                .as(name)
                .isCloseTo(value, offset(1e-4)));
    }

    @Test
    void who_never_bought_has_zero_orders_but_no_recency() throws Exception {
        FeatureTable table = extract(FeatureCatalogue.declared(), JULY);

        assertThat(value(table, "frequency", 1)).isZero();
        assertThat(value(table, "page-views-30-days", 1)).isEqualTo(1);
        assertThat(value(table, "tenure", 1)).isEqualTo(.5f);
        assertThat(List.of("recency", "inter-purchase-time", "basket-mean", "trend", "return-share"))
                .allSatisfy(name -> assertThat(value(table, name, 1)).isNaN());
    }

    @Test
    void nothing_after_the_moment_is_seen() throws Exception {
        Instant may = Instant.parse("2024-05-01T00:00:00Z");

        FeatureTable table = extract(FeatureCatalogue.declared(), may);

        assertThat(value(table, "frequency", 0)).isEqualTo(2);
        assertThat(value(table, "monetary", 0)).isEqualTo(150);
        assertThat(value(table, "return-share", 0)).isZero();
        assertThat(value(table, "email-opens-90-days", 0)).isZero();
        assertThat(value(table, "tenure", 1)).isNaN();
        try (CustomerHistory history = fixture.open()) {
            assertThat(history.known(Viewpoint.today(may)).toArray()).containsExactly(1);
            assertThat(history.known(Viewpoint.today(JULY)).toArray()).containsExactly(1, 2);
        }
    }

    @Test
    void of_those_asked_about_only_who_is_known_has_features_and_the_same_ones() throws Exception {
        Instant may = Instant.parse("2024-05-01T00:00:00Z");
        fixture.country(3, "FR");
        try (CustomerHistory history = fixture.open()) {
            for (Viewpoint view : List.of(Viewpoint.today(may), Viewpoint.today(JULY))) {
                FeatureTable known = history.extract(FeatureCatalogue.declared(), history.known(view), view);

                FeatureTable asked =
                        history.extractKnown(FeatureCatalogue.declared(), RoaringBitmap.bitmapOf(1, 2, 3), view);

                assertThat(asked.profiles()).isEqualTo(known.profiles());
                assertThat(asked.columns())
                        .extracting(FeatureColumn::values)
                        .containsExactlyElementsOf(known.columns().stream()
                                .map(FeatureColumn::values)
                                .toList());
            }
        }
    }

    @Test
    void category_shares_and_traits_come_from_the_data() throws Exception {
        try (CustomerHistory history = fixture.open()) {
            assertThat(history.topCategories(5, Viewpoint.today(JULY))).containsExactly("shoes", "tops");
            List<Feature> features = Stream.of("category-share:shoes", "category-share:tops", "trait:country")
                    .map(name -> FeatureCatalogue.find(name, history.traits()).orElseThrow())
                    .toList();

            FeatureTable table = history.extract(features, RoaringBitmap.bitmapOf(1, 2), Viewpoint.today(JULY));

            assertThat(value(table, "category-share:shoes", 0)).isCloseTo(250f / 300, offset(1e-5f));
            assertThat(value(table, "category-share:tops", 0)).isCloseTo(50f / 300, offset(1e-5f));
            assertThat(value(table, "category-share:shoes", 1)).isNaN();
            assertThat(table.column("trait:country").orElseThrow().category(0)).hasValue("DE");
            assertThat(table.column("trait:country").orElseThrow().category(1)).isEmpty();
        }
    }

    @Test
    void a_category_that_looks_like_sql_is_only_a_category() throws Exception {
        String hostile = "shoes') or 1=1 --";
        fixture.order(3, Instant.parse("2024-06-01T00:00:00Z"), 7, "x", hostile, 1, 40);
        try (CustomerHistory history = fixture.open()) {
            Feature share =
                    FeatureCatalogue.find("category-share:" + hostile, Map.of()).orElseThrow();

            FeatureTable table = history.extract(List.of(share), RoaringBitmap.bitmapOf(1, 3), Viewpoint.today(JULY));

            assertThat(value(table, share.name(), 0)).isZero();
            assertThat(value(table, share.name(), 1)).isEqualTo(1);
        }
    }

    @Test
    void a_label_window_is_open_at_its_start_and_closed_at_its_end() throws Exception {
        Instant april = Instant.parse("2024-04-11T00:00:00Z");
        try (CustomerHistory history = fixture.open()) {
            assertThat(history.whoDid(Deed.of("Order Completed"), april, JULY).toArray())
                    .containsExactly(1);
            assertThat(history.whoDid(Deed.of("Order Completed"), april, Instant.parse("2024-06-20T00:00:00Z"))
                            .toArray())
                    .isEmpty();
            assertThat(history.whoDid(Deed.of("Order Completed"), april.minusSeconds(1), april)
                            .toArray())
                    .containsExactly(1);
            assertThat(history.span(JULY))
                    .hasValue(new CustomerHistory.Span(
                            Instant.parse("2024-01-02T00:00:00Z"), Instant.parse("2024-06-30T12:00:00Z")));
        }
    }

    private FeatureTable extract(List<Feature> features, Instant asOf) throws Exception {
        try (CustomerHistory history = fixture.open()) {
            return history.extract(features, RoaringBitmap.bitmapOf(1, 2), Viewpoint.today(asOf));
        }
    }

    private static float value(FeatureTable table, String feature, int row) {
        return table.column(feature).orElseThrow().value(row);
    }
}
