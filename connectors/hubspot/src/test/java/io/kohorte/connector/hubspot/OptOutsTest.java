// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.hubspot;

import static io.kohorte.connector.hubspot.FakeHubspot.CONTACTS;
import static io.kohorte.tck.TestVendor.parse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.spi.Conversion;
import io.kohorte.spi.Cursor;
import io.kohorte.spi.FeedbackPage;
import io.kohorte.spi.SubjectKeys;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class OptOutsTest {

    private static final String SEARCH = CONTACTS + "/search";
    private static final String READ = CONTACTS + "/batch/read";
    private static final String DEALS = "/crm/objects/2026-09/deals/search";
    private static final Cursor THEIR_TURN = new Cursor("unsubscribes;1732147200000;");

    private final FakeHubspot hubspot = new FakeHubspot();
    private final HubspotDestination destination = hubspot.open();

    @AfterEach
    void close() {
        destination.close();
        hubspot.close();
    }

    @Test
    void an_opt_out_comes_with_the_address_and_the_moment_from_the_history() {
        hubspot.post(SEARCH, 200, "{\"results\":[" + found("101") + "," + found("102") + "]}");
        hubspot.post(
                READ,
                200,
                """
                {"results":[
                 {"id":"101","properties":{"email":"max@example.com"},"propertiesWithHistory":{"hs_email_optout":[
                  {"value":"true","timestamp":"2026-11-19T08:00:00Z"},{"value":"false","timestamp":"2026-11-01T08:00:00Z"}]}},
                 {"id":"102","properties":{"email":"eva@example.com"},"propertiesWithHistory":{"hs_email_optout":[
                  {"value":"false","timestamp":"2026-11-20T10:00:01Z"}]}}]}""");

        var page = read(THEIR_TURN, 50);

        assertThat(page.conversions())
                .as("who came back meanwhile is none")
                .containsExactly(new Conversion(
                        "optout-101-1795075200000",
                        new SubjectKeys("", Map.of("email", "max@example.com", "hubspot_id", "101")),
                        Conversion.UNSUBSCRIBED,
                        Instant.parse("2026-11-19T08:00:00Z"),
                        BigDecimal.ZERO,
                        ""));
        assertThat(page.more()).isFalse();
        assertThat(page.next().value())
                .as("the deals' turn, and a look back")
                .isEqualTo("deals;1732147200000;"
                        + Instant.parse("2026-11-20T09:55:00Z").toEpochMilli());
        assertThat(hubspot.jsonBody(0).path("filterGroups"))
                .isEqualTo(
                        parse(
                                "[{\"filters\":[{\"propertyName\":\"hs_email_optout\",\"operator\":\"EQ\",\"value\":\"true\"}]}]"));
        assertThat(hubspot.jsonBody(0)
                        .path("sorts")
                        .path(0)
                        .path("propertyName")
                        .asText())
                .isEqualTo("lastmodifieddate");
        assertThat(hubspot.jsonBody(1))
                .isEqualTo(
                        parse(
                                """
                                {"properties":["email"],"propertiesWithHistory":["hs_email_optout"],
                                 "inputs":[{"id":"101"},{"id":"102"}]}"""));
    }

    @Test
    void opt_outs_come_after_the_deals_and_both_end() {
        hubspot.post(DEALS, 200, "{\"results\":[]}");
        hubspot.post(SEARCH, 200, "{\"results\":[]}");

        var first = read(Cursor.START, 50);
        var second = read(first.next(), 50);

        assertThat(first.more()).isTrue();
        assertThat(second.more()).isFalse();
        assertThat(second.next()).isEqualTo(Cursor.START);
        assertThat(hubspot.sent()).containsExactly("POST " + DEALS, "POST " + SEARCH);
    }

    @Test
    void a_full_page_goes_on_where_it_ended() {
        hubspot.post(SEARCH, 200, "{\"results\":[" + found("101") + "]}");
        hubspot.post(READ, 200, "{\"results\":[]}");

        var page = read(THEIR_TURN, 1);

        assertThat(page.more()).isTrue();
        assertThat(page.next().value())
                .isEqualTo("unsubscribes;1732147200000;"
                        + Instant.parse("2026-11-20T10:00:00Z").toEpochMilli());
    }

    @Test
    void a_page_that_cannot_be_read_whole_is_not_read_at_all() {
        for (var results : List.of(
                "{}", "[{\"id\":\"101\"}]", "[{\"properties\":{\"lastmodifieddate\":\"2026-11-20T10:00:00Z\"}}]")) {
            hubspot.post(SEARCH, 200, "{\"results\":" + results + "}");
            assertThatThrownBy(() -> read(THEIR_TURN, 50)).hasMessageStartingWith("BAD_RESPONSE");
        }
    }

    @Test
    void a_place_that_is_none_of_ours_is_refused() {
        for (var cursor : List.of("companies;;", "deals;1", "deals;x;", "unsubscribes;1;1|x", "1732147200000")) {
            assertThatThrownBy(() -> read(new Cursor(cursor), 50)).hasMessageStartingWith("CONTRACT_BROKEN");
        }
    }

    private FeedbackPage read(Cursor from, int limit) {
        return destination.feedback().read(from, limit);
    }

    private static String found(String id) {
        return "{\"id\":\"" + id + "\",\"properties\":{\"lastmodifieddate\":\"2026-11-20T10:00:00Z\"}}";
    }
}
