// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.metaads;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.kohorte.connector.metaads.FakeMeta.ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.spi.CampaignFigures;
import io.kohorte.spi.CampaignPage;
import io.kohorte.spi.Cursor;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class InsightsTest {

    private static final LocalDate DAY = LocalDate.parse("2026-11-20");

    private final FakeMeta meta = new FakeMeta();
    private final MetaAdsDestination destination = meta.open();

    @AfterEach
    void close() {
        destination.close();
        meta.close();
    }

    @Test
    void figures_come_by_campaign_and_day() {
        answer(
                """
                {"data":[{"campaign_id":"6001","campaign_name":"Spring","account_currency":"EUR","date_start":"2026-11-20",
                  "impressions":"1200","clicks":"31","spend":"18.40",
                  "actions":[{"action_type":"link_click","value":"31"},{"action_type":"purchase","value":"3"}],
                  "action_values":[{"action_type":"purchase","value":"149.70"}]},
                 {"campaign_id":"6002","campaign_name":"Idle","account_currency":"EUR","date_start":"2026-11-20","impressions":"0"}],
                 "paging":{"cursors":{"before":"A","after":"B="},"next":"https://elsewhere.example/token"}}""");

        var page = read(Cursor.START);

        assertThat(page)
                .isEqualTo(new CampaignPage(
                        java.util.List.of(
                                new CampaignFigures(
                                        "6001",
                                        "Spring",
                                        DAY,
                                        Map.of(
                                                "impressions", new BigDecimal("1200"),
                                                "clicks", new BigDecimal("31"),
                                                "spend", new BigDecimal("18.40"),
                                                "conversions", new BigDecimal("3"),
                                                "revenue", new BigDecimal("149.70")),
                                        "EUR"),
                                new CampaignFigures(
                                        "6002", "Idle", DAY, Map.of("impressions", BigDecimal.ZERO), "EUR")),
                        new Cursor("B="),
                        true));
        var request = meta.requests().get(0);
        assertThat(request.queryParameter("time_range").firstValue())
                .isEqualTo("{\"since\":\"2026-11-20\",\"until\":\"2026-11-21\"}");
        assertThat(request.queryParameter("level").firstValue()).isEqualTo("campaign");
        assertThat(request.queryParameter("time_increment").firstValue()).isEqualTo("1");
    }

    @Test
    void reading_goes_on_where_it_stopped_and_never_at_an_address_that_was_told() {
        answer("{\"data\":[],\"paging\":{\"cursors\":{\"after\":\"C\"}}}");

        var page = read(new Cursor("B="));

        assertThat(page.more()).isFalse();
        assertThat(meta.requests().get(0).queryParameter("after").firstValue()).isEqualTo("B=");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"data\":{}}",
                "{\"data\":[{\"date_start\":\"2026-11-20\"}]}",
                "{\"data\":[{\"campaign_id\":\"1\",\"date_start\":\"yesterday\"}]}",
                "{\"data\":[{\"campaign_id\":\"1\",\"date_start\":\"2026-11-20\",\"spend\":\"much\"}]}"
            })
    void nothing_is_guessed(String answer) {
        answer(answer);
        assertThatThrownBy(() -> read(Cursor.START)).hasMessageStartingWith("BAD_RESPONSE");
    }

    private void answer(String json) {
        meta.answer(get(urlPathEqualTo(ACCOUNT + "/insights")), json);
    }

    private CampaignPage read(Cursor from) {
        return destination.feedback().campaigns(DAY, DAY.plusDays(1), from);
    }
}
