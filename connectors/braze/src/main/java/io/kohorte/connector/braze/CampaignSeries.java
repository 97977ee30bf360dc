// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.braze;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.CampaignFigures;
import io.kohorte.spi.CampaignPage;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Cursor;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.VendorText;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What Braze counted of campaigns, day by day: the list of campaigns, 100 a page, and for each its series, summed over
 * channels and variations. Days on which nothing was counted are left out. Archived campaigns are read as well, since they
 * may have been sent on these days.
 */
final class CampaignSeries {

    /** Series read for one page of ours: each is a request. */
    static final int CAMPAIGNS_PER_PAGE = 25;

    /** https://www.braze.com/docs/api/endpoints/export/campaigns/get_campaigns. */
    private static final int CAMPAIGNS_PER_LIST = 100;

    /** https://www.braze.com/docs/api/endpoints/export/campaigns/get_campaign_analytics. */
    private static final int LONGEST_SERIES = 100;

    private static final Pattern PLACE = Pattern.compile("([0-9]{1,6})\\|([0-9]{1,2})");

    /** Counts inside a channel, by Braze's name, to ours. */
    private static final Map<String, String> COUNTS = Map.ofEntries(
            Map.entry("sent", "sent"),
            Map.entry("delivered", "delivered"),
            Map.entry("impressions", "impressions"),
            Map.entry("opens", "opens"),
            Map.entry("total_opens", "opens"),
            Map.entry("unique_opens", "unique_opens"),
            Map.entry("clicks", "clicks"),
            Map.entry("body_clicks", "clicks"),
            Map.entry("unique_clicks", "unique_clicks"),
            Map.entry("bounces", "bounces"),
            Map.entry("unsubscribes", "unsubscribes"),
            Map.entry("reported_spam", "complaints"));

    private final BrazeApi api;
    private final String currency;

    CampaignSeries(BrazeApi api, String currency) {
        this.api = api;
        this.currency = currency;
    }

    CampaignPage read(LocalDate first, LocalDate last, Cursor from) {
        var place = Place.of(from);
        var campaigns = list(
                api.expect(api.get("/campaigns/list?page=" + place.page() + "&include_archived=true")
                        .build()),
                "campaigns");
        var until = Math.min(place.index() + CAMPAIGNS_PER_PAGE, campaigns.size());
        var figures = new ArrayList<CampaignFigures>();
        for (var index = Math.min(place.index(), until); index < until; index++) {
            figures.addAll(series(campaigns.get(index), first, last));
        }
        if (until < campaigns.size()) {
            return new CampaignPage(figures, new Place(place.page(), until).cursor(), true);
        }
        var full = campaigns.size() >= CAMPAIGNS_PER_LIST;
        return new CampaignPage(figures, full ? new Place(place.page() + 1, 0).cursor() : from, full);
    }

    private List<CampaignFigures> series(JsonNode campaign, LocalDate first, LocalDate last) {
        var id = text(campaign, "id");
        var name = VendorText.clean(text(campaign, "name"));
        var figures = new ArrayList<CampaignFigures>();
        for (var end = last; !end.isBefore(first); end = end.minusDays(LONGEST_SERIES)) {
            var length = Math.min(LONGEST_SERIES, ChronoUnit.DAYS.between(first, end) + 1);
            var series = api.expect(
                    api.get("/campaigns/data_series?campaign_id=" + URLEncoder.encode(id, StandardCharsets.UTF_8)
                                    + "&length=" + length + "&ending_at=" + end + "T23:59:59Z")
                            .build());
            for (var entry : list(series, "data")) {
                var day = day(entry);
                var counted = counted(entry);
                if (!day.isBefore(first) && !day.isAfter(last) && !counted.isEmpty()) {
                    figures.add(new CampaignFigures(
                            id, name, day, counted, counted.containsKey("revenue") ? currency : ""));
                }
            }
        }
        return figures;
    }

    private static Map<String, BigDecimal> counted(JsonNode entry) {
        var sums = new TreeMap<String, BigDecimal>();
        add(sums, "conversions", entry.path("conversions"));
        add(sums, "recipients", entry.path("unique_recipients"));
        add(sums, "revenue", entry.path("revenue"));
        for (var channel : entry.path("messages")) {
            for (var variation : channel) {
                COUNTS.forEach((theirs, ours) -> add(sums, ours, variation.path(theirs)));
            }
        }
        return sums;
    }

    private static void add(Map<String, BigDecimal> sums, String name, JsonNode count) {
        if (count.isNumber() && count.decimalValue().signum() != 0) {
            sums.merge(name, count.decimalValue(), BigDecimal::add);
        }
    }

    private static LocalDate day(JsonNode entry) {
        var time = text(entry, "time");
        try {
            return LocalDate.parse(time.length() > 10 ? time.substring(0, 10) : time);
        } catch (DateTimeException unreadable) {
            throw bad("with figures of no day");
        }
    }

    private static JsonNode list(JsonNode answer, String name) {
        var list = answer.path(name);
        if (!list.isArray()) {
            throw bad("without its " + name);
        }
        return list;
    }

    private static String text(JsonNode node, String name) {
        var value = node.path(name);
        if (!value.isTextual() || value.asText().isBlank()) {
            throw bad("with a campaign without " + name);
        }
        return value.asText();
    }

    private static ConnectorException bad(String how) {
        return new ConnectorException(Problem.of(ProblemCode.BAD_RESPONSE, "Braze answered " + how + "."));
    }

    /**
     * Where reading goes on.
     *
     * @param page of the list of campaigns, from 0
     * @param index of the next campaign on that page
     */
    private record Place(int page, int index) {

        static Place of(Cursor cursor) {
            if (cursor.equals(Cursor.START)) {
                return new Place(0, 0);
            }
            var form = PLACE.matcher(cursor.value());
            if (!form.matches()) {
                throw new ConnectorException(Problem.of(
                        ProblemCode.CONTRACT_BROKEN, "The place where reading stopped last time cannot be read."));
            }
            return new Place(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)));
        }

        Cursor cursor() {
            return new Cursor(page + "|" + index);
        }
    }
}
