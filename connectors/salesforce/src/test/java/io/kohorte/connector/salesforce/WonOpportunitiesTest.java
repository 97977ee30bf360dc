// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.spi.Cursor;
import io.kohorte.spi.InboundCall;
import io.kohorte.spi.UnsupportedCapabilityException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class WonOpportunitiesTest {

    private static final String TWO =
            """
            {"done":true,"records":[
             {"Id":"006A","Amount":120.50,"CloseDate":"2026-11-19","SystemModstamp":"2026-11-20T10:00:00.000+0000","Contact":{"External_Id__c":"4711"}},
             {"Id":"006B","Amount":null,"CloseDate":"2026-11-20","SystemModstamp":"2026-11-20T10:30:00.000+0000","Contact":null}]}""";

    private final FakeSalesforce salesforce = new FakeSalesforce();
    private final SalesforceDestination destination = salesforce.open();

    @AfterEach
    void close() {
        destination.close();
        salesforce.close();
    }

    @Test
    void won_opportunities_come_as_conversions_of_the_contact() {
        salesforce.answer(get(urlPathEqualTo(FakeSalesforce.DATA + "/query")), TWO);

        var page = destination.feedback().read(Cursor.START, 100);

        var first = page.conversions().get(0);
        assertThat(first.remoteId()).isEqualTo("006A");
        assertThat(first.subject().identifier("external_id")).contains("4711");
        assertThat(first.value()).isEqualByComparingTo(new BigDecimal("120.50"));
        assertThat(first.currency()).isEqualTo("EUR");
        assertThat(first.occurredAt()).as("changed the day after").isEqualTo(Instant.parse("2026-11-19T23:59:59Z"));
        assertThat(page.conversions().get(1).occurredAt())
                .as("changed on the day")
                .isEqualTo(Instant.parse("2026-11-20T10:30:00Z"));
        assertThat(page.conversions().get(1).subject().identifiers()).isEmpty();
        assertThat(page.more()).isFalse();
    }

    @Test
    void the_next_poll_looks_back_five_minutes_and_a_full_page_goes_on_exactly() {
        salesforce.answer(get(urlPathEqualTo(FakeSalesforce.DATA + "/query")), TWO);

        var quiet = destination.feedback().read(Cursor.START, 100);
        destination.feedback().read(quiet.next(), 100);
        var full = destination.feedback().read(Cursor.START, 2);
        destination.feedback().read(full.next(), 2);

        assertThat(full.more()).isTrue();
        assertThat(query(0)).contains("WHERE IsWon = true ORDER BY");
        assertThat(query(1)).contains("AND SystemModstamp >= 2026-11-20T10:25:00Z ORDER BY");
        assertThat(query(3))
                .contains(
                        "(SystemModstamp > 2026-11-20T10:30:00Z OR (SystemModstamp = 2026-11-20T10:30:00Z AND Id > '006B'))");
    }

    @Test
    void when_nothing_is_new_the_cursor_stays() {
        salesforce.answer(get(urlPathEqualTo(FakeSalesforce.DATA + "/query")), "{\"done\":true,\"records\":[]}");
        assertThat(destination.feedback().read(Cursor.START, 10).next()).isEqualTo(Cursor.START);
        var later = new Cursor("2026-11-20T10:25:00Z|");
        assertThat(destination.feedback().read(later, 10).next()).isEqualTo(later);
    }

    @Test
    void a_place_to_go_on_from_that_is_none_is_named_as_such() {
        assertThatThrownBy(() -> destination.feedback().read(new Cursor("yesterday|006B"), 10))
                .hasMessage("CONTRACT_BROKEN: The place where reading stopped last time cannot be read.");
        assertThat(salesforce.requests()).isEmpty();
    }

    @Test
    void pushed_calls_are_refused_by_name() {
        var call = new InboundCall("POST", "https://x", Map.of(), new byte[0], FakeSalesforce.NOW);
        assertThatThrownBy(() -> destination.feedback().receive(call))
                .isInstanceOf(UnsupportedCapabilityException.class)
                .hasMessageContaining("FEEDBACK_PUSH");
    }

    private String query(int request) {
        return salesforce.requests().get(request).queryParameter("q").firstValue();
    }
}
