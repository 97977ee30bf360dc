// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.segment;

import com.fasterxml.jackson.core.JsonToken;
import io.kohorte.toolkit.Json;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * The first element of a JSON list, byte by byte as it came: a signature covers bytes, never a re-written form.
 *
 * @param alone whether no other element follows
 */
@SuppressWarnings("ArrayRecordComponent") // read within one call
record FirstElement(byte[] bytes, boolean alone) {

    /** Empty for what is no list, or none of objects. */
    static Optional<FirstElement> of(byte[] json) {
        try (var parser = Json.mapper().createParser(json)) {
            if (parser.nextToken() != JsonToken.START_ARRAY || parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            var from = (int) parser.currentTokenLocation().getByteOffset();
            parser.skipChildren();
            var to = (int) parser.currentLocation().getByteOffset();
            return Optional.of(
                    new FirstElement(Arrays.copyOfRange(json, from, to), parser.nextToken() == JsonToken.END_ARRAY));
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }
}
