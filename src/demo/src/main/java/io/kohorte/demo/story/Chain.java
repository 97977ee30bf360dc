// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.story;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.demo.client.Api;
import io.kohorte.demo.receiver.Member;
import io.kohorte.demo.story.Deliveries.Sync;
import io.kohorte.demo.story.Segments.Segment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** From profiles in the application to audiences at the receiver: two models, three segments, three syncs. */
public final class Chain {

    private final Stage stage;
    private final ChainPlan plan;
    private final Learning learning;
    private final Segments segments;
    private final Deliveries deliveries;
    private final Map<Sync, String> audiences = new LinkedHashMap<>();
    private final Map<Segment, Set<String>> made = new LinkedHashMap<>();
    private long clustering;
    private long prediction;
    private long destination;

    public Chain(Stage stage, ChainPlan plan) {
        this.stage = stage;
        this.plan = plan;
        this.learning = new Learning(stage);
        this.segments = new Segments(stage);
        this.deliveries = new Deliveries(stage);
    }

    /** @return the report of the clusters found */
    public JsonNode findClusters() {
        clustering = learning.clustering("Customer groups");
        JsonNode report = learning.report(clustering, learning.train("finding groups", clustering));
        learning.tellClusters(report);
        return report;
    }

    /** @return the report of the prediction */
    public JsonNode predict() {
        prediction = learning.prediction(
                "Buys again within " + plan.withinDays() + " days", plan.event(), plan.withinDays());
        JsonNode version = learning.train("learning who buys again", prediction);
        JsonNode report = learning.report(prediction, version);
        learning.tellPrediction(report);
        learning.tellDecision("Buys again", version);
        return report;
    }

    /** One segment of each kind; the cluster is the one that spends most. */
    public void makeSegments(JsonNode clusters) {
        JsonNode richest = richest(clusters);
        keep(segments.make(plan.ruleName(), "rule", plan.rule()));
        keep(segments.make(
                "Most likely to buy again", "prediction", Api.object("{'score':" + prediction + ",'top':0.2}")));
        keep(segments.make(
                "Group: " + richest.path("name").path("en").asText(),
                "cluster",
                Api.object("{'cluster':" + clustering + ",'in':["
                        + richest.path("number").asInt() + "]}")));
        tellSizes();
    }

    private void keep(Segment segment) {
        made.put(segment, segments.members(segment));
    }

    private static JsonNode richest(JsonNode report) {
        JsonNode best = report.path("clusters").path(0);
        for (JsonNode cluster : report.path("clusters")) {
            if (spending(cluster) > spending(best)) {
                best = cluster;
            }
        }
        return best;
    }

    private static double spending(JsonNode cluster) {
        for (JsonNode feature : cluster.path("features")) {
            if (feature.path("name").asText().equals("monetary")) {
                return feature.path("mean").asDouble();
            }
        }
        return 0;
    }

    private void tellSizes() {
        made.forEach((segment, members) -> stage.teller().say("%-45s %,7d customers", segment.name(), members.size()));
    }

    public void connect() {
        destination = deliveries.destination("Demonstration receiver", 100);
        deliveries.check(destination);
        stage.teller()
                .say(
                        "%s answers and accepts our signature; every message is signed as Standard Webhooks say.",
                        stage.receiver().hook());
        for (Segment segment : made.keySet()) {
            audiences.put(deliveries.sync(segment, destination, plan.matchKey(), plan.fields(), plan.purpose()), "");
        }
    }

    public void deliverFirst() {
        for (Sync sync : List.copyOf(audiences.keySet())) {
            deliveries.dryRun(sync);
            Set<String> before = stage.receiver().audiences();
            deliveries.run(sync);
            Set<String> fresh = new TreeSet<>(stage.receiver().audiences());
            fresh.removeAll(before);
            fresh.forEach(key -> audiences.put(sync, key));
        }
    }

    /** @return the runs, in the order of the syncs */
    public List<JsonNode> deliverAgain() {
        List<JsonNode> runs = new ArrayList<>();
        audiences.keySet().forEach(sync -> runs.add(deliveries.run(sync)));
        return runs;
    }

    /** Trains both models anew and evaluates every segment with whatever is champion then. */
    public void retrain() {
        learning.tellDecision("Customer groups", learning.train("finding groups again", clustering));
        JsonNode version = learning.train("learning again who buys", prediction);
        learning.tellPrediction(learning.report(prediction, version));
        learning.tellDecision("Buys again", version);
    }

    /** Evaluates all segments and tells who came and went since they were made. */
    public void moveSegments() {
        made.replaceAll((segment, before) -> {
            segments.evaluate(segment);
            Set<String> after = segments.members(segment);
            stage.teller()
                    .say(
                            "%-45s %,7d → %,d customers: %,d entered, %,d left",
                            segment.name(),
                            before.size(),
                            after.size(),
                            without(after, before),
                            without(before, after));
            return after;
        });
    }

    private static long without(Set<String> some, Set<String> others) {
        return some.stream().filter(one -> !others.contains(one)).count();
    }

    public List<Balance> balances() {
        List<Balance> balances = new ArrayList<>();
        audiences.forEach((sync, key) -> balances.add(Balance.struck(
                stage,
                sync,
                segments.members(sync.segment()),
                stage.receiver().members(key),
                plan.matchKey(),
                plan.purpose())));
        return balances;
    }

    /** The table at the end of a delivery; true when every difference has a reason. */
    public boolean tellBalances() {
        boolean even = true;
        stage.teller().say("%-45s %9s %9s %13s %11s", "segment", "wanted", "there", "with reason", "difference");
        for (Balance balance : balances()) {
            int explained = balance.reasons().values().stream()
                    .mapToInt(Integer::intValue)
                    .sum();
            stage.teller()
                    .say(
                            "%-45s %,9d %,9d %,13d %,11d",
                            balance.segment(),
                            balance.wanted(),
                            balance.there(),
                            explained,
                            balance.unexplained().size() + balance.foreign().size());
            balance.reasons().forEach((reason, count) -> stage.teller().say("    %,d × %s", count, reason));
            even &= balance.even();
        }
        return even;
    }

    /** Everybody the receiver has, in any audience. */
    public List<Member> reached() {
        List<Member> reached = new ArrayList<>();
        audiences
                .values()
                .forEach(key -> reached.addAll(stage.receiver().members(key).values()));
        return reached;
    }

    public long destination() {
        return destination;
    }

    public long clustering() {
        return clustering;
    }

    public long prediction() {
        return prediction;
    }

    /** The syncs, in the order of their segments: rule, prediction, cluster. */
    public List<Sync> syncs() {
        return List.copyOf(audiences.keySet());
    }

    /** The receiver's members of what this sync delivers. */
    public Map<String, Member> audience(Sync sync) {
        return stage.receiver().members(audiences.getOrDefault(sync, ""));
    }
}
