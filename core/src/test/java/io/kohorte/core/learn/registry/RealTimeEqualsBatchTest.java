// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import static io.kohorte.core.platform.Api.admin;
import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.core.analytics.Audience;
import io.kohorte.core.analytics.Replica;
import io.kohorte.core.condition.ModelId;
import io.kohorte.core.condition.SegmentId;
import io.kohorte.core.segment.Segment;
import io.kohorte.core.segment.SegmentEvaluation;
import io.kohorte.core.segment.SegmentStore;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.roaringbitmap.RoaringBitmap;

/**
 * A month comes in over HTTP, a few messages at a time, and again as files of a week each; the same people are in the same segments with the
 * same scores. In the first world nobody asks anew: segments and scores follow by themselves. In the second nothing follows by itself: after each
 * file everybody is scored and every segment evaluated.
 */
@QuarkusTest
@TestProfile(StandingClock.Profile.class)
@Timeout(420)
class RealTimeEqualsBatchTest {

    private static final Duration WEEK = Duration.ofDays(7);

    private final Map<String, SegmentId> segments = new LinkedHashMap<>();

    /** Segments that time alone moves people into and out of. */
    private final Set<String> sliding = new HashSet<>();

    private final Map<String, ModelId> models = new LinkedHashMap<>();

    @Inject
    StandingClock clock;

    @Inject
    ScoredShop shop;

    @Inject
    Replica replica;

    @Inject
    Audience audience;

    @Inject
    SegmentStore store;

    @Inject
    SegmentEvaluation evaluation;

    @Inject
    Promotion promotion;

    @Inject
    EntityManager entities;

    /** Who is in which segment, and with which score of which model; customers by all their names. */
    record World(Map<String, Set<String>> members, Map<String, Map<String, Double>> scores) {}

    @Test
    void everyMembershipAndEveryScoreIsTheSame() throws Exception {
        List<Month.Arrival> month = Month.after(StandingClock.BEGIN);
        shop.open();
        train();
        defineSegments();

        Map<Instant, World> live = live(month);
        Map<Instant, World> batch = batch(month);

        assertThat(segments.keySet()).allSatisfy(name -> assertThat(live.values())
                .extracting(world -> world.members().get(name))
                .as("people move in and out of %s", name)
                .anySatisfy(members -> assertThat(members).isNotEmpty())
                .satisfies(weeks -> assertThat(Set.copyOf(weeks)).hasSizeGreaterThan(1)));
        assertThat(live.keySet()).hasSize(6).isEqualTo(batch.keySet());
        live.forEach((at, world) -> {
            world.members().forEach((segment, members) -> assertThat(members)
                    .as("%s at %s", segment, at)
                    .isEqualTo(batch.get(at).members().get(segment)));
            world.scores().forEach((model, scores) -> assertThat(scores)
                    .as("%s at %s", model, at)
                    .isEqualTo(batch.get(at).scores().get(model)));
        });
    }

    private Map<Instant, World> live(List<Month.Arrival> month) throws Exception {
        String key = shop.door();
        Map<Instant, World> worlds = new TreeMap<>();
        Instant week = StandingClock.BEGIN.plus(WEEK);
        awaitNoDifference(shop.profiles("select number from profile"), "at the beginning");
        for (Month.Arrival arrival : month) {
            while (arrival.at().isAfter(week)) {
                worlds.put(week, afterTheRoundAt(week));
                week = week.plus(WEEK);
            }
            clock.set(arrival.at());
            ScoredShop.post(
                    key, arrival.messages().stream().map(Month.Message::tracked).toList());
            awaitNoDifference(whoDidSomething(arrival), "at " + arrival.at());
        }
        for (; worlds.size() < 6; week = week.plus(WEEK)) {
            worlds.put(week, afterTheRoundAt(week));
        }
        assertThat(worlds.get(week.minus(WEEK)).members().get("two orders in a week"))
                .as("a week without an event")
                .isEmpty();
        assertThat(segments.values()).allSatisfy(id -> assertThat(store.history(id))
                .extracting(version -> version.cause())
                .as("nobody asked anew")
                .isSubsetOf("saved", "change", "schedule"));
        return worlds;
    }

    private World afterTheRoundAt(Instant at) {
        clock.set(at);
        awaitNoDifference(shop.profiles("select number from profile"), "after the round at " + at);
        return world();
    }

    private Map<Instant, World> batch(List<Month.Arrival> month) throws Exception {
        try (ScoredShop.Seat seat = shop.seat()) {
            assertThat(seat).isNotNull();
            shop.open();
            int events = ImportedFile.source(
                    """
                    {"identities":{"user_id":"user","anonymous_id":"visitor"},
                     "event":{"name":{"column":"event"},"at":"at","messageId":"message","orderRef":"order","amount":"amount"}}""");
            int people = ImportedFile.source(
                    """
                    {"identities":{"user_id":"user","anonymous_id":"visitor"},"traits":{"plan":"plan","country":"country"}}""");
            Map<Instant, World> worlds = new TreeMap<>();
            for (Instant week = StandingClock.BEGIN.plus(WEEK); worlds.size() < 6; week = week.plus(WEEK)) {
                Instant end = week;
                clock.set(end);
                List<Month.Arrival> arrived = month.stream()
                        .filter(arrival ->
                                !arrival.at().isAfter(end) && arrival.at().isAfter(end.minus(WEEK)))
                        .toList();
                if (!arrived.isEmpty()) {
                    ImportedFile.read(events, Month.events(arrived));
                    ImportedFile.read(people, Month.people(arrived));
                }
                models.values().forEach(id -> promotion.promote(id, shop.champion(id), "test"));
                evaluation.evaluateAll("batch");
                worlds.put(end, world());
            }
            return worlds;
        }
    }

    private void train() {
        models.put(
                "groups",
                shop.trained(Map.of(
                        "name",
                        "Groups",
                        "kind",
                        "clustering",
                        "features",
                        List.of("recency", "frequency", "basket-mean"))));
        Map<String, Object> target = Map.of("event", "Order Completed", "withinDays", 60);
        models.put("buys again", shop.trained(Map.of("name", "Buys again", "kind", "prediction", "target", target)));
        models.put("worth", shop.trained(Map.of("name", "Worth", "kind", "value", "target", target)));
        long german = segment("Germans", "{'trait':'country','op':'equals','value':'DE'}", false)
                .value();
        models.put(
                "leaves",
                shop.trained(Map.of(
                        "name",
                        "Leaves",
                        "kind",
                        "prediction",
                        "segment",
                        german,
                        "features",
                        List.of("orders-90-days"),
                        "target",
                        Map.of("event", "Order Completed", "withinDays", 60, "negate", true))));
        assertThat(List.of(learner(models.get("buys again")), learner(models.get("leaves"))))
                .as("both kinds of scorers")
                .containsExactlyInAnyOrder("logistic", "random-forest");
    }

    private static String learner(ModelId id) {
        return admin().get("/api/v1/models/" + id.value() + "/versions")
                .then()
                .extract()
                .path("items[0].metrics.learner");
    }

    private void defineSegments() {
        long buys = models.get("buys again").value();
        long leaves = models.get("leaves").value();
        long groups = models.get("groups").value();
        String order = "'event':'Order Completed','measure'";
        segment(
                "two orders in a week",
                "{" + order + ":'orders','op':'at-least','value':2,'within':{'last':'P7D'}}",
                true);
        segment(
                "much in two weeks",
                "{" + order + ":'amount','op':'at-least','value':150,'within':{'last':'P14D'}}",
                true);
        segment("ordered lately", "{" + order + ":'days-since-last','op':'at-most','value':10}", true);
        segment(
                "gold that sleeps",
                "{'all':[{'trait':'plan','op':'equals','value':'gold'},{'none':[{" + order
                        + ":'count','op':'at-least','value':1,'within':{'last':'P7D'}}]}]}",
                true);
        long gold = segment("gold", "{'trait':'plan','op':'equals','value':'gold'}", false)
                .value();
        segment("looked twice", "{'event':'Product Viewed','measure':'count','op':'at-least','value':2}", false);
        segment("likely", "{'score':" + buys + ",'op':'at-least','value':0.5}", false);
        segment("best tenth", "{'score':" + buys + ",'top':0.1}", false);
        segment("leaving", "{'score':" + leaves + ",'op':'at-least','value':0.5}", false);
        segment("two groups", "{'cluster':" + groups + ",'in':[0,2]}", false);
        segment(
                "likely gold",
                "{'all':[{'segment':" + gold + ",'member':true},{'score':" + buys + ",'op':'at-least','value':0.3}]}",
                false);
    }

    private void awaitNoDifference(RoaringBitmap people, String when) {
        ScoredShop.awaitNone(() -> differing(people), when);
    }

    /** @param people of whom segments that time moves people out of are up to date; all others always are */
    private List<String> differing(RoaringBitmap people) {
        replica.catchUp();
        List<String> differing = new ArrayList<>();
        models.forEach((name, id) -> {
            if (!shop.anew(id).equals(shop.kept(id))) {
                differing.add(name);
            }
        });
        segments.forEach((name, id) -> {
            var definition = QuarkusTransaction.requiringNew().call(() -> entities.find(Segment.class, id.value())
                    .definition()
                    .orElseThrow());
            RoaringBitmap differ = RoaringBitmap.xor(audience.members(definition, clock.instant()), store.members(id));
            if (sliding.contains(name)) {
                differ.and(people);
            }
            if (!differ.isEmpty()) {
                differing.add(name + " " + differ);
            }
        });
        return differing;
    }

    private World world() {
        Map<Integer, String> names = new TreeMap<>();
        shop.read(
                "select profile, string_agg(namespace || ':' || value, ' ' order by namespace, value) from identity group by 1",
                row -> names.put(row.getInt(1), row.getString(2)));
        Map<String, Set<String>> members = new TreeMap<>();
        segments.forEach((name, id) -> members.put(
                name, store.members(id).stream().mapToObj(names::get).collect(Collectors.toSet())));
        Map<String, Map<String, Double>> scores = new TreeMap<>();
        models.forEach((name, id) -> scores.put(
                name,
                shop.kept(id).entrySet().stream()
                        .collect(Collectors.toMap(score -> names.get(score.getKey()), Map.Entry::getValue))));
        return new World(members, scores);
    }

    private RoaringBitmap whoDidSomething(Month.Arrival arrival) {
        String names = arrival.events()
                .map(message -> message.user().isEmpty() ? message.visitor() : message.user())
                .collect(Collectors.joining("','", "'", "'"));
        return shop.profiles("select profile from identity where value in (" + names + ")");
    }

    private SegmentId segment(String name, String definition, boolean slides) {
        SegmentId id = shop.segment(name, definition);
        segments.put(name, id);
        if (slides) {
            sliding.add(name);
        }
        return id;
    }
}
