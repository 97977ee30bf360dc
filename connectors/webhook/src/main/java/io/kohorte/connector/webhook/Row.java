// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.webhook;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.toolkit.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;

/**
 * A change as JSON, written once: its length decides where the batch is cut, and only then its index in the request is
 * known. The same change gives the same text, so that a message sent again is the same message.
 *
 * @param position in the batch
 * @param json object without the index
 * @param bytes room it needs in a request
 */
record Row(int position, String json, int bytes) {

    /** Room for {@code "index":999,} and the comma between two rows. */
    private static final int INDEX_BYTES = 16;

    static Row of(int position, MemberChange change, DeleteBehaviour behaviour) {
        var json = Json.write(generator -> write(generator, change, behaviour));
        return new Row(position, new String(json, StandardCharsets.UTF_8), json.length + INDEX_BYTES);
    }

    private static void write(JsonGenerator json, MemberChange change, DeleteBehaviour behaviour) throws IOException {
        var left = change.change() == MemberChange.Kind.REMOVE;
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
            json.writeFieldName(field.getKey());
            Json.write(json, left && behaviour == DeleteBehaviour.CLEAR_FIELDS ? FieldValue.EMPTY : field.getValue());
        }
        json.writeEndObject();
        json.writeObjectFieldStart("consent");
        for (var grant : new TreeMap<>(change.consent().grants()).entrySet()) {
            json.writeBooleanField(grant.getKey(), grant.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    /** Writes the row with its place in the request, by which the receiver names it in its answer. */
    void write(JsonGenerator generator, int index) throws IOException {
        generator.writeRawValue("{\"index\":" + index + "," + json.substring(1));
    }

    /** Without the change, which is personal data. */
    @Override
    public String toString() {
        return "row " + position;
    }
}
