// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.metaads;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.CampaignFigures;
import io.kohorte.spi.CampaignPage;
import io.kohorte.spi.Cursor;
import io.kohorte.spi.FeedbackReader;
import io.kohorte.toolkit.feedback.Figures;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * What campaigns came to, day by day. Meta tells nothing of single people. The names of actions are from memory: which one
 * counts as a conversion is a setting.
 */
final class Insights implements FeedbackReader {

    private static final Figures FIGURES = new Figures("Meta");

    private static final String FIELDS =
            "campaign_id,campaign_name,account_currency,impressions,clicks,spend,actions,action_values";

    private final GraphApi api;
    private final String conversionAction;

    Insights(GraphApi api, String conversionAction) {
        this.api = api;
        this.conversionAction = conversionAction;
    }

    @Override
    public CampaignPage campaigns(LocalDate first, LocalDate last, Cursor from) {
        var days =
                URLEncoder.encode("{\"since\":\"" + first + "\",\"until\":\"" + last + "\"}", StandardCharsets.UTF_8);
        var page =
                api.expect(api.get(api.account() + "/insights?level=campaign&fields=" + FIELDS + "&time_range=" + days
                        + "&time_increment=1&limit=500"
                        + (from.equals(Cursor.START)
                                ? ""
                                : "&after=" + URLEncoder.encode(from.value(), StandardCharsets.UTF_8))));
        if (!page.path("data").isArray()) {
            throw FIGURES.missing();
        }
        var figures = new ArrayList<CampaignFigures>();
        page.path("data").forEach(row -> figures.add(figures(row)));
        var after = page.path("paging").path("cursors").path("after").asText();
        var more = page.path("paging").has("next") && !after.isEmpty() && !after.equals(from.value());
        return new CampaignPage(figures, more ? new Cursor(after) : from, more);
    }

    private CampaignFigures figures(JsonNode row) {
        var numbers = new LinkedHashMap<String, BigDecimal>();
        FIGURES.number(row, "impressions").ifPresent(value -> numbers.put("impressions", value));
        FIGURES.number(row, "clicks").ifPresent(value -> numbers.put("clicks", value));
        FIGURES.number(row, "spend").ifPresent(value -> numbers.put("spend", value));
        action(row.path("actions")).ifPresent(value -> numbers.put("conversions", value));
        action(row.path("action_values")).ifPresent(value -> numbers.put("revenue", value));
        var id = row.path("campaign_id").asText();
        if (id.isEmpty()) {
            throw FIGURES.noCampaign();
        }
        return new CampaignFigures(
                id,
                row.path("campaign_name").asText(),
                FIGURES.day(row.path("date_start").asText()),
                numbers,
                row.path("account_currency").asText());
    }

    /** Actions that did not happen are not listed. */
    private Optional<BigDecimal> action(JsonNode actions) {
        for (var action : actions) {
            if (action.path("action_type").asText().equals(conversionAction)) {
                return FIGURES.number(action, "value");
            }
        }
        return Optional.empty();
    }
}
