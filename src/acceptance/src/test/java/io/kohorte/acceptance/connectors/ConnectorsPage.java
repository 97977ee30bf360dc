// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance.connectors;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Score cards as a page that people read. */
final class ConnectorsPage {

    private static final String HEAD =
            """
            # Connectors

            Made from the score cards of the certification kit; a test holds it. What a connector can do was seen on a fake of its vendor that answers soundly, late, wrongly, and not at all; what it does not claim was seen to be refused. *Replaces all*: a sync can send everybody instead of changes. *Faults*: how many of the wire's and the vendor's faults were played, each called by its right name, and nothing sent again.

            | connector | kind | enters | changes | leaves | replaces all | refusals | creates audiences | erases | feedback | rows a batch | faults |
            |---|---|---|---|---|---|---|---|---|---|---|---|
            """;

    private ConnectorsPage() {}

    static String of(List<JsonNode> cards) {
        List<JsonNode> sorted = cards.stream()
                .sorted(Comparator.comparing(
                                (JsonNode card) -> card.path("category").asText())
                        .thenComparing(card -> card.path("name").asText()))
                .toList();
        return HEAD
                + sorted.stream().map(ConnectorsPage::row).collect(Collectors.joining())
                + "\n## What is not covered, and why\n"
                + sorted.stream().map(ConnectorsPage::notCovered).collect(Collectors.joining())
                + "\n## Held against the vendor's own description\n\n"
                + sorted.stream()
                        .filter(card -> card.has("vendorDescription"))
                        .map(card -> "- " + card.path("name").asText()
                                + ": every request of the kit passes its OpenAPI document\n")
                        .collect(Collectors.joining());
    }

    private static String row(JsonNode card) {
        List<String> can = texts(card.path("can"));
        return "| [%s](guide/%s.md) | %s | %s | %s | %s | %s | %s | %s | %s | %s | %,d | %s |\n"
                .formatted(
                        card.path("name").asText(),
                        card.path("connector").asText(),
                        card.path("category").asText().toLowerCase(Locale.ROOT),
                        yes(can.contains("ADD")),
                        yes(can.contains("UPSERT_FIELDS")),
                        yes(can.contains("REMOVE")),
                        yes(can.contains("FULL_REPLACE")),
                        can.contains("PER_RECORD_STATUS")
                                ? "by row"
                                : can.contains("COUNTS_ONLY") ? "counted" : "whole batch",
                        can.contains("CREATE_AUDIENCE")
                                ? "yes" + (can.contains("DELETE_AUDIENCE") ? ", and removes them" : "")
                                : "–",
                        yes(can.contains("ERASE")),
                        feedback(can),
                        card.path("limits").path("rowsPerBatch").asInt(),
                        faults(card));
    }

    private static String faults(JsonNode card) {
        int seen = card.path("faults").size();
        int all = seen + card.path("faultsNotSeen").size();
        return seen == all ? "all " + all : seen + " of " + all;
    }

    private static String feedback(List<String> can) {
        List<String> ways = new ArrayList<>();
        Map.of("FEEDBACK_PUSH", "told", "FEEDBACK_PULL", "asked for", "CAMPAIGN_FIGURES", "figures of campaigns")
                .forEach((name, way) -> {
                    if (can.contains(name)) {
                        ways.add(way);
                    }
                });
        return ways.isEmpty() ? "–" : ways.stream().sorted().collect(Collectors.joining(", "));
    }

    private static String notCovered(JsonNode card) {
        List<String> sentences = texts(card.path("notCovered"));
        return sentences.isEmpty()
                ? ""
                : "\n**" + card.path("name").asText() + "**\n\n"
                        + sentences.stream()
                                .map(sentence -> "- " + sentence + "\n")
                                .collect(Collectors.joining());
    }

    private static String yes(boolean it) {
        return it ? "yes" : "–";
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
