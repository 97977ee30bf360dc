// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.demo.receiver.Arrival;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Watches what comes in at one vendor for what no final state shows: messages that change under their id, people sent after
 * they said no, and, at a vendor that forgets, anything done twice without a person's word.
 */
final class Witness {

    private final String vendor;
    private final boolean forgetful;
    private final Withdrawals withdrawals;
    private final Map<String, Boolean> audiences = new HashMap<>();
    private final Map<String, JsonNode> messages = new HashMap<>();
    private final Map<String, Seen> lastRows = new HashMap<>();
    private final Set<String> everSent = new HashSet<>();
    private final List<String> findings = new ArrayList<>();
    private final Set<String> repetitionWanted = new HashSet<>();
    private boolean allWanted;
    private boolean blind;

    Witness(String vendor, boolean forgetful, Withdrawals withdrawals) {
        this.vendor = vendor;
        this.forgetful = forgetful;
        this.withdrawals = withdrawals;
    }

    synchronized void serve(String audience, boolean asksForConsent) {
        audiences.put(audience, asksForConsent);
    }

    synchronized void saw(Arrival arrival) {
        if (arrival.fate() == Arrival.Fate.UNREAD) {
            lastRows.clear();
            return;
        }
        JsonNode before = messages.putIfAbsent(arrival.id(), arrival.message());
        if (before != null && !before.equals(arrival.message())) {
            findings.add("%s got two messages under the id %s: %s%n    and then %s"
                    .formatted(vendor, arrival.id(), before, arrival.message()));
        }
        String audience =
                arrival.message().path("data").path("audience").path("key").asText();
        for (JsonNode row : arrival.message().path("data").path("changes")) {
            if (!row.path("change").asText().equals("EXITED")) {
                entered(arrival, audience, row);
            }
        }
        if (forgetful && !blind) {
            done(arrival, audience);
        }
    }

    /**
     * While the line is bad, messages get lost on it. Between two removals of somebody there may have been an addition that nobody saw, so
     * nothing can be told of what was done twice.
     */
    synchronized void blind(boolean now) {
        blind = now;
        lastRows.clear();
    }

    private void entered(Arrival arrival, String audience, JsonNode row) {
        everSent.add(audience + "/" + row.path("profileId").asText());
        String userId = row.path("identifiers").path("user_id").asText();
        withdrawals
                .overdue(userId, audiences.getOrDefault(audience, true))
                .ifPresent(late -> findings.add("%s got %s (%s) %,d ms after the no, in message %s, %s"
                        .formatted(
                                vendor,
                                userId,
                                row.path("change").asText(),
                                late.toMillis(),
                                arrival.id(),
                                arrival.fate())));
    }

    private void done(Arrival arrival, String audience) {
        Set<Integer> notTaken = new HashSet<>();
        arrival.answer()
                .path("results")
                .forEach(result -> notTaken.add(result.path("index").asInt()));
        int index = 0;
        for (ObjectNode row : rows(arrival)) {
            boolean taken = arrival.fate() == Arrival.Fate.APPLIED && !notTaken.contains(index++);
            Seen now = new Seen(row, taken);
            String profile = row.path("profileId").asText();
            Seen before = lastRows.put(audience + "/" + profile, now);
            if (taken && now.equals(before) && !allWanted && !repetitionWanted.contains(profile)) {
                findings.add("%s did %s for profile %s twice, and no person had asked for it (message %s)"
                        .formatted(
                                vendor,
                                row.path("change").asText(),
                                row.path("profileId").asText(),
                                arrival.id()));
            }
        }
    }

    /** A row without its place in the message, and whether it was done. */
    private record Seen(JsonNode row, boolean taken) {}

    private static List<ObjectNode> rows(Arrival arrival) {
        List<ObjectNode> rows = new ArrayList<>();
        for (JsonNode row : arrival.message().path("data").path("changes")) {
            ObjectNode content = row.deepCopy();
            content.remove("index");
            rows.add(content);
        }
        return rows;
    }

    /** A person decided, in this round, to send everybody again. */
    synchronized void repetitionIsWanted() {
        allWanted = true;
    }

    /** A person decided, in this round, to send these again, who may be there or not. */
    synchronized void repetitionIsWanted(Set<String> profiles) {
        repetitionWanted.addAll(profiles);
    }

    /** Whether a member was ever told to this vendor, taken or not. */
    synchronized boolean everSaw(String audience, String profile) {
        return everSent.contains(audience + "/" + profile);
    }

    /** What was seen since the last call. */
    synchronized List<String> findings() {
        List<String> seen = List.copyOf(findings);
        findings.clear();
        messages.clear();
        repetitionWanted.clear();
        allWanted = false;
        return seen;
    }
}
