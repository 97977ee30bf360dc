// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.webhook;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.MemberChange;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.event.ChangeJson;
import java.io.IOException;

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
        return new Row(position, Json.write(json -> {
            json.writeStartObject();
            ChangeJson.members(json, change, behaviour);
            json.writeEndObject();
        }));
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
