// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.linkedinads;

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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What campaigns came to, day by day, in one page: LinkedIn tells up to 15,000 lines at once and knows no pages here. Names
 * and currency come from the account. The forms of these answers are from memory.
 */
final class Analytics implements FeedbackReader {

    private static final Figures FIGURES = new Figures("LinkedIn");

    private static final String CAMPAIGN = "urn:li:sponsoredCampaign:";

    private static final String FIELDS =
            "dateRange,pivotValues,impressions,clicks,costInLocalCurrency,externalWebsiteConversions,conversionValueInLocalCurrency";

    private static final Map<String, String> NAMES = Map.of(
            "impressions", "impressions",
            "clicks", "clicks",
            "costInLocalCurrency", "spend",
            "externalWebsiteConversions", "conversions",
            "conversionValueInLocalCurrency", "revenue");

    private final RestApi api;

    Analytics(RestApi api) {
        this.api = api;
    }

    @Override
    public CampaignPage campaigns(LocalDate first, LocalDate last, Cursor from) {
        var answer = api.expect(api.get("adAnalytics?q=analytics&pivot=CAMPAIGN&timeGranularity=DAILY&dateRange=(start:"
                        + day(first) + ",end:" + day(last) + ")&accounts=List("
                        + URLEncoder.encode(api.accountUrn(), StandardCharsets.UTF_8) + ")&fields=" + FIELDS)
                .build());
        if (!answer.path("elements").isArray()) {
            throw FIGURES.missing();
        }
        var figures = new ArrayList<CampaignFigures>();
        if (!answer.path("elements").isEmpty()) {
            var currency = api.expect(api.get("adAccounts/" + api.account()).build())
                    .path("currency")
                    .asText();
            var names = names();
            answer.path("elements").forEach(row -> figures.add(figures(row, names, currency)));
        }
        return new CampaignPage(figures, from, false);
    }

    private Map<String, String> names() {
        var names = new HashMap<String, String>();
        var token = "";
        while (true) {
            var page = api.expect(api.get("adAccounts/" + api.account() + "/adCampaigns?q=search&pageSize=1000"
                            + (token.isEmpty() ? "" : "&pageToken=" + URLEncoder.encode(token, StandardCharsets.UTF_8)))
                    .build());
            page.path("elements")
                    .forEach(campaign -> names.put(
                            campaign.path("id").asText(), campaign.path("name").asText()));
            var next = page.path("metadata").path("nextPageToken").asText();
            if (next.isEmpty() || next.equals(token)) {
                return names;
            }
            token = next;
        }
    }

    private static CampaignFigures figures(JsonNode row, Map<String, String> names, String currency) {
        var urn = row.path("pivotValues").path(0).asText();
        if (!urn.startsWith(CAMPAIGN) || urn.length() == CAMPAIGN.length()) {
            throw FIGURES.noCampaign();
        }
        var id = urn.substring(CAMPAIGN.length());
        var numbers = new LinkedHashMap<String, BigDecimal>();
        NAMES.forEach((theirs, ours) -> FIGURES.number(row, theirs).ifPresent(value -> numbers.put(ours, value)));
        return new CampaignFigures(
                id, names.getOrDefault(id, ""), date(row.path("dateRange").path("start")), numbers, currency);
    }

    private static String day(LocalDate day) {
        return "(year:" + day.getYear() + ",month:" + day.getMonthValue() + ",day:" + day.getDayOfMonth() + ")";
    }

    private static LocalDate date(JsonNode date) {
        return FIGURES.day(
                date.path("year").asInt(),
                date.path("month").asInt(),
                date.path("day").asInt());
    }
}
