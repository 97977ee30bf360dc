// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.iterable;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Conversion;
import io.kohorte.spi.Cursor;
import io.kohorte.spi.FeedbackPage;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.Settings;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.http.HttpAnswer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Iterable's export of events: of one kind and one stretch of time, a line of JSON each. One kind after the other, day by
 * day; Iterable allows few exports a minute, and says so with a 429 when they were too many. Events may appear late, so a new
 * poll looks back.
 */
final class Exports {

    static final Duration STRETCH = Duration.ofDays(1);
    static final Duration OVERLAP = Duration.ofHours(1);

    /** How far the first reading goes back. */
    static final Duration FIRST = Duration.ofDays(30);

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private final IterableApi api;
    private final Clock clock;
    private final Events events;
    private final List<String> kinds;

    Exports(IterableApi api, Settings settings, Clock clock, Events events) {
        this.api = api;
        this.clock = clock;
        this.events = events;
        var wanted = new ArrayList<String>();
        if (settings.flag("readPurchases", true)) {
            wanted.add("purchase");
        }
        if (settings.flag("readUnsubscribes", true)) {
            wanted.add("emailUnSubscribe");
        }
        kinds = List.copyOf(wanted);
    }

    FeedbackPage read(Cursor cursor) {
        var now = clock.instant();
        var place = Place.of(cursor, now);
        if (place.kind() >= kinds.size()) {
            return new FeedbackPage(List.of(), new Place(now.minus(OVERLAP), 0).cursor(), false);
        }
        var end = place.from().plus(STRETCH);
        var until = end.isBefore(now) ? end : now;
        var conversions = export(kinds.get(place.kind()), place.from(), until);
        if (place.kind() + 1 < kinds.size()) {
            return new FeedbackPage(conversions, new Place(place.from(), place.kind() + 1).cursor(), true);
        }
        var behind = until.isBefore(now);
        var next = behind ? until : until.minus(OVERLAP);
        return new FeedbackPage(conversions, new Place(next, 0).cursor(), behind);
    }

    private List<Conversion> export(String kind, Instant from, Instant until) {
        var answer = api.expect(api.get("/export/data.json?dataTypeName=" + kind + "&startDateTime=" + time(from)
                        + "&endDateTime=" + time(until))
                .build());
        var conversions = new ArrayList<Conversion>();
        for (var line : answer.text().split("\n", -1)) {
            if (!line.isBlank()) {
                var event = Json.read(line.getBytes(StandardCharsets.UTF_8))
                        .filter(JsonNode::isObject)
                        .orElseThrow(() -> answer.badResponse("with a line that is no event"));
                read(kind, event, answer, conversions);
            }
        }
        return conversions;
    }

    /** Of somebody whom nothing names there is nothing to tell. */
    private void read(String kind, JsonNode event, HttpAnswer answer, List<Conversion> conversions) {
        var at = Times.read(event.path("createdAt").asText(""))
                .orElseThrow(() -> answer.badResponse("with an event without its time"));
        var total = event.path("total");
        if (kind.equals("purchase") && !total.isMissingNode() && !total.isNull() && !total.isNumber()) {
            throw answer.badResponse("with a total that is no number");
        }
        var subject = events.subject(event).orElseThrow(() -> answer.badResponse("with an event that names nobody"));
        Events.type(kind, event).ifPresent(type -> conversions.add(events.conversion(type, subject, event, at)));
    }

    private static String time(Instant moment) {
        return URLEncoder.encode(TIME.format(moment.atOffset(ZoneOffset.UTC)), StandardCharsets.UTF_8)
                .replace("+", "%20");
    }

    /**
     * Where reading goes on.
     *
     * @param from begin of the stretch
     * @param kind position in the kinds that are read
     */
    private record Place(Instant from, int kind) {

        static Place of(Cursor cursor, Instant now) {
            if (cursor.equals(Cursor.START)) {
                return new Place(now.minus(FIRST), 0);
            }
            var parts = cursor.value().split("\\|", 2);
            try {
                return new Place(Instant.parse(parts[0]), Integer.parseUnsignedInt(parts.length > 1 ? parts[1] : "0"));
            } catch (DateTimeParseException | NumberFormatException notOurs) {
                throw new ConnectorException(Problem.of(
                        ProblemCode.CONTRACT_BROKEN, "The place where reading stopped last time cannot be read."));
            }
        }

        Cursor cursor() {
            return new Cursor(from + "|" + kind);
        }
    }
}
