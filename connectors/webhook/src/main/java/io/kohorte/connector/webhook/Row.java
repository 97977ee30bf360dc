// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.webhook;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.toolkit.Json;
import java.io.IOException;
import java.util.TreeMap;

/**
 * A change as JSON, written once: its length decides where the batch is cut, and only then its index in the request is
 * known. The same change gives the same bytes, so that a message sent again is the same message.
 *
 * @param position in the batch
 * @param json object without the index
 */
@SuppressWarnings("ArrayRecordComponent") // made and written within one call
record Row(int position, byte[] json) {

    /** Room for {@code "index":999,} and the comma between two rows. */
    private static final int INDEX_BYTES = 16;

    static Row of(int position, MemberChange change, DeleteBehaviour behaviour) {
        return new Row(position, Json.write(json -> write(json, change, behaviour)));
    }

    private static void write(JsonGenerator json, MemberChange change, DeleteBehaviour behaviour) throws IOException {
        var left = change.change() == MemberChange.Kind.REMOVE;
        var clears = left && behaviour == DeleteBehaviour.CLEAR_FIELDS;
        json.writeStartObject();
        json.writeStringField(
                "change",
                switch (change.change()) {
                    case ADD -> "ENTERED";
                    case UPDATE -> "UPDATED";
                    case REMOVE -> "EXITED";
                });
        if (left) {
            json.writeStringField("deleteBehaviour", behaviour.wire());
        }
        Json.text(json, "profileId", change.subject().profileId());
        json.writeObjectFieldStart("identifiers");
        for (var identifier : change.subject().identifiers().entrySet()) {
            Json.text(json, identifier.getKey(), identifier.getValue());
        }
        json.writeEndObject();
        json.writeObjectFieldStart("fields");
        for (var field : change.fields().entrySet()) {
            if (clears || !(field.getValue() instanceof FieldValue.IfEmpty)) {
                Json.write(json, field.getKey(), clears ? FieldValue.EMPTY : field.getValue());
            }
        }
        json.writeEndObject();
        if (!left) {
            fieldsIfEmpty(json, change);
        }
        json.writeObjectFieldStart("consent");
        for (var grant : new TreeMap<>(change.consent().grants()).entrySet()) {
            json.writeBooleanField(grant.getKey(), grant.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    /** What the receiver writes only where it has no value yet; left out when there is nothing of that kind. */
    private static void fieldsIfEmpty(JsonGenerator json, MemberChange change) throws IOException {
        if (change.fields().values().stream().noneMatch(FieldValue.IfEmpty.class::isInstance)) {
            return;
        }
        json.writeObjectFieldStart("fieldsIfEmpty");
        for (var field : change.fields().entrySet()) {
            if (field.getValue() instanceof FieldValue.IfEmpty once) {
                Json.write(json, field.getKey(), once.value());
            }
        }
        json.writeEndObject();
    }

    /** Room it needs in a request. */
    int bytes() {
        return json.length + INDEX_BYTES;
    }

    /** Writes the row with its place in the request, by which the receiver names it in its answer. */
    void write(JsonGenerator generator, int index) throws IOException {
        generator.writeStartObject();
        generator.writeNumberField("index", index);
        Json.members(generator, json);
        generator.writeEndObject();
    }

    /** Without the change, which is personal data. */
    @Override
    public String toString() {
        return "row " + position;
    }
}
