// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.spi.Conversion;
import io.kohorte.spi.Cursor;
import io.kohorte.spi.FeedbackPage;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.toolkit.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Won deals as conversions, in the order in which they changed, each with its first contact. HubSpot's search finds a
 * change some seconds late, so a new poll looks back a few minutes; the deal's id removes doubles.
 */
final class WonDeals {

    static final Duration OVERLAP = Duration.ofMinutes(5);

    /** The search gives 200 a page; reading contacts takes 100. */
    private static final int MOST = 100;

    private final HubspotApi api;
    private final Buyers buyers;
    private final String currency;

    WonDeals(HubspotApi api, Settings settings) {
        this.api = api;
        buyers = new Buyers(
                api,
                settings.text("subjectProperty", "email"),
                settings.text("subjectNamespace", "email"),
                settings.text("contactIdNamespace", Erasure.CONTACT_ID));
        currency = settings.text("currency", "EUR");
    }

    FeedbackPage read(Cursor from, int limit) {
        var place = DealPlace.of(from);
        var page = Math.min(limit, MOST);
        var deals = search(place, page);
        var contacts = buyers.of(deals.stream().map(WonDeal::id).toList());
        var conversions = deals.stream()
                .map(deal -> conversion(deal, contacts.getOrDefault(deal.id(), Buyers.NOBODY)))
                .toList();
        var full = deals.size() >= page;
        var next = full ? place.after(deals.get(deals.size() - 1)) : place.atEndOf(deals, OVERLAP);
        return new FeedbackPage(conversions, next.cursor(), full || place.withinMoment());
    }

    private List<WonDeal> search(DealPlace place, int limit) {
        var body = Json.mapper().createObjectNode();
        var filters = body.putArray("filterGroups").addObject().putArray("filters");
        filter(filters.addObject(), "hs_is_closed_won", "EQ", "true");
        place.filters()
                .forEach(filter -> filter(filters.addObject(), filter.property(), filter.operator(), filter.value()));
        body.putArray("sorts").addObject().put("propertyName", place.order()).put("direction", "ASCENDING");
        var properties = body.putArray("properties");
        WonDeal.PROPERTIES.forEach(properties::add);
        body.put("limit", limit);
        var answer = api.expect(api.post(api.version().objects("deals/search"))
                .json(body)
                .idempotent()
                .build());
        var results = answer.json().path("results");
        if (!results.isArray()) {
            throw answer.badResponse("without results");
        }
        var deals = new ArrayList<WonDeal>();
        for (JsonNode result : results) {
            deals.add(WonDeal.of(result, answer));
        }
        return deals;
    }

    private static void filter(ObjectNode filter, String property, String operator, String value) {
        filter.put("propertyName", property).put("operator", operator).put("value", value);
    }

    private Conversion conversion(WonDeal deal, Map<String, String> identifiers) {
        return new Conversion(
                "deal-" + deal.id(),
                new SubjectKeys("", identifiers),
                "deal.won",
                deal.wonAt(),
                deal.amount(),
                deal.currency().orElse(currency));
    }
}
