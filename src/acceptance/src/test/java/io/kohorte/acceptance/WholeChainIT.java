// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.demo.client.Api;
import io.kohorte.demo.receiver.Member;
import io.kohorte.demo.receiver.Postback;
import io.kohorte.demo.receiver.Reaction;
import io.kohorte.demo.receiver.Traffic;
import io.kohorte.demo.shop.ShopReport;
import io.kohorte.demo.shop.Truth;
import io.kohorte.demo.story.Balance;
import io.kohorte.demo.story.Campaign;
import io.kohorte.demo.story.Deliveries;
import io.kohorte.demo.story.Deliveries.Sync;
import io.kohorte.demo.story.Segments;
import io.kohorte.demo.story.ShopMappings;
import io.kohorte.demo.story.ShopStory;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** From a shop's files to signed audiences, and back into the models; each test goes on where the one before it ended. */
@ExtendWith(InOpenShop.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Order(1)
class WholeChainIT {

    @Test
    @Order(1)
    void everyRowOfEveryFileIsAccountedFor(OpenShop shop) {
        ShopReport.Dirt dirt = shop.written.dirt();
        assertAddsUp(shop.customers, shop.written.customerRows());
        assertAddsUp(shop.orders, shop.written.orderRows());
        assertAddsUp(shop.events, shop.written.eventRows());
        assertThat(shop.orders.path("invalid").asLong()).isGreaterThanOrEqualTo(dirt.badDates());
        assertThat(shop.orders.path("duplicates").asLong()).isGreaterThanOrEqualTo(dirt.exactDuplicates());
        JsonNode quality = shop.orders.path("quality");
        assertThat(quality.path("withoutIdentity").asLong()).isEqualTo(dirt.withoutCustomer());
        JsonNode usable = quality.path("usablePurchases");
        assertThat(usable.path("rows").asLong()).isEqualTo(shop.written.usableLines());
        assertThat(Math.round(usable.path("revenue").asDouble() * 100)).isEqualTo(shop.written.usableCents());
    }

    private static void assertAddsUp(JsonNode report, long rows) {
        assertThat(report.path("rowsIn").asLong()).isEqualTo(rows);
        assertThat(report.path("accepted").asLong()
                        + report.path("invalid").asLong()
                        + report.path("duplicates").asLong())
                .isEqualTo(rows);
    }

    @Test
    @Order(2)
    void theSameFileTwiceChangesNothing(OpenShop shop) throws IOException {
        JsonNode again = shop.imports
                .bring("Shop orders", "csv", ShopMappings.orders(), shop.files.resolve("orders.csv"))
                .path("report");

        assertThat(again.path("accepted").asLong()).isZero();
        assertThat(again.path("profilesCreated").asLong()).isZero();
        assertThat(again.path("events").asLong()).isZero();
    }

    @Test
    @Order(3)
    void theGroupsFoundHaveToDoWithTheGroupsThatAre(OpenShop shop) {
        Map<String, String> customers = customersByProfile(shop);
        Map<String, Integer> found = new HashMap<>();
        Map<String, String> truth = new HashMap<>();
        for (JsonNode cluster : shop.clusters.path("clusters")) {
            int number = cluster.path("number").asInt();
            for (String profile :
                    membersOf(shop, "cluster", "{'cluster':" + shop.chain.clustering() + ",'in':[" + number + "]}")) {
                Truth real = shop.truth.get(customers.getOrDefault(profile, ""));
                if (real != null) {
                    found.put(profile, number);
                    truth.put(profile, real.archetype());
                }
            }
        }

        assertThat(found).hasSizeGreaterThan(700);
        assertThat(shop.clusters.path("k").asInt()).isBetween(3, 10);
        double agreement = Referee.adjustedRand(found, truth);
        assertThat(agreement).isGreaterThan(0.5);
    }

    @Test
    @Order(4)
    void thePredictionRanksThoseWhoReallyBuyAboveTheOthers(OpenShop shop) {
        Map<String, String> customers = customersByProfile(shop);
        Map<String, Double> scores = new HashMap<>();
        Set<String> buyers = new TreeSet<>();
        customers.forEach((profile, customer) -> {
            Truth real = shop.truth.get(customer);
            for (JsonNode score : shop.stand.api().get("profiles/" + profile).path("scores")) {
                if (score.path("model").asLong() == shop.chain.prediction() && real != null) {
                    scores.put(profile, score.path("value").asDouble());
                    if (real.ordersNext() > 0) {
                        buyers.add(profile);
                    }
                }
            }
        });

        assertThat(scores).hasSizeGreaterThan(700);
        assertThat(Referee.areaUnderCurve(scores, buyers)).isGreaterThan(0.8);
        assertThat(shop.prediction.path("auc").asDouble()).isBetween(0.7, 0.95);
    }

    @Test
    @Order(5)
    void theReceiverHasWhoIsInTheSegmentsAndEveryoneMissingHasAReason(OpenShop shop) {
        List<Balance> balances = shop.chain.balances();

        assertThat(balances).hasSize(3).allSatisfy(balance -> {
            assertThat(balance.unexplained()).isEmpty();
            assertThat(balance.foreign()).isEmpty();
            assertThat(balance.there()).isPositive();
        });
        Traffic traffic = shop.stand.receiver().traffic();
        assertThat(traffic.forged()).isZero();
        assertThat(traffic.refused()).isPositive();
        JsonNode groups = shop.stand
                .api()
                .get("syncs/" + shop.chain.syncs().get(0).id() + "/rejected")
                .path("groups");
        assertThat(groups.path(0).path("message").asText()).contains("bounced");
    }

    @Test
    @Order(6)
    void aSecondRunWithNothingChangedSendsNoRequest(OpenShop shop) {
        Traffic before = shop.stand.receiver().traffic();

        List<JsonNode> runs = shop.chain.deliverAgain();

        assertThat(shop.stand.receiver().traffic().since(before).requests()).isZero();
        assertThat(runs)
                .allSatisfy(run -> assertThat(run.path("state").asText()).startsWith("completed"));
    }

    @Test
    @Order(7)
    void aChangedTraitSendsExactlyThatMember(OpenShop shop) throws IOException {
        Sync rule = shop.chain.syncs().get(0);
        Member member = shop.chain.audience(rule).values().iterator().next();
        String customer = member.fields().get(ShopStory.CUSTOMER_FIELD);
        change(shop, customer, "city", "Bielefeld");

        Traffic before = shop.stand.receiver().traffic();
        runOf(shop, rule);

        Traffic meanwhile = shop.stand.receiver().traffic().since(before);
        assertThat(meanwhile.requests()).isEqualTo(1);
        assertThat(meanwhile.rows()).isEqualTo(1);
        assertThat(shop.chain.audience(rule).get(member.profile()).fields()).containsEntry("city", "Bielefeld");
    }

    @Test
    @Order(8)
    void whoLeavesTheSegmentIsRemovedAndNobodyElse(OpenShop shop) throws IOException {
        Sync rule = shop.chain.syncs().get(0);
        Map<String, Member> there = shop.chain.audience(rule);
        Member member = there.values().iterator().next();
        change(shop, member.fields().get(ShopStory.CUSTOMER_FIELD), "country", "NZ");
        new Segments(shop.stand.stage()).evaluate(rule.segment());

        Traffic before = shop.stand.receiver().traffic();
        runOf(shop, rule);

        assertThat(shop.stand.receiver().traffic().since(before).rows()).isEqualTo(1);
        Set<String> expected = new TreeSet<>(there.keySet());
        expected.remove(member.profile());
        assertThat(shop.chain.audience(rule).keySet()).isEqualTo(expected);
    }

    @Test
    @Order(9)
    void conversionsComeBackOnceAndForgedOnesNever(OpenShop shop) throws Exception {
        Campaign campaign = new Campaign(shop.stand.stage(), shop.truth);
        List<Reaction> reactions = campaign.reactions(shop.chain.reached(), ShopStory.CUSTOMER_FIELD);
        assertThat(reactions).isNotEmpty();

        Map<String, Long> first = campaign.report(shop.chain.destination(), reactions);
        Map<String, Long> again = campaign.report(shop.chain.destination(), reactions);

        assertThat(first).containsEntry("accepted", (long) reactions.size());
        assertThat(again).containsEntry("accepted", 0L);
        Postback forger = new Postback(
                HttpClient.newHttpClient(),
                shop.stand.app().address().resolve("/api/v1/feedback/" + shop.chain.destination()),
                "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                Clock.systemUTC());
        var refused = forger.send("forged", reactions.subList(0, 1));
        assertThat(refused.statusCode()).isIn(401, 403);
        assertThat(refused.headers().firstValue("content-type")).hasValue("application/problem+json");
    }

    @Test
    @Order(10)
    void theNextPeriodMovesTheSegmentsAndOnlyTheDifferenceIsSent(OpenShop shop) throws IOException {
        Path next = shop.files.resolve("next");
        shop.imports.bring("Shop customers", "csv", ShopMappings.customers(), next.resolve("customers.csv"));
        shop.imports.bring("Shop orders", "csv", ShopMappings.orders(), next.resolve("orders.csv"));
        shop.imports.bring("Shop events", "ndjson", ShopMappings.events(), next.resolve("events.ndjson"));
        shop.chain.retrain();
        shop.chain.moveSegments();

        for (Sync sync : shop.chain.syncs()) {
            Map<String, Member> before = shop.chain.audience(sync);
            Traffic traffic = shop.stand.receiver().traffic();
            runOf(shop, sync);
            Map<String, Member> after = shop.chain.audience(sync);
            Traffic meanwhile = shop.stand.receiver().traffic().since(traffic);
            assertThat(meanwhile.rows() - meanwhile.refused())
                    .as(sync.segment().name())
                    .isEqualTo(differing(before, after));
        }
        assertThat(shop.chain.balances()).allMatch(Balance::even);
        Traffic quiet = shop.stand.receiver().traffic();
        shop.chain.deliverAgain();
        assertThat(shop.stand.receiver().traffic().since(quiet).requests()).isZero();
    }

    private static long differing(Map<String, Member> before, Map<String, Member> after) {
        Set<String> all = new TreeSet<>(before.keySet());
        all.addAll(after.keySet());
        return all.stream()
                .filter(who -> !Objects.equals(before.get(who), after.get(who)))
                .count();
    }

    private static void runOf(OpenShop shop, Sync sync) {
        new Deliveries(shop.stand.stage()).run(sync);
    }

    /** A customers' file with one row, in which one cell is new. */
    private static void change(OpenShop shop, String customer, String column, String value) throws IOException {
        List<String> lines = Files.readAllLines(shop.files.resolve("customers.csv"));
        String row = lines.stream()
                .filter(line -> line.startsWith(customer + ","))
                .findFirst()
                .orElseThrow();
        String[] cells = row.split(",", -1);
        cells[List.of(lines.get(0).split(",")).indexOf(column)] = value;
        Path file = shop.stand.folder().resolve("changed-" + column + ".csv");
        Files.write(file, List.of(lines.get(0), String.join(",", cells)));
        shop.imports.bring("Shop customers", "csv", ShopMappings.customers(), file);
    }

    private static Map<String, String> customersByProfile(OpenShop shop) {
        Map<String, String> customers = new HashMap<>();
        Segments.Segment everybody = segment(shop, "rule", "{'trait':'customer_number','op':'exists'}");
        shop.stand
                .api()
                .each(
                        "segments/" + everybody.id() + "/members",
                        item -> customers.put(
                                item.path("profile").asText(),
                                item.path("traits").path("customer_number").asText()));
        return customers;
    }

    private static Set<String> membersOf(OpenShop shop, String kind, String definition) {
        return new Segments(shop.stand.stage())
                .members(segment(shop, kind, definition)).stream().collect(Collectors.toSet());
    }

    private static Segments.Segment segment(OpenShop shop, String kind, String definition) {
        return new Segments(shop.stand.stage()).make("test " + System.nanoTime(), kind, Api.object(definition));
    }
}
