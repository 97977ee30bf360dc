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
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Iterable's export of events: of one kind and one stretch of time, a line of JSON each. One kind after the other, day by
 * day; where a day is more than we read at once, half of it, and half of that, until the present is reached. Iterable allows
 * few exports a minute, and says so with a 429 when they were too many. Events may appear late, so a new poll looks back.
 */
final class Exports {

    static final Duration STRETCH = Duration.ofDays(1);

    /** The name of a time has seconds, so a stretch must have many. */
    static final Duration SHORTEST = Duration.ofMinutes(1);

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
            return new FeedbackPage(List.of(), new Place(now.minus(OVERLAP), 0, STRETCH).cursor(), false);
        }
        var end = place.from().plus(place.stretch());
        var until = end.isBefore(now) ? end : now;
        var kind = kinds.get(place.kind());
        var call = api.get("/export/data.json?dataTypeName=" + kind + "&startDateTime=" + time(place.from())
                        + "&endDateTime=" + time(until))
                .build();
        HttpAnswer answer;
        try {
            answer = api.ask(call);
        } catch (ConnectorException failure) {
            var half = Duration.between(place.from(), until).dividedBy(2).truncatedTo(ChronoUnit.SECONDS);
            if (failure.problem().code() != ProblemCode.BAD_RESPONSE || half.compareTo(SHORTEST) < 0) {
                throw failure;
            }
            return new FeedbackPage(List.of(), new Place(place.from(), place.kind(), half).cursor(), true);
        }
        if (!answer.successful()) {
            throw RequestErrors.of(call, answer);
        }
        var conversions = conversions(kind, answer);
        if (place.kind() + 1 < kinds.size()) {
            var next = new Place(place.from(), place.kind() + 1, place.stretch());
            return new FeedbackPage(conversions, next.cursor(), true);
        }
        var behind = until.isBefore(now);
        var next = behind ? new Place(until, 0, place.stretch()) : new Place(until.minus(OVERLAP), 0, STRETCH);
        return new FeedbackPage(conversions, next.cursor(), behind);
    }

    private List<Conversion> conversions(String kind, HttpAnswer answer) {
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
     * @param stretch how much of it is read at once
     */
    private record Place(Instant from, int kind, Duration stretch) {

        static Place of(Cursor cursor, Instant now) {
            if (cursor.equals(Cursor.START)) {
                return new Place(now.minus(FIRST), 0, STRETCH);
            }
            var parts = cursor.value().split("\\|", 3);
            try {
                return new Place(
                        Instant.parse(parts[0]),
                        Integer.parseUnsignedInt(parts.length > 1 ? parts[1] : "0"),
                        parts.length > 2 ? Duration.parse(parts[2]) : STRETCH);
            } catch (DateTimeParseException | NumberFormatException notOurs) {
                throw new ConnectorException(Problem.of(
                        ProblemCode.CONTRACT_BROKEN, "The place where reading stopped last time cannot be read."));
            }
        }

        Cursor cursor() {
            return new Cursor(from + "|" + kind + (stretch.equals(STRETCH) ? "" : "|" + stretch));
        }
    }
}
