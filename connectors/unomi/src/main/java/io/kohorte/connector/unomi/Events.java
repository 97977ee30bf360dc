// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.unomi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.spi.Conversion;
import io.kohorte.spi.Cursor;
import io.kohorte.spi.FeedbackPage;
import io.kohorte.spi.FeedbackReader;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.http.HttpAnswer;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Events as conversions, in the order in which they happened: goals that were reached, event types of the settings, and
 * consents to e-mail that were taken back. Unomi stores the id of the profile with an event, so the profiles of a page are
 * looked up for their identities.
 */
final class Events implements FeedbackReader {

    /** An event can be searched for about a second after it came. */
    private static final Duration OVERLAP = Duration.ofMinutes(5);

    private static final String GOAL = "goal";
    private static final String CONSENT = "modifyConsent";

    private final UnomiSettings settings;
    private final UnomiApi api;
    private final Profiles profiles;

    Events(UnomiSettings settings, UnomiApi api) {
        this.settings = settings;
        this.api = api;
        this.profiles = new Profiles(api);
    }

    @Override
    public FeedbackPage read(Cursor from, int limit) {
        var place = Place.of(from);
        var answer = api.expect(api.post("/events/search", query(place, limit), List.of()));
        var events = UnomiApi.list(answer);
        if (events.isEmpty()) {
            return new FeedbackPage(List.of(), from, false);
        }
        var people = people(events);
        var conversions = new ArrayList<Conversion>();
        for (var event : events) {
            var read = new UnomiEvent(event, answer, settings);
            read.conversion(people.getOrDefault(read.profileId(), new SubjectKeys("", Map.of())))
                    .ifPresent(conversions::add);
        }
        var last = moment(events.get(events.size() - 1), answer);
        var ofThatMoment = (int) events.stream()
                .filter(event -> moment(event, answer).equals(last))
                .count();
        var more = events.size() >= limit;
        var next = more ? place.behind(last, ofThatMoment) : place.again(last, OVERLAP);
        return new FeedbackPage(conversions, next.cursor(), more);
    }

    private ObjectNode query(Place place, int limit) {
        var types = new TreeSet<>(settings.conversionEvents().keySet());
        types.add(GOAL);
        if (settings.consentTypes().containsKey("email")) {
            types.add(CONSENT);
        }
        var since = Conditions.property(
                "eventPropertyCondition",
                "timeStamp",
                "greaterThanOrEqualTo",
                "propertyValueDate",
                Json.mapper().getNodeFactory().textNode(place.moment().toString()));
        var wanted = Conditions.any(types.stream().map(Conditions::eventType).toList());
        return UnomiApi.query(Conditions.all(List.of(wanted, since)), place.skip(), limit)
                .put("sortby", "timeStamp:asc,itemId:asc");
    }

    /** By id of their profile; a profile that is gone stands for nobody. */
    private Map<String, SubjectKeys> people(List<JsonNode> events) {
        var ids = events.stream()
                .map(event -> event.path("profileId").asText(""))
                .filter(id -> !id.isBlank())
                .distinct()
                .sorted()
                .map(id -> new Identities.Identity(Identities.ITEM_ID, id))
                .toList();
        var people = new HashMap<String, SubjectKeys>();
        if (!ids.isEmpty()) {
            var answer = api.expect(profiles.search(ids, List.of()));
            profiles.read(answer, ids.size())
                    .forEach(profile -> people.put(
                            profile.path("itemId").asText(),
                            settings.identities().subject(profile)));
        }
        return people;
    }

    /** ISO 8601, as Unomi writes it. */
    static Instant moment(JsonNode event, HttpAnswer answer) {
        try {
            return OffsetDateTime.parse(event.path("timeStamp").asText("")).toInstant();
        } catch (DateTimeParseException unreadable) {
            throw answer.badResponse("with an event that has no time");
        }
    }
}
