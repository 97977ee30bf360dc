// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.core.event.EventFact;
import io.kohorte.core.event.EventKey;
import io.kohorte.core.event.Intake;
import io.kohorte.core.event.Observation;
import io.kohorte.core.feature.FeatureCatalogue;
import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.platform.HandClock;
import io.kohorte.core.profile.Identity;
import io.kohorte.core.profile.IdentityLimits;
import io.kohorte.core.profile.Link;
import io.kohorte.core.profile.ProfileDatabase;
import io.kohorte.core.profile.ProfileLedger;
import io.kohorte.core.profile.Traits;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.roaringbitmap.RoaringBitmap;

/** The law of replay: how things stood at a moment is the same whether one asks at that moment or long after it. */
class ViewpointTest {

    private static final Instant CONNECTED = Instant.parse("2024-03-01T00:00:00Z");
    private static final long SHOP = 1;
    private static final long CONVERSIONS = 0;

    @TempDir
    private Path folder;

    private final HandClock clock = new HandClock(CONNECTED);
    private ProfileDatabase database;
    private Intake intake;
    private Replica replica;
    private int messages;

    @BeforeEach
    void a_shop_that_was_connected_in_march() throws SQLException {
        database = ProfileDatabase.empty();
        database.run("insert into source (id, name, kind, created_at) values (1, 'shop', 'file', '" + CONNECTED + "')");
        intake = new Intake(database.source(), clock, new ProfileLedger(IdentityLimits.standard()), new Traits(10));
        replica = new Replica(database.source(), folder.resolve("analytics.duckdb"), "500MB", clock, advanced -> {});
    }

    @AfterEach
    void close() {
        replica.close();
    }

    @Test
    void what_is_told_late_changes_today_but_not_what_was_known_then() throws SQLException {
        Instant april = CONNECTED.plus(Duration.ofDays(31));
        clock.set(april.minus(Duration.ofDays(10)));
        take(order("ann", clock.instant().minusSeconds(60), SHOP));
        clock.set(april.plus(Duration.ofDays(4)));
        take(order("ann", april.minus(Duration.ofDays(1)), SHOP));
        take(order("ben", april.minus(Duration.ofDays(2)), CONVERSIONS));

        assertThat(orders(Viewpoint.then(april))).containsOnly(Map.entry(1, 1f));
        assertThat(orders(Viewpoint.today(april))).containsOnly(Map.entry(1, 2f), Map.entry(2, 1f));
        assertThat(orders(Viewpoint.then(clock.instant()))).isEqualTo(orders(Viewpoint.today(april)));
    }

    @Test
    void history_loaded_on_the_first_day_was_known_when_it_happened() throws SQLException {
        Instant christmas = Instant.parse("2023-12-24T18:00:00Z");
        clock.set(CONNECTED.plus(Duration.ofHours(2)));
        take(order("ann", christmas, SHOP));
        take(order("ben", christmas, CONVERSIONS));
        take(order("cyd", CONNECTED, SHOP));

        assertThat(orders(Viewpoint.then(christmas))).containsOnly(Map.entry(1, 1f));
        assertThat(orders(Viewpoint.then(CONNECTED))).containsOnly(Map.entry(1, 1f));
        assertThat(orders(Viewpoint.then(clock.instant()))).containsOnlyKeys(1, 2, 3);
    }

    @Test
    void what_a_visitor_did_is_known_of_a_customer_from_the_login_on() throws SQLException {
        clock.set(CONNECTED.plus(Duration.ofDays(1)));
        take(order("ann", clock.instant(), SHOP));
        take(order(new Identity("anonymous_id", "cookie"), clock.instant(), SHOP));
        Instant before = clock.instant().plus(Duration.ofDays(1));
        clock.set(clock.instant().plus(Duration.ofDays(2)));
        intake.take(List.of(login("ann", "cookie")));

        assertThat(orders(Viewpoint.then(before))).containsOnly(Map.entry(1, 1f));
        assertThat(orders(Viewpoint.today(before))).containsOnly(Map.entry(1, 2f));
        assertThat(orders(Viewpoint.then(clock.instant()))).containsOnly(Map.entry(1, 2f));
    }

    @Test
    void every_feature_is_the_same_asked_then_and_asked_later_whatever_comes_in_between() throws SQLException {
        Random random = new Random(20241122);
        clock.set(CONNECTED);
        List<Observation> history = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            history.add(order("c" + random.nextInt(40), before(CONNECTED, random, 300), SHOP));
        }
        intake.take(history);
        Map<Instant, Map<Integer, List<Float>>> asked = new LinkedHashMap<>();
        for (int day = 1; day <= 60; day++) {
            clock.set(CONNECTED.plus(Duration.ofDays(day)));
            List<Observation> news = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Instant at = before(clock.instant(), random, Math.min(day, 20));
                boolean visits = random.nextInt(4) == 0;
                Identity who = visits
                        ? new Identity("anonymous_id", "v" + random.nextInt(20))
                        : customer("c" + random.nextInt(60));
                news.add(order(who, at, random.nextInt(3) == 0 ? CONVERSIONS : SHOP));
            }
            intake.take(news);
            if (day % 7 == 0) {
                intake.take(List.of(login("c" + random.nextInt(60), "v" + random.nextInt(20))));
            }
            if (day % 5 == 0 && day < 50) {
                asked.put(clock.instant(), features(Viewpoint.today(clock.instant())));
            }
        }

        replica.catchUp();
        asked.forEach((moment, answer) -> {
            Map<Integer, List<Float>> later = features(Viewpoint.then(moment));
            answer.keySet().retainAll(alive());
            assertThat(later).as("as of " + moment).isEqualTo(answer);
            assertThat(features(Viewpoint.today(moment))).isNotEqualTo(answer).hasSizeGreaterThan(30);
        });
    }

    private Map<Integer, Float> orders(Viewpoint view) {
        Map<Integer, Float> orders = new LinkedHashMap<>();
        features(view).forEach((profile, values) -> orders.put(profile, values.get(position("frequency"))));
        return orders;
    }

    private static int position(String feature) {
        return FeatureCatalogue.declared().stream()
                .map(one -> one.name())
                .sorted()
                .toList()
                .indexOf(feature);
    }

    /** Values in the order of the features' names, of everybody known. */
    private Map<Integer, List<Float>> features(Viewpoint view) {
        replica.catchUp();
        try (CustomerHistory history = new CustomerHistory(replica.open())) {
            FeatureTable table = history.extract(FeatureCatalogue.declared(), history.known(view), view);
            Map<Integer, List<Float>> features = new LinkedHashMap<>();
            for (int row = 0; row < table.size(); row++) {
                List<Float> values = new ArrayList<>();
                for (FeatureColumn column : table.columns()) {
                    values.add(column.value(row));
                }
                features.put(table.profile(row), values);
            }
            return features;
        }
    }

    /** A profile that was merged since is no more, and its past with it. */
    private List<Integer> alive() {
        try (ReplicaSession session = replica.open()) {
            RoaringBitmap all = session.bitmap(
                    org.jooq.impl.DSL.select(ReplicaTables.PROFILE_NUMBER).from(ReplicaTables.PROFILE));
            return java.util.stream.IntStream.of(all.toArray()).boxed().toList();
        }
    }

    private static Instant before(Instant moment, Random random, int days) {
        return moment.minusSeconds(
                1 + random.nextInt((int) Duration.ofDays(days).toSeconds()));
    }

    private static Identity customer(String name) {
        return new Identity("customer_id", name);
    }

    private void take(Observation observation) throws SQLException {
        intake.take(List.of(observation));
    }

    private Observation order(String customer, Instant at, long source) {
        return order(customer(customer), at, source);
    }

    private Observation order(Identity who, Instant at, long source) {
        ObjectNode nothing = JsonNodeFactory.instance.objectNode();
        String id = "m" + ++messages;
        return new Observation(
                source,
                Optional.of(EventKey.ofMessage(source, id)),
                Link.seen(List.of(who), "test"),
                nothing,
                Map.of(),
                at,
                new EventFact("Order Completed", at, id, null, null, 1.0, 10.0, nothing));
    }

    private Observation login(String customer, String visitor) {
        return new Observation(
                SHOP,
                Optional.of(EventKey.ofMessage(SHOP, "m" + ++messages)),
                Link.seen(List.of(customer(customer), new Identity("anonymous_id", visitor)), "identify"),
                JsonNodeFactory.instance.objectNode(),
                Map.of(),
                clock.instant(),
                null);
    }
}
