// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.braze;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.CampaignFigures;
import io.kohorte.spi.ConnectorException;
import io.kohorte.toolkit.http.BadResponse;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;

/**
 * One day of a series, summed over channels, variations and, of a Canvas, steps. Figures of nought are left out: Braze lists
 * each channel with every count it knows.
 */
final class CountedDay {

    /** Counts inside a channel, by Braze's name, to ours. */
    private static final Map<String, String> COUNTS = Map.ofEntries(
            Map.entry("sent", "sent"),
            Map.entry("delivered", "delivered"),
            Map.entry("impressions", "impressions"),
            Map.entry("opens", "opens"),
            Map.entry("total_opens", "opens"),
            Map.entry("unique_opens", "unique_opens"),
            Map.entry("clicks", "clicks"),
            Map.entry("body_clicks", "clicks"),
            Map.entry("unique_clicks", "unique_clicks"),
            Map.entry("bounces", "bounces"),
            Map.entry("unsubscribes", "unsubscribes"),
            Map.entry("reported_spam", "complaints"));

    private final LocalDate day;
    private final Map<String, BigDecimal> figures = new TreeMap<>();

    /** @param node an entry of a series of a campaign or a Canvas */
    CountedDay(JsonNode node) {
        day = day(node.path("time"));
        var totals = node.has("total_stats") ? node.path("total_stats") : node;
        add("conversions", totals.path("conversions"));
        add("revenue", totals.path("revenue"));
        add("entries", totals.path("entries"));
        add("recipients", totals.path("unique_recipients"));
        messages(node.path("messages"));
        node.path("step_stats").forEach(step -> messages(step.path("messages")));
    }

    boolean isWithin(LocalDate first, LocalDate last) {
        return !day.isBefore(first) && !day.isAfter(last);
    }

    Map<String, BigDecimal> figures() {
        return figures;
    }

    CampaignFigures of(String id, String name, String currency) {
        return new CampaignFigures(id, name, day, figures, figures.containsKey("revenue") ? currency : "");
    }

    private void messages(JsonNode channels) {
        for (var channel : channels) {
            for (var variation : channel) {
                COUNTS.forEach((theirs, ours) -> add(ours, variation.path(theirs)));
            }
        }
    }

    private void add(String name, JsonNode count) {
        if (count.isNumber() && count.decimalValue().signum() != 0) {
            figures.merge(name, count.decimalValue(), BigDecimal::add);
        }
    }

    private static LocalDate day(JsonNode time) {
        var text = time.asText("");
        try {
            return LocalDate.parse(text.length() > 10 ? text.substring(0, 10) : text);
        } catch (DateTimeException unreadable) {
            throw bad("with figures of no day");
        }
    }

    static ConnectorException bad(String how) {
        return BadResponse.of("Braze", how);
    }
}
