// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.klaviyo;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.Cursor;
import io.kohorte.spi.FeedbackPage;
import io.kohorte.spi.FeedbackReader;
import io.kohorte.spi.Settings;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Orders and what happened to e-mails, read in rounds: a round takes all that happened between two moments, metric by
 * metric, oldest first. Shops and Klaviyo itself tell of some things late, so each round begins a while before the end of
 * the one before; the event's id removes doubles.
 */
final class Events implements FeedbackReader {

    static final Duration OVERLAP = Duration.ofHours(1);

    /** Events a page has. */
    private static final int LARGEST_PAGE = 200;

    private final KlaviyoApi api;
    private final Metrics metrics;
    private final EventJson json;
    private final Clock clock;
    private final Duration history;

    Events(KlaviyoApi api, Settings settings, Clock clock) {
        this.api = api;
        this.metrics = Metrics.of(settings);
        this.json = new EventJson(settings.text("currency", "EUR"));
        this.clock = clock;
        this.history = Duration.ofDays(settings.number("feedbackDays", 30));
    }

    @Override
    public FeedbackPage read(Cursor from, int limit) {
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        var place = EventPlace.of(from).orElseGet(() -> EventPlace.since(now.minus(history)));
        var round = place.inRound(now);
        var left = wanted().stream()
                .filter(metric -> metric.id().compareTo(round.metric()) >= 0)
                .toList();
        for (var i = 0; i < left.size(); i++) {
            var metric = left.get(i);
            var page = metric.id().equals(round.metric()) ? round.page() : "";
            var document = api.expect(api.get(path(metric, round, page, limit)).build());
            var conversions = json.conversions(document, metric.type());
            var next = JsonApi.nextPage(document);
            var following = i + 1 < left.size() ? Optional.of(left.get(i + 1)) : Optional.<Metric>empty();
            if (next.isPresent()) {
                return new FeedbackPage(
                        conversions, round.at(metric.id(), next.get()).cursor(), true);
            }
            if (!conversions.isEmpty() && following.isPresent()) {
                return new FeedbackPage(
                        conversions, round.at(following.get().id(), "").cursor(), true);
            }
            if (!conversions.isEmpty()) {
                return new FeedbackPage(conversions, round.ended(OVERLAP).cursor(), false);
            }
        }
        return new FeedbackPage(List.of(), place.open() ? round.ended(OVERLAP).cursor() : from, false);
    }

    /** A metric of Klaviyo, and what its events are called here. */
    private record Metric(String id, String type) {}

    /** In the order in which a round reads them. Metrics of different sources may share a name. */
    private List<Metric> wanted() {
        return JsonApi.all(
                        "/api/metrics?fields[metric]=name",
                        page -> api.expect(api.get(page).build()))
                .stream()
                .flatMap(
                        metric -> metrics.type(name(metric)).map(type -> new Metric(JsonApi.id(metric), type)).stream())
                .sorted(Comparator.comparing(Metric::id))
                .toList();
    }

    private static String name(JsonNode metric) {
        return JsonApi.text(JsonApi.attributes(metric), "name");
    }

    private static String path(Metric metric, EventPlace round, String page, int limit) {
        var filter = "equals(metric_id," + JsonApi.quoted(metric.id()) + "),greater-or-equal(datetime," + round.since()
                + "),less-than(datetime," + round.until() + ")";
        return "/api/events?filter=" + JsonApi.encoded(filter)
                + "&include=profile&fields[event]=datetime,event_properties&fields[profile]=email,phone_number,external_id"
                + "&sort=datetime&page[size]=" + Math.min(limit, LARGEST_PAGE)
                + (page.isEmpty() ? "" : "&page[cursor]=" + JsonApi.encoded(page));
    }
}
