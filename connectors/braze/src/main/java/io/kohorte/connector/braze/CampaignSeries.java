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
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What Braze counted of campaigns, and of Canvases where that is asked for, day by day: the list, 100 a page, and for each
 * its series. Days on which nothing was counted are left out. Archived ones are read as well, since they may have been sent
 * on these days.
 */
final class CampaignSeries {

    /** Series read for one page of ours: each is a request. */
    static final int SERIES_PER_PAGE = 25;

    /** https://www.braze.com/docs/api/endpoints/export/campaigns/get_campaigns. */
    private static final int ENTRIES_PER_LIST = 100;

    private final BrazeApi api;
    private final String currency;
    private final boolean canvases;

    CampaignSeries(BrazeApi api, String currency, boolean canvases) {
        this.api = api;
        this.currency = currency;
        this.canvases = canvases;
    }

    /** What is sent to people. Names of the interface, and how many days a series has at most. */
    private enum Kind {
        CAMPAIGNS("campaigns", "/campaigns/data_series?campaign_id=", "", 100),
        CANVASES(
                "canvas",
                "/canvas/data_series?canvas_id=",
                "&include_step_breakdown=true&include_deleted_step_data=true",
                14);

        final String path;
        final String series;
        final String detail;
        final int longest;

        Kind(String path, String series, String detail, int longest) {
            this.path = path;
            this.series = series;
            this.detail = detail;
            this.longest = longest;
        }

        String list() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    CampaignPage read(LocalDate first, LocalDate last, Cursor from) {
        var place = Place.of(from);
        var kind = place.kind();
        var entries = list(
                api.expect(api.get("/" + kind.path + "/list?page=" + place.page() + "&include_archived=true")
                        .build()),
                kind.list());
        var until = Math.min(place.index() + SERIES_PER_PAGE, entries.size());
        var figures = new ArrayList<CampaignFigures>();
        for (var index = Math.min(place.index(), until); index < until; index++) {
            figures.addAll(series(kind, entries.get(index), first, last));
        }
        if (until < entries.size()) {
            return more(figures, new Place(kind, place.page(), until));
        }
        if (entries.size() >= ENTRIES_PER_LIST) {
            return more(figures, new Place(kind, place.page() + 1, 0));
        }
        return kind == Kind.CAMPAIGNS && canvases
                ? more(figures, new Place(Kind.CANVASES, 0, 0))
                : new CampaignPage(figures, from, false);
    }

    private static CampaignPage more(List<CampaignFigures> figures, Place next) {
        return new CampaignPage(figures, next.cursor(), true);
    }

    private List<CampaignFigures> series(Kind kind, JsonNode entry, LocalDate first, LocalDate last) {
        var id = text(entry, "id");
        var name = VendorText.clean(text(entry, "name"));
        var figures = new ArrayList<CampaignFigures>();
        for (var end = last; !end.isBefore(first); end = end.minusDays(kind.longest)) {
            var length = Math.min(kind.longest, ChronoUnit.DAYS.between(first, end) + 1);
            var answer = api.expect(api.get(kind.series + URLEncoder.encode(id, StandardCharsets.UTF_8) + "&length="
                            + length + "&ending_at=" + end + "T23:59:59Z" + kind.detail)
                    .build());
            var days = kind == Kind.CAMPAIGNS ? list(answer, "data") : list(answer.path("data"), "stats");
            for (var node : days) {
                var counted = new CountedDay(node);
                if (counted.isWithin(first, last) && !counted.figures().isEmpty()) {
                    figures.add(counted.of(id, name, currency));
                }
            }
        }
        return figures;
    }

    private static JsonNode list(JsonNode answer, String name) {
        var list = answer.path(name);
        if (!list.isArray()) {
            throw CountedDay.bad("without its " + name);
        }
        return list;
    }

    private static String text(JsonNode node, String name) {
        var value = node.path(name);
        if (!value.isTextual() || value.asText().isBlank()) {
            throw CountedDay.bad("with a campaign without " + name);
        }
        return value.asText();
    }

    /**
     * Where reading goes on.
     *
     * @param page of the list, from 0
     * @param index of the next entry on that page
     */
    private record Place(Kind kind, int page, int index) {

        private static final Pattern FORM = Pattern.compile("(campaigns|canvases)\\|([0-9]{1,6})\\|([0-9]{1,2})");

        static Place of(Cursor cursor) {
            if (cursor.equals(Cursor.START)) {
                return new Place(Kind.CAMPAIGNS, 0, 0);
            }
            var form = FORM.matcher(cursor.value());
            if (!form.matches()) {
                throw new ConnectorException(Problem.of(
                        ProblemCode.CONTRACT_BROKEN, "The place where reading stopped last time cannot be read."));
            }
            return new Place(
                    Kind.valueOf(form.group(1).toUpperCase(Locale.ROOT)),
                    Integer.parseInt(form.group(2)),
                    Integer.parseInt(form.group(3)));
        }

        Cursor cursor() {
            return new Cursor(kind.list() + "|" + page + "|" + index);
        }
    }
}
