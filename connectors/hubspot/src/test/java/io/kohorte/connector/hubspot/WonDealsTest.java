// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.hubspot;

import static io.kohorte.connector.hubspot.FakeHubspot.CONTACTS;
import static io.kohorte.tck.TestVendor.parse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.Conversion;
import io.kohorte.spi.Cursor;
import io.kohorte.spi.FeedbackPage;
import io.kohorte.spi.SubjectKeys;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class WonDealsTest {

    private static final String SEARCH = "/crm/objects/2026-09/deals/search";
    private static final String ASSOCIATIONS = "/crm/associations/2026-09/deals/contacts/batch/read";

    private final FakeHubspot hubspot = new FakeHubspot();
    private HubspotDestination destination = open(Map.of("unsubscribes", false));

    @AfterEach
    void close() {
        destination.close();
        hubspot.close();
    }

    @Test
    void a_won_deal_comes_with_its_first_contact() {
        hubspot.post(SEARCH, 200, "{\"results\":[" + deal("5001", "\"49.90\"", "\"USD\"") + "]}");
        hubspot.post(
                ASSOCIATIONS,
                200,
                "{\"results\":[{\"from\":{\"id\":\"5001\"},\"to\":[{\"toObjectId\":101},{\"toObjectId\":9}]}]}");
        hubspot.post(
                CONTACTS + "/batch/read",
                200,
                "{\"results\":[{\"id\":\"101\",\"properties\":{\"email\":\"max@example.com\"}}]}");

        var page = read(Cursor.START, 50);

        assertThat(page.conversions())
                .containsExactly(new Conversion(
                        "deal-5001",
                        new SubjectKeys("", Map.of("email", "max@example.com", "hubspot_id", "101")),
                        "deal.won",
                        Instant.parse("2026-11-20T09:00:00Z"),
                        new BigDecimal("49.90"),
                        "USD"));
        assertThat(page.more()).isFalse();
        assertThat(hubspot.jsonBody(0))
                .isEqualTo(
                        parse(
                                """
                                {"filterGroups":[{"filters":[{"propertyName":"hs_is_closed_won","operator":"EQ","value":"true"}]}],
                                 "sorts":[{"propertyName":"hs_lastmodifieddate","direction":"ASCENDING"}],
                                 "properties":["amount","closedate","deal_currency_code","hs_lastmodifieddate"],"limit":50}"""));
        assertThat(hubspot.jsonBody(2)).isEqualTo(parse("{\"properties\":[\"email\"],\"inputs\":[{\"id\":\"101\"}]}"));
    }

    @Test
    void a_deal_without_contact_amount_or_currency_is_told_as_far_as_it_goes() {
        hubspot.post(SEARCH, 200, "{\"results\":[" + deal("5001", "null", "null") + "]}");
        hubspot.post(
                ASSOCIATIONS,
                207,
                "{\"results\":[],\"errors\":[{\"subCategory\":\"crm.associations.NO_ASSOCIATIONS_FOUND\"}]}");

        var conversion = read(Cursor.START, 50).conversions().get(0);

        assertThat(conversion.subject().identifiers()).isEmpty();
        assertThat(conversion.value()).isZero();
        assertThat(conversion.currency()).isEqualTo("EUR");
        assertThat(hubspot.requests()).as("nobody to look up").hasSize(2);
    }

    @Test
    void a_deal_is_not_won_before_it_changed_whatever_day_people_hope_for() {
        hubspot.post(
                SEARCH,
                200,
                "{\"results\":[{\"id\":\"5001\",\"properties\":{\"closedate\":\"2027-01-31T00:00:00Z\","
                        + "\"hs_lastmodifieddate\":\"2026-11-20T10:00:00Z\"}}]}");
        hubspot.post(ASSOCIATIONS, 200, "{\"results\":[]}");

        assertThat(read(Cursor.START, 50).conversions().get(0).occurredAt())
                .isEqualTo(Instant.parse("2026-11-20T10:00:00Z"));
    }

    @Test
    void pages_lose_no_deal_even_when_many_changed_in_one_moment_and_one_changes_while_we_read() {
        for (var limit : List.of(1, 2, 3, 4, 100)) {
            assertThat(walk(limit, false))
                    .as("with %s a page", limit)
                    .contains("deal-5001", "deal-5002", "deal-5003", "deal-5004", "deal-5005");
            assertThat(walk(limit, true))
                    .as("with %s a page, while one changes", limit)
                    .contains("deal-5001", "deal-5002", "deal-5003", "deal-5004", "deal-5005");
        }
    }

    @Test
    void the_next_poll_looks_back_a_few_minutes_and_stays_when_nothing_is_new() {
        hubspot.post(SEARCH, 200, "{\"results\":[" + deal("5001", "1", "null") + "]}");
        hubspot.post(ASSOCIATIONS, 200, "{\"results\":[]}");
        var first = read(Cursor.START, 50);
        assertThat(first.next().value())
                .isEqualTo("deals;" + Instant.parse("2026-11-20T09:55:00Z").toEpochMilli() + ";");

        hubspot.post(SEARCH, 200, "{\"results\":[]}");
        var second = read(first.next(), 50);
        assertThat(second.next()).isEqualTo(first.next());
        assertThat(second.more()).isFalse();
    }

    @Test
    void a_page_that_cannot_be_read_whole_is_not_read_at_all() {
        hubspot.post(ASSOCIATIONS, 200, "{\"results\":[]}");
        for (var results : List.of(
                "[{\"id\":\"x\"}]",
                "[" + deal("5001", "\"a lot\"", "null") + "]",
                "[{\"id\":\"1\",\"properties\":{}}]",
                "[{\"id\":\"1\",\"properties\":{\"hs_lastmodifieddate\":\"yesterday\"}}]")) {
            hubspot.post(SEARCH, 200, "{\"results\":" + results + "}");
            assertThatThrownBy(() -> read(Cursor.START, 50)).hasMessageStartingWith("BAD_RESPONSE");
        }
    }

    @Test
    void deals_that_are_not_wanted_are_not_asked_for() {
        destination.close();
        destination = open(Map.of("deals", false, "unsubscribes", false));

        assertThat(read(Cursor.START, 50)).isEqualTo(new FeedbackPage(List.of(), Cursor.START, false));
        assertThat(hubspot.requests()).isEmpty();
    }

    private HubspotDestination open(Map<String, ?> settings) {
        return new HubspotDestination(hubspot.settings(settings), FakeHubspot.context(FakeHubspot.NOW));
    }

    private FeedbackPage read(Cursor from, int limit) {
        return destination.feedback().read(from, limit);
    }

    private static String deal(String id, String amount, String currency) {
        return "{\"id\":\"" + id + "\",\"properties\":{\"amount\":" + amount + ",\"deal_currency_code\":" + currency
                + ",\"closedate\":\"2026-11-20T09:00:00Z\",\"hs_lastmodifieddate\":\"2026-11-20T10:00:00Z\"}}";
    }

    /** Reads the deals of {@link FakeDeals} to the end, as they stand at each search. */
    private List<String> walk(int limit, boolean oneChanges) {
        var deals = new ArrayList<>(FakeDeals.ALL);
        var ids = new ArrayList<String>();
        var cursor = Cursor.START;
        hubspot.post(ASSOCIATIONS, 200, "{\"results\":[]}");
        for (var page = 0; page < 40; page++) {
            hubspot.post(
                    SEARCH,
                    200,
                    FakeDeals.search(request(FeedbackPlace.of(cursor).deals(), limit), deals));
            var read = read(cursor, limit);
            read.conversions().forEach(conversion -> ids.add(conversion.remoteId()));
            cursor = read.next();
            if (oneChanges && page == 0) {
                deals.replaceAll(deal ->
                        deal.id() == 5001 ? new FakeDeals.Deal(5001, FakeDeals.NOON.plusSeconds(1), "1") : deal);
            }
            if (!read.more()) {
                return ids;
            }
        }
        throw new AssertionError("reading never ends with " + limit + " a page: " + ids);
    }

    private static JsonNode request(SearchPlace place, int limit) {
        var filters = place.filters("hs_lastmodifieddate").stream()
                .map(filter -> "{\"propertyName\":\"%s\",\"operator\":\"%s\",\"value\":\"%s\"}"
                        .formatted(filter.property(), filter.operator(), filter.value()))
                .collect(Collectors.joining(","));
        return parse("{\"filterGroups\":[{\"filters\":[" + filters + "]}],\"sorts\":[{\"propertyName\":\""
                + place.order("hs_lastmodifieddate") + "\"}],\"limit\":" + limit + "}");
    }
}
