// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.kohorte.spi.Conversion;
import io.kohorte.spi.Cursor;
import io.kohorte.spi.InboundCall;
import io.kohorte.spi.UnsupportedCapabilityException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SalesforceFeedbackTest {

    private static final String TWO =
            """
            {"done":true,"records":[
             {"Id":"006A","Amount":120.50,"CloseDate":"2026-11-19","SystemModstamp":"2026-11-20T10:00:00.000+0000","Contact":{"External_Id__c":"4711"}},
             {"Id":"006B","Amount":null,"CloseDate":"2026-11-20","SystemModstamp":"2026-11-20T10:30:00.000+0000","Contact":null}]}""";

    private static final String RESPONSES =
            """
            {"done":true,"records":[
             {"Id":"00vA","FirstRespondedDate":"2026-11-19","SystemModstamp":"2026-11-20T10:00:00.000+0000",
              "Contact":{"External_Id__c":"4711"},"Lead":null},
             {"Id":"00vB","FirstRespondedDate":"2026-11-20","SystemModstamp":"2026-11-20T10:30:00.000+0000",
              "Contact":null,"Lead":{"Customer_Number__c":"L-9"}},
             {"Id":"00vC","FirstRespondedDate":null,"SystemModstamp":"2026-11-20T10:40:00.000+0000",
              "Contact":null,"Lead":null}]}""";

    private static final String NOTHING = "{\"done\":true,\"records\":[]}";

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

    @Test
    void responses_to_campaigns_come_as_conversions_of_contact_or_lead() {
        wonAndResponded(NOTHING, RESPONSES);
        try (var reading =
                salesforce.open(Map.of("campaignResponses", true, "responseLeadField", "Lead.Customer_Number__c"))) {
            var page = reading.feedback().read(Cursor.START, 10);

            assertThat(page.conversions())
                    .extracting(Conversion::remoteId, Conversion::type)
                    .containsExactly(
                            tuple("00vA", "campaign.responded"),
                            tuple("00vB", "campaign.responded"),
                            tuple("00vC", "campaign.responded"));
            assertThat(page.conversions().get(0).subject().identifier("external_id"))
                    .contains("4711");
            assertThat(page.conversions().get(1).subject().identifier("external_id"))
                    .contains("L-9");
            assertThat(page.conversions().get(2).subject().identifiers()).isEmpty();
            assertThat(page.conversions().get(0).occurredAt()).isEqualTo(Instant.parse("2026-11-19T23:59:59Z"));
            assertThat(page.conversions().get(2).occurredAt())
                    .as("without a day, its latest change")
                    .isEqualTo(Instant.parse("2026-11-20T10:40:00Z"));
            assertThat(page.conversions().get(0).currency()).isEmpty();
            assertThat(query(1))
                    .isEqualTo("SELECT Id, FirstRespondedDate, SystemModstamp, Contact.External_Id__c,"
                            + " Lead.Customer_Number__c FROM CampaignMember WHERE HasResponded = true"
                            + " ORDER BY SystemModstamp, Id LIMIT 10");
        }
    }

    @Test
    void unless_it_is_chosen_no_campaign_is_read() {
        salesforce.answer(get(urlPathEqualTo(FakeSalesforce.DATA + "/query")), TWO);
        destination.feedback().read(Cursor.START, 10);
        assertThat(salesforce.requests()).hasSize(1);
    }

    @Test
    void both_kinds_go_on_where_each_stopped() {
        wonAndResponded(TWO, RESPONSES);
        try (var reading = salesforce.open(Map.of("campaignResponses", true))) {
            var full = reading.feedback().read(Cursor.START, 2);
            assertThat(full.more()).isTrue();
            assertThat(full.next().value()).isEqualTo("2026-11-20T10:30:00Z|006B");
            assertThat(salesforce.requests()).as("no room for responses").hasSize(1);

            var both = reading.feedback().read(full.next(), 5);
            assertThat(both.conversions()).hasSize(5);
            assertThat(both.more())
                    .as("as many responses as there was room for")
                    .isTrue();
            assertThat(query(2)).endsWith("LIMIT 3");
            assertThat(both.next().value()).isEqualTo("2026-11-20T10:30:00Z|006B;2026-11-20T10:40:00Z|00vC");

            wonAndResponded(NOTHING, NOTHING);
            var last = reading.feedback().read(both.next(), 5);
            assertThat(query(3)).contains("Id > '006B'");
            assertThat(query(4)).contains("Id > '00vC'");
            assertThat(last.more()).isFalse();
            assertThat(last.next()).as("where each began").isEqualTo(both.next());
        }
    }

    @Test
    void a_place_among_responses_survives_that_nobody_reads_them_for_a_while() {
        wonAndResponded(NOTHING, NOTHING);
        var place = new Cursor("2026-11-20T10:30:00Z|006B;2026-11-20T10:40:00Z|00vC");
        assertThat(destination.feedback().read(place, 5).next()).isEqualTo(place);
    }

    private void wonAndResponded(String won, String responded) {
        salesforce.answer(
                get(urlPathEqualTo(FakeSalesforce.DATA + "/query")).withQueryParam("q", containing("FROM Opportunity")),
                won);
        salesforce.answer(
                get(urlPathEqualTo(FakeSalesforce.DATA + "/query"))
                        .withQueryParam("q", containing("FROM CampaignMember")),
                responded);
    }

    private String query(int request) {
        return salesforce.requests().get(request).queryParameter("q").firstValue();
    }
}
