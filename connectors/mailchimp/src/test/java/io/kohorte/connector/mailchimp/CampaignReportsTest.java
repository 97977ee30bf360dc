// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mailchimp;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.spi.CampaignFigures;
import io.kohorte.spi.Cursor;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Figures of campaigns, from their reports. */
final class CampaignReportsTest {

    private static final LocalDate DAY = LocalDate.parse("2026-11-20");

    private final FakeMailchimp mailchimp = new FakeMailchimp();
    private final MailchimpDestination destination = mailchimp.open(Map.of());

    @AfterEach
    void stop() {
        destination.close();
        mailchimp.close();
    }

    @Test
    void a_campaign_counts_on_the_day_it_was_sent() {
        reports(
                "0",
                """
                {"id":"c1","campaign_title":"November","list_id":"a6b5da1054","send_time":"2026-11-20T23:30:00+00:00",
                "emails_sent":200,"abuse_reports":1,"unsubscribed":2,"bounces":{"hard_bounces":3,"soft_bounces":4},
                "opens":{"opens_total":300,"unique_opens":100},"clicks":{"clicks_total":80,"unique_subscriber_clicks":42},
                "ecommerce":{"total_orders":7,"total_revenue":123.45,"currency_code":"EUR"}}""",
                1);

        var page = destination.feedback().campaigns(DAY, DAY, Cursor.START);

        assertThat(page.more()).isFalse();
        assertThat(page.figures())
                .containsExactly(new CampaignFigures(
                        "c1",
                        "November",
                        DAY,
                        Map.of(
                                "sent", new BigDecimal(200),
                                "complaints", new BigDecimal(1),
                                "unsubscribes", new BigDecimal(2),
                                "hard_bounces", new BigDecimal(3),
                                "soft_bounces", new BigDecimal(4),
                                "opens", new BigDecimal(100),
                                "clicks", new BigDecimal(42),
                                "conversions", new BigDecimal(7),
                                "revenue", new BigDecimal("123.45")),
                        "EUR"));
        assertThat(mailchimp.requests().get(0).getUrl())
                .contains("since_send_time=2026-11-19T23:59:59Z", "before_send_time=2026-11-21T00:00:00Z");
    }

    @Test
    void reads_on_while_more_waits_and_passes_over_other_audiences() {
        reports(
                "0",
                "{\"id\":\"c1\",\"list_id\":\"another\",\"send_time\":\"2026-11-20T08:00:00+00:00\"},"
                        + "{\"id\":\"c2\",\"list_id\":\"a6b5da1054\",\"send_time\":\"2026-11-20T08:00:00+00:00\",\"emails_sent\":1}",
                3);
        reports(
                "2",
                "{\"id\":\"c3\",\"list_id\":\"a6b5da1054\",\"send_time\":\"2026-11-20T09:00:00+00:00\",\"emails_sent\":1}",
                3);

        var first = destination.feedback().campaigns(DAY, DAY, Cursor.START);
        var second = destination.feedback().campaigns(DAY, DAY, first.next());

        assertThat(first.figures()).extracting(CampaignFigures::campaignId).containsExactly("c2");
        assertThat(first.more()).isTrue();
        assertThat(second.figures()).extracting(CampaignFigures::campaignId).containsExactly("c3");
        assertThat(second.more()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"list_id\":\"a6b5da1054\",\"send_time\":\"2026-11-20T08:00:00+00:00\"}",
                "{\"id\":\"c1\",\"list_id\":\"a6b5da1054\"}",
                "{\"id\":\"c1\",\"list_id\":\"a6b5da1054\",\"send_time\":\"yesterday\"}"
            })
    void a_report_that_lacks_what_it_must_say_is_not_guessed_at(String report) {
        reports("0", report, 1);
        assertThatThrownBy(() -> destination.feedback().campaigns(DAY, DAY, Cursor.START))
                .hasMessageStartingWith("BAD_RESPONSE");
    }

    @Test
    void a_place_to_go_on_from_that_is_none_is_named_as_such() {
        assertThatThrownBy(() -> destination.feedback().campaigns(DAY, DAY, new Cursor("-1")))
                .hasMessageStartingWith("CONTRACT_BROKEN");
    }

    private void reports(String offset, String reports, int total) {
        mailchimp.answer(
                get(urlPathEqualTo("/3.0/reports")).withQueryParam("offset", equalTo(offset)),
                "{\"reports\":[" + reports + "],\"total_items\":" + total + "}");
    }
}
