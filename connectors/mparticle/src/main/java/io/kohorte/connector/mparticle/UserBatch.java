// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mparticle;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kohorte.connector.mparticle.Identities.Identity;
import io.kohorte.spi.Batch;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.toolkit.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A change as a batch without events, written once: its length decides where the request is cut. It is the same on every
 * attempt, moments included.
 *
 * @param position in the batch of Kohorte
 * @param json the object
 */
@SuppressWarnings("ArrayRecordComponent") // made and written within one call
record UserBatch(int position, byte[] json) {

    /** Attributes a batch takes. */
    static final int MOST_ATTRIBUTES = 100;

    /** Characters an attribute's value takes. */
    static final int LONGEST_VALUE = 4_096;

    /** @param deleted names of attributes to delete */
    record Attributes(Map<String, FieldValue> set, List<String> deleted) {

        boolean isEmpty() {
            return set.isEmpty() && deleted.isEmpty();
        }

        int size() {
            return set.size() + deleted.size();
        }
    }

    /** What the change is about; nothing of it where it is silent. */
    static Attributes attributes(MemberChange change, AudienceOptions options, DeleteBehaviour behaviour) {
        var set = new LinkedHashMap<String, FieldValue>();
        var deleted = new ArrayList<String>();
        var left = change.change() == MemberChange.Kind.REMOVE;
        if (left && behaviour == DeleteBehaviour.NOTHING) {
            return new Attributes(set, deleted);
        }
        if (!left || behaviour == DeleteBehaviour.CLEAR_FIELDS) {
            change.fields().forEach((name, value) -> {
                if (left || value instanceof FieldValue.Empty) {
                    deleted.add(name);
                } else {
                    set.put(name, value);
                }
            });
        }
        options.attribute().ifPresent(mark -> {
            if (left && options.deletesMark()) {
                deleted.add(mark);
            } else if (change.change() != MemberChange.Kind.UPDATE) {
                set.put(mark, FieldValue.of(!left));
            }
        });
        return new Attributes(set, deleted);
    }

    static UserBatch of(
            int position,
            Batch batch,
            Collection<Identity> identities,
            Attributes attributes,
            MparticleSettings settings) {
        var change = batch.changes().get(position);
        return new UserBatch(position, Json.write(json -> {
            json.writeStartObject();
            json.writeStringField("environment", settings.environment());
            json.writeStringField("source_request_id", batch.key() + "-" + position);
            identities(json, identities);
            attributes(json, attributes);
            if (change.change() != MemberChange.Kind.REMOVE) {
                consent(json, change, batch.decidedAt(), settings);
            }
            plan(json, settings);
            json.writeEndObject();
        }));
    }

    private static void identities(JsonGenerator json, Collection<Identity> identities) throws IOException {
        for (var identity : identities) {
            if (identity.name().equals(Identities.MPID)) {
                json.writeNumberField(Identities.MPID, Long.parseLong(identity.value()));
                return;
            }
        }
        json.writeObjectFieldStart("user_identities");
        for (var identity : identities) {
            Json.text(json, identity.name(), identity.value());
        }
        json.writeEndObject();
    }

    private static void attributes(JsonGenerator json, Attributes attributes) throws IOException {
        if (!attributes.set().isEmpty()) {
            json.writeObjectFieldStart("user_attributes");
            for (var attribute : attributes.set().entrySet()) {
                Json.write(json, attribute.getKey(), attribute.getValue());
            }
            json.writeEndObject();
        }
        if (!attributes.deleted().isEmpty()) {
            json.writeArrayFieldStart("deleted_user_attributes");
            for (var name : attributes.deleted()) {
                Json.text(json, name);
            }
            json.writeEndArray();
        }
    }

    /**
     * Only what somebody was asked: no answer is neither yes nor no. An opt-out of sale is the consent's opposite. Not with a
     * removal, which may name an identity that is somebody else's by now.
     */
    private static void consent(JsonGenerator json, MemberChange change, Instant knownAt, MparticleSettings settings)
            throws IOException {
        var gdpr = new TreeMap<String, Boolean>();
        settings.gdprPurposes().forEach((ours, theirs) -> change.consent()
                .answer(ours)
                .ifPresent(granted ->
                        // two of ours may be one of theirs: a no counts more
                        gdpr.merge(theirs, granted, Boolean::logicalAnd)));
        var sale = settings.ccpaConsent().flatMap(purpose -> change.consent().answer(purpose));
        if (gdpr.isEmpty() && sale.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("consent_state");
        if (!gdpr.isEmpty()) {
            json.writeObjectFieldStart("gdpr");
            for (var purpose : gdpr.entrySet()) {
                state(json, purpose.getKey(), purpose.getValue(), knownAt);
            }
            json.writeEndObject();
        }
        if (sale.isPresent()) {
            json.writeObjectFieldStart("ccpa");
            state(json, "data_sale_opt_out", !sale.get(), knownAt);
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void state(JsonGenerator json, String name, boolean consented, Instant knownAt) throws IOException {
        json.writeFieldName(name);
        json.writeStartObject();
        json.writeBooleanField("consented", consented);
        json.writeNumberField("timestamp_unixtime_ms", knownAt.toEpochMilli());
        json.writeEndObject();
    }

    private static void plan(JsonGenerator json, MparticleSettings settings) throws IOException {
        if (settings.dataPlan().isEmpty()) {
            return;
        }
        var plan = settings.dataPlan().get();
        json.writeObjectFieldStart("context");
        json.writeObjectFieldStart("data_plan");
        Json.text(json, "plan_id", plan.id());
        if (plan.version().isPresent()) {
            json.writeNumberField("plan_version", plan.version().get());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    /** Room it needs in a request, the comma between two included. */
    int bytes() {
        return json.length + 1;
    }

    /** Without the change, which is personal data. */
    @Override
    public String toString() {
        return "user " + position;
    }
}
