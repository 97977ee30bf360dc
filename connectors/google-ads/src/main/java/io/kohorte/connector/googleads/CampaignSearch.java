// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.googleads;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.CampaignFigures;
import io.kohorte.spi.CampaignPage;
import io.kohorte.spi.Cursor;
import io.kohorte.spi.FeedbackReader;
import io.kohorte.spi.Settings;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.Secret;
import io.kohorte.toolkit.feedback.Figures;
import io.kohorte.toolkit.http.BaseUrl;
import io.kohorte.toolkit.http.SafeHttp;
import io.kohorte.toolkit.oauth.TokenSource;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What campaigns came to, day by day, from the Google Ads API: the Data Manager API only takes data in. That one wants a
 * developer token; without it there are no figures. The form of its answers is from memory.
 */
final class CampaignSearch implements FeedbackReader {

    private static final Figures FIGURES = new Figures("Google");

    private static final String QUERY =
            """
            SELECT campaign.id, campaign.name, customer.currency_code, segments.date, metrics.impressions, \
            metrics.clicks, metrics.cost_micros, metrics.conversions, metrics.conversions_value \
            FROM campaign WHERE segments.date BETWEEN '%s' AND '%s' ORDER BY segments.date, campaign.id""";

    private static final int MICROS = 6;

    private final SafeHttp http;
    private final TokenSource tokens;
    private final Clock clock;
    private final Account account;
    private final Optional<Secret> developerToken;
    private final String address;

    CampaignSearch(SafeHttp http, TokenSource tokens, Clock clock, Account account, Settings settings) {
        this.http = http;
        this.tokens = tokens;
        this.clock = clock;
        this.account = account;
        this.developerToken = settings.optionalText("developerToken").map(Secret::new);
        this.address = BaseUrl.of(settings, "adsUrl", "https://googleads.googleapis.com") + "/"
                + settings.text("adsApiVersion", "v25") + "/customers/" + account.id() + "/googleAds:search";
    }

    @Override
    public CampaignPage campaigns(LocalDate first, LocalDate last, Cursor from) {
        if (developerToken.isEmpty()) {
            return new CampaignPage(List.of(), from, false);
        }
        var body = Json.mapper().createObjectNode().put("query", QUERY.formatted(first, last));
        if (!from.equals(Cursor.START)) {
            body.put("pageToken", from.value());
        }
        var call = tokens.authorise(http.post(address).header("accept", "application/json"))
                .secret("developer-token", developerToken.get())
                .json(body)
                .idempotent();
        account.login().ifPresent(manager -> call.header("login-customer-id", manager));
        var request = call.build();
        var answer = tokens.send(request);
        if (!answer.successful()) {
            throw GoogleError.of(request, answer).refusal(clock.instant());
        }
        return page(answer.json(), from);
    }

    private static CampaignPage page(JsonNode page, Cursor from) {
        if (!page.isObject() || (page.has("results") && !page.path("results").isArray())) {
            throw FIGURES.missing();
        }
        var figures = new ArrayList<CampaignFigures>();
        page.path("results").forEach(row -> figures.add(figures(row)));
        var next = page.path("nextPageToken").asText();
        var more = !next.isEmpty() && !next.equals(from.value());
        return new CampaignPage(figures, more ? new Cursor(next) : from, more);
    }

    /** Whole numbers of 64 bits are text in Google's JSON. */
    private static CampaignFigures figures(JsonNode row) {
        var metrics = row.path("metrics");
        var numbers = new LinkedHashMap<String, BigDecimal>();
        put(numbers, "impressions", FIGURES.number(metrics, "impressions"));
        put(numbers, "clicks", FIGURES.number(metrics, "clicks"));
        put(numbers, "spend", FIGURES.number(metrics, "costMicros").map(micros -> micros.movePointLeft(MICROS)));
        put(numbers, "conversions", FIGURES.number(metrics, "conversions"));
        put(numbers, "revenue", FIGURES.number(metrics, "conversionsValue"));
        var id = row.path("campaign").path("id").asText();
        if (id.isEmpty()) {
            throw FIGURES.noCampaign();
        }
        return new CampaignFigures(
                id,
                row.path("campaign").path("name").asText(),
                FIGURES.day(row.path("segments").path("date").asText()),
                numbers,
                row.path("customer").path("currencyCode").asText());
    }

    private static void put(Map<String, BigDecimal> numbers, String name, Optional<BigDecimal> value) {
        value.ifPresent(number -> numbers.put(name, number));
    }
}
