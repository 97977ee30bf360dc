// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.core.analytics.CustomerHistory;
import io.kohorte.core.analytics.HistoryFixture;
import io.kohorte.core.analytics.Viewpoint;
import io.kohorte.core.feature.Feature;
import io.kohorte.core.feature.FeatureCatalogue;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.learn.Numbers;
import io.kohorte.core.learn.Progress;
import io.kohorte.core.learn.Sampling;
import io.kohorte.core.learn.predict.Check;
import io.kohorte.core.learn.predict.History;
import io.kohorte.core.learn.predict.Labelled;
import io.kohorte.core.learn.predict.PredictionReport;
import io.kohorte.core.learn.predict.PredictionTraining;
import io.kohorte.core.learn.predict.Windows;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.roaringbitmap.RoaringBitmap;

/**
 * A shop where nothing foretells an order: everybody orders by chance. But a destination tells of a click only once its order has come, and
 * dates it to the weeks before.
 */
final class LateFactsTest {
    private static final int CUSTOMERS = 1_200;
    private static final int DAYS = 150;
    private static final int TEST = DAYS - 30;
    private static final Instant OPENED = Instant.parse("2024-01-01T00:00:00Z");
    private static final Duration MONTH = Duration.ofDays(30);
    private static final Target.OfEvent ORDER = new Target.OfEvent("Order Completed", 30, false);
    private static final List<Feature> FEATURES = Stream.of("email-clicks-30-days", "recency", "frequency")
            .map(name -> FeatureCatalogue.find(name, Map.of()).orElseThrow())
            .toList();

    @TempDir
    private Path folder;

    private HistoryFixture shop;
    private CustomerHistory customers;
    private Windows windows;
    private int happened;
    private int toldLater;

    @BeforeEach
    void a_shop_of_chance() throws Exception {
        shop = new HistoryFixture(folder);
        Random random = new Random(7);
        for (int customer = 1; customer <= CUSTOMERS; customer++) {
            shop.event(customer, "Page Viewed", OPENED, 0, null, null, 0, 0);
            happened++;
            for (double day = wait(random); day < DAYS; day += wait(random)) {
                shop.order(customer, at(day), (long) (customer * 1000 + day), "item", "shoes", 1, 40);
                double click = day - 30 * random.nextDouble();
                shop.told(customer, "Email Link Clicked", at(click), at(day + 1));
                happened += (day <= TEST ? 1 : 0) + (click <= TEST ? 1 : 0);
                toldLater += click <= TEST && day + 1 > TEST ? 1 : 0;
            }
        }
        customers = shop.open();
        windows = Windows.plan(OPENED, at(DAYS), MONTH).orElseThrow();
    }

    @AfterEach
    void close() throws Exception {
        customers.close();
        shop.close();
    }

    @Test
    void cut_by_when_they_happened_late_facts_give_the_answer_away() {
        assertThat(report(this::inHindsight).auc()).isGreaterThan(.7);
    }

    @Test
    void cut_by_when_they_became_known_they_do_not() {
        PredictionReport report = report(asKnownThen());

        assertThat(report.auc()).isBetween(.44, .56);
        assertThat(report.checks())
                .filteredOn(check -> check.code().equals("late-facts"))
                .singleElement()
                .satisfies(check -> {
                    assertThat(check.severity()).isEqualTo(Check.Severity.INFO);
                    assertThat(check.sentence().en()).startsWith("%s of what had happened".formatted(toldLater()));
                });
        assertThat(report.checks()).extracting(Check::code).doesNotContain("late-outcomes");
    }

    @Test
    void outcomes_that_come_late_are_counted_when_they_happened_and_said_to_be_late() throws Exception {
        int before = 1_000_000;
        for (int customer = before; customer < before + 60; customer++) {
            shop.event(customer, "Page Viewed", OPENED, 0, null, null, 0, 0);
            for (Instant moment : moments()) {
                shop.told(customer, ORDER.event(), moment.plusSeconds(60), moment.plus(Duration.ofDays(4)));
            }
        }
        customers.close();
        customers = shop.open();

        Labelled test = asKnownThen().at(windows.test(), MONTH);

        for (int row = 0; row < test.size(); row++) {
            if (test.table().profile(row) >= before) {
                assertThat(test.labels()[row]).isTrue();
            }
        }
        assertThat(asKnownThen().checks(windows))
                .filteredOn(check -> check.code().equals("late-outcomes"))
                .singleElement()
                .satisfies(check -> {
                    assertThat(check.severity()).isEqualTo(Check.Severity.WARNING);
                    assertThat(check.sentence().en()).contains("one in twenty reaches us 3 days or more");
                });
    }

    @Test
    void whoever_is_first_sent_to_after_the_moment_is_counted_and_stays_in() {
        Instant latest = windows.training().get(0);
        RoaringBitmap known = customers.known(Viewpoint.then(latest));
        RoaringBitmap before = some(known, 0, 20);
        RoaringBitmap entered = some(known, 20, 50);
        DecisionMoments moments = new DecisionMoments(
                customers,
                FEATURES,
                ORDER,
                customers::known,
                moment -> moment.equals(latest.plus(windows.learned())) ? RoaringBitmap.or(before, entered) : before,
                moment -> new RoaringBitmap());
        long rows = windows.training().stream()
                .mapToLong(moment -> customers.known(Viewpoint.then(moment)).getLongCardinality())
                .sum();

        assertThat(moments.checks(windows))
                .filteredOn(check -> check.code().equals("treated-later"))
                .singleElement()
                .satisfies(check -> {
                    assertThat(check.severity()).isEqualTo(Check.Severity.INFO);
                    assertThat(check.sentence().en())
                            .startsWith(Numbers.percent(30.0 / rows).en())
                            .contains("They are learned from");
                });
        Labelled learned = moments.at(latest, windows.learned());
        assertThat(IntStream.range(0, learned.size()).filter(row -> learned.treated()[row]))
                .as("flagged are those whom an audience held at the moment itself")
                .hasSize(20);
        assertThat(asKnownThen().checks(windows)).extracting(Check::code).doesNotContain("treated-later");
    }

    /** So that what was learned before only these were read is learned again bit by bit. */
    @Test
    void a_sample_is_read_as_if_everybody_had_been_read_before() {
        Instant latest = windows.training().get(0);
        Labelled all = asKnownThen().at(latest, windows.learned());
        int[] rows = Sampling.rows(all.table().profiles(), 300, 42);
        FeatureTable picked = all.table().rows(rows);

        Labelled sample = asKnownThen().sample(latest, windows.learned(), 300, 42);

        assertThat(sample.size()).isEqualTo(300).isLessThan(all.size());
        assertThat(sample.table().profiles()).isEqualTo(picked.profiles());
        for (Feature feature : FEATURES) {
            assertThat(sample.table().column(feature.name()).orElseThrow().values())
                    .isEqualTo(picked.column(feature.name()).orElseThrow().values());
        }
        for (int row = 0; row < rows.length; row++) {
            assertThat(sample.labels()[row]).isEqualTo(all.labels()[rows[row]]);
        }
    }

    private static RoaringBitmap some(RoaringBitmap people, int from, int to) {
        return RoaringBitmap.bitmapOf(Arrays.copyOfRange(people.toArray(), from, to));
    }

    private DecisionMoments asKnownThen() {
        return new DecisionMoments(
                customers,
                FEATURES,
                ORDER,
                customers::known,
                moment -> new RoaringBitmap(),
                moment -> new RoaringBitmap());
    }

    private List<Instant> moments() {
        return Stream.concat(windows.training().stream(), Stream.of(windows.validation(), windows.test()))
                .toList();
    }

    /** Counted by hand, in the words of the check. */
    private String toldLater() {
        return Numbers.percent((double) toldLater / happened).en();
    }

    private static double wait(Random random) {
        return -80 * Math.log(1 - random.nextDouble());
    }

    private static Instant at(double day) {
        return OPENED.plusSeconds((long) (day * 86_400));
    }

    private PredictionReport report(History history) {
        return new PredictionTraining(FEATURES, false, 42)
                .train(windows, history, Progress.SILENT)
                .report();
    }

    /** The mistake. */
    private Labelled inHindsight(Instant decision, Duration horizon) {
        Viewpoint today = Viewpoint.today(decision);
        FeatureTable table = customers.extract(FEATURES, customers.known(today), today);
        RoaringBitmap did = customers.whoDid(ORDER.deed(), decision, decision.plus(horizon));
        boolean[] labels = new boolean[table.size()];
        for (int row = 0; row < labels.length; row++) {
            labels[row] = did.contains(table.profile(row));
        }
        return new Labelled(table, labels, new boolean[labels.length]);
    }
}
