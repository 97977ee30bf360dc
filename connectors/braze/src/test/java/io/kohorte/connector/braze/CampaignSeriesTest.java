// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.braze;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.spi.CampaignFigures;
import io.kohorte.spi.CampaignPage;
import io.kohorte.spi.Cursor;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Figures of campaigns by day. */
final class CampaignSeriesTest {

    private static final LocalDate FIRST = LocalDate.parse("2026-11-18");
    private static final LocalDate LAST = LocalDate.parse("2026-11-20");

    private final FakeBraze braze = new FakeBraze();
    private final BrazeDestination destination = braze.open(Map.of());

    @AfterEach
    void close() {
        destination.close();
        braze.close();
    }

    @Test
    void channels_and_variations_of_a_day_are_summed() {
        list(0, 1);
        series(
                """
                {"message":"success","data":[
                 {"time":"2026-11-17","conversions":9,"messages":{}},
                 {"time":"2026-11-18","conversions":0,"unique_recipients":0,"messages":{"email":[{"sent":0}]}},
                 {"time":"2026-11-19T00:00:00+00:00","conversions":3,"conversions1":2,"revenue":49.90,"unique_recipients":150,
                  "messages":{
                   "email":[{"variation_name":"A","sent":100,"delivered":98,"opens":40,"unique_opens":30,"clicks":7,
                             "unique_clicks":6,"unsubscribes":1,"bounces":2,"reported_spam":1},
                            {"variation_name":"B","sent":20,"opens":4}],
                   "ios_push":[{"sent":30,"total_opens":5,"body_clicks":2}]}},
                 {"time":"2026-11-20","conversions":1,"messages":{}}]}""");

        var page = destination.feedback().campaigns(FIRST, LAST, Cursor.START);

        assertThat(page.more()).isFalse();
        assertThat(page.figures())
                .containsExactly(
                        new CampaignFigures(
                                "c-0",
                                "Campaign 0",
                                LocalDate.parse("2026-11-19"),
                                figures(
                                        "conversions=3 revenue=49.90 recipients=150 sent=150 delivered=98 opens=49"
                                                + " unique_opens=30 clicks=9 unique_clicks=6 unsubscribes=1 bounces=2 complaints=1"),
                                "USD"),
                        new CampaignFigures("c-0", "Campaign 0", LAST, figures("conversions=1"), ""));
        assertThat(braze.requests().get(0).getUrl()).isEqualTo("/campaigns/list?page=0&include_archived=true");
        assertThat(braze.requests().get(1).getUrl())
                .isEqualTo("/campaigns/data_series?campaign_id=c-0&length=3&ending_at=2026-11-20T23:59:59Z");
    }

    @Test
    void all_campaigns_are_read_some_at_a_time() {
        list(0, 100);
        list(1, 0);
        series("{\"message\":\"success\",\"data\":[{\"time\":\"2026-11-20\",\"conversions\":1}]}");

        CampaignPage page = destination.feedback().campaigns(FIRST, LAST, Cursor.START);
        var campaigns = page.figures().size();
        var pages = 1;
        while (page.more()) {
            page = destination.feedback().campaigns(FIRST, LAST, page.next());
            campaigns += page.figures().size();
            pages++;
        }

        assertThat(campaigns).isEqualTo(100);
        assertThat(pages).isEqualTo(5);
    }

    @Test
    void canvases_come_after_campaigns_where_they_are_asked_for_with_what_their_steps_sent() {
        list(0, 0);
        braze.answer(
                "/canvas/list",
                200,
                "{\"message\":\"success\",\"canvases\":[{\"id\":\"v-1\",\"name\":\"Welcome\",\"tags\":[]}]}");
        braze.answer(
                "/canvas/data_series",
                200,
                """
                {"message":"success","data":{"name":"Welcome","stats":[
                 {"time":"2026-11-19","total_stats":{"revenue":20.5,"conversions":2,"conversions_by_entry_time":1,"entries":30},
                  "step_stats":{
                   "s-1":{"name":"Hello","revenue":20.5,"conversions":2,"messages":{"email":[{"sent":30,"opens":12}]}},
                   "s-2":{"name":"Again","messages":{"email":[{"sent":10,"opens":3}],"sms":[{"sent":4}]}}}}]}}""");
        try (var opened = braze.open(Map.of("figuresOf", "campaigns-and-canvases"))) {
            var campaigns = opened.feedback().campaigns(FIRST, LAST, Cursor.START);
            var canvases = opened.feedback().campaigns(FIRST, LAST, campaigns.next());

            assertThat(campaigns.more()).isTrue();
            assertThat(canvases.more()).isFalse();
            assertThat(canvases.figures())
                    .containsExactly(new CampaignFigures(
                            "v-1",
                            "Welcome",
                            LocalDate.parse("2026-11-19"),
                            figures("conversions=2 revenue=20.5 entries=30 sent=44 opens=15"),
                            "USD"));
        }
        assertThat(braze.requests().get(2).getUrl())
                .isEqualTo("/canvas/data_series?canvas_id=v-1&length=3&ending_at=2026-11-20T23:59:59Z"
                        + "&include_step_breakdown=true&include_deleted_step_data=true");
    }

    @Test
    void more_than_a_hundred_days_are_several_series() {
        list(0, 1);
        series("{\"message\":\"success\",\"data\":[]}");

        destination.feedback().campaigns(LAST.minusDays(149), LAST, Cursor.START);

        assertThat(braze.requests().get(1).getUrl()).contains("length=100&ending_at=2026-11-20");
        assertThat(braze.requests().get(2).getUrl()).contains("length=50&ending_at=2026-08-12");
        assertThat(braze.requests()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"message\":\"success\"}",
                "{\"data\":[]}",
                "{\"message\":\"success\",\"data\":[{\"conversions\":1}]}",
                "{\"message\":\"success\",\"data\":[{\"time\":\"some day\",\"conversions\":1}]}"
            })
    void a_series_is_read_whole_or_not_at_all(String answer) {
        list(0, 1);
        series(answer);

        assertThatThrownBy(() -> destination.feedback().campaigns(FIRST, LAST, Cursor.START))
                .hasMessageStartingWith("BAD_RESPONSE");
    }

    @Test
    void a_place_that_is_none_is_refused() {
        assertThatThrownBy(() -> destination.feedback().campaigns(FIRST, LAST, new Cursor("tomorrow")))
                .hasMessageStartingWith("CONTRACT_BROKEN");
    }

    private void list(int page, int campaigns) {
        braze.stubFor(get(urlPathEqualTo("/campaigns/list"))
                .withQueryParam("page", equalTo(Integer.toString(page)))
                .willReturn(okJson(IntStream.range(0, campaigns)
                        .mapToObj(n -> "{\"id\":\"c-" + n + "\",\"name\":\"Campaign " + n + "\"}")
                        .collect(Collectors.joining(",", "{\"message\":\"success\",\"campaigns\":[", "]}")))));
    }

    private void series(String answer) {
        braze.answer("/campaigns/data_series", 200, answer);
    }

    private static Map<String, BigDecimal> figures(String text) {
        return Arrays.stream(text.split(" "))
                .collect(Collectors.toMap(
                        figure -> figure.replaceFirst("=.*", ""),
                        figure -> new BigDecimal(figure.replaceFirst(".*=", ""))));
    }
}
