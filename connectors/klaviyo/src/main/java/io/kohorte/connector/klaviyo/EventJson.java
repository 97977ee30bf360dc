// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.klaviyo;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.Conversion;
import io.kohorte.spi.SubjectKeys;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * Events as conversions. The names of the value ({@code $value}) and of its currency are from memory: what else stands
 * there, or no number, is no value.
 *
 * @param currency of values that name none
 */
record EventJson(String currency) {

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{1,9})?");
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

    /** Klaviyo's names of identifiers to ours. */
    private static final Map<String, String> IDENTIFIERS =
            Map.of("email", "email", "phone_number", "phone", "external_id", "external_id");

    /** All events of a page, each with its profile. */
    List<Conversion> conversions(JsonNode document, String type) {
        var events = JsonApi.data(document);
        var profiles = new HashMap<String, JsonNode>();
        document.path("included").forEach(resource -> {
            if (resource.path("type").asText().equals("profile")) {
                profiles.put(JsonApi.id(resource), JsonApi.attributes(resource));
            }
        });
        return StreamSupport.stream(events.spliterator(), false)
                .map(event -> conversion(event, type, profiles))
                .toList();
    }

    private Conversion conversion(JsonNode event, String type, Map<String, JsonNode> profiles) {
        var attributes = JsonApi.attributes(event);
        var properties = attributes.path("event_properties");
        var value = type.equals("purchase") ? value(properties.path("$value")) : BigDecimal.ZERO;
        return new Conversion(
                JsonApi.id(event),
                subject(event, profiles),
                type,
                moment(JsonApi.text(attributes, "datetime")),
                value,
                value.signum() == 0 ? "" : currency(properties));
    }

    private static SubjectKeys subject(JsonNode event, Map<String, JsonNode> profiles) {
        var id = JsonApi.id(event.path("relationships").path("profile").path("data"));
        var profile = profiles.get(id);
        if (profile == null) {
            throw JsonApi.bad("an event without its profile");
        }
        var identifiers = new LinkedHashMap<String, String>();
        IDENTIFIERS.forEach((theirs, ours) -> {
            if (profile.path(theirs).isTextual()
                    && !profile.path(theirs).asText().isBlank()) {
                identifiers.put(ours, profile.path(theirs).asText());
            }
        });
        identifiers.put("klaviyo_id", id);
        return new SubjectKeys("", identifiers);
    }

    /** {@code 2026-11-20T10:00:00+00:00}, or with a blank in the middle. */
    private static Instant moment(String text) {
        try {
            return OffsetDateTime.parse(text.replace(' ', 'T')).toInstant();
        } catch (DateTimeException unreadable) {
            throw JsonApi.bad("an event at no moment");
        }
    }

    private static BigDecimal value(JsonNode value) {
        var text = value.isNumber()
                ? value.decimalValue().toPlainString()
                : value.asText("").strip();
        return NUMBER.matcher(text).matches() ? new BigDecimal(text) : BigDecimal.ZERO;
    }

    private String currency(JsonNode properties) {
        for (var name : List.of("$currency_code", "$value_currency", "currency", "Currency")) {
            var text = properties.path(name).asText("");
            if (CURRENCY.matcher(text).matches()) {
                return text;
            }
        }
        return currency;
    }
}
