// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.segment;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.Batch;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.identity.Hash;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * A change as events: {@code identify} with the mapped fields and a trait that says whether the person is in, {@code
 * track} when they entered or left. The same change of the same batch gives the same bytes, message ids included, so that
 * the vendor takes what comes twice for one. There is no {@code sentAt}: it would be another each time, and the vendor
 * would shift the times of events by it.
 */
final class AudienceEvents {

    private static final String ANONYMOUS = "anonymous_id";

    /** Segment takes fewer than 100 characters. */
    private static final int LONGEST_KEY = 80;

    private final TrackingSettings settings;
    private final AudienceSpec spec;
    private final AudienceOptions options;
    private final Batch batch;

    AudienceEvents(TrackingSettings settings, AudienceSpec spec, Batch batch) {
        this.settings = settings;
        this.spec = spec;
        this.options = AudienceOptions.of(spec, settings);
        this.batch = batch;
    }

    /** @param identity the namespace by which the person is named */
    Row row(int position, String identity) {
        var change = batch.changes().get(position);
        var left = change.change() == MemberChange.Kind.REMOVE;
        var events = new ArrayList<byte[]>();
        var traits = traits(change);
        if (!traits.isEmpty()) {
            var inContext = settings.vendor().traitsInContext() ? traits : Map.<String, FieldValue>of();
            events.add(event("identify", position, identity, inContext, json -> write(json, traits)));
        }
        if (options.marks().events() && change.change() != MemberChange.Kind.UPDATE) {
            events.add(event("track", position, identity, Map.of(), json -> {
                Json.text(json, "event", left ? options.exitedEvent() : options.enteredEvent());
                json.writeObjectFieldStart("properties");
                Json.text(json, "audience_key", options.key());
                Json.write(json, options.key(), FieldValue.of(!left));
                json.writeEndObject();
            }));
        }
        return new Row(position, events);
    }

    /** How many traits the change writes. */
    int traitsOf(int position) {
        return traits(batch.changes().get(position)).size();
    }

    private Map<String, FieldValue> traits(MemberChange change) {
        var left = change.change() == MemberChange.Kind.REMOVE;
        var traits = new LinkedHashMap<String, FieldValue>();
        if (!left) {
            traits.putAll(change.fields());
        } else if (spec.deleteBehaviour() == DeleteBehaviour.CLEAR_FIELDS) {
            change.fields().keySet().forEach(name -> traits.put(name, FieldValue.EMPTY));
        }
        if (options.marks().trait()) {
            traits.put(options.key(), FieldValue.of(!left));
        }
        return traits;
    }

    private static void write(JsonGenerator json, Map<String, FieldValue> traits) throws IOException {
        json.writeObjectFieldStart("traits");
        for (var trait : traits.entrySet()) {
            Json.write(json, trait.getKey(), trait.getValue());
        }
        json.writeEndObject();
    }

    private byte[] event(
            String type, int position, String identity, Map<String, FieldValue> inContext, Json.Body rest) {
        var change = batch.changes().get(position);
        return Json.write(json -> {
            json.writeStartObject();
            json.writeStringField("type", type);
            json.writeStringField("messageId", messageKey() + "-" + position + "-" + type.charAt(0));
            var name = change.subject().identifier(identity).orElseThrow().strip();
            Json.text(json, identity.equals(ANONYMOUS) ? "anonymousId" : "userId", name);
            json.writeStringField("timestamp", batch.decidedAt().toString());
            context(json, change, inContext);
            integrations(json);
            rest.to(json);
            json.writeEndObject();
        });
    }

    private void context(JsonGenerator json, MemberChange change, Map<String, FieldValue> traits) throws IOException {
        json.writeObjectFieldStart("context");
        library(json);
        if (!traits.isEmpty()) {
            write(json, traits);
        }
        var categories = categories(change);
        if (!categories.isEmpty()) {
            settings.vendor().consent(json, categories);
        }
        if (options.marks() != Marks.NOTHING) {
            settings.vendor().audience(json, options.id(), options.key());
        }
        json.writeEndObject();
    }

    /** A member of {@code context}. */
    static void library(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("library");
        json.writeStringField("name", "kohorte");
        json.writeStringField("version", SegmentConnector.VERSION);
        json.writeEndObject();
    }

    /** What the person answered, by the vendor's category; whom nobody asked is in none, since an empty one says no. */
    private Map<String, Boolean> categories(MemberChange change) {
        var categories = new TreeMap<String, Boolean>();
        settings.consentCategories().forEach((purpose, category) -> change.consent()
                .answer(purpose)
                .ifPresent(answer -> categories.merge(category, answer, Boolean::logicalAnd)));
        return categories;
    }

    private void integrations(JsonGenerator json) throws IOException {
        if (options.onlyTo().isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("integrations");
        json.writeBooleanField("All", false);
        for (var name : options.onlyTo()) {
            Json.write(json, name, FieldValue.of(true));
        }
        json.writeEndObject();
    }

    private String messageKey() {
        return batch.key().length() <= LONGEST_KEY ? batch.key() : Hash.SHA256_HEX.of(batch.key());
    }
}
