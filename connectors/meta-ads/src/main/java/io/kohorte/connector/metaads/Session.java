// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.metaads;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kohorte.spi.Snapshot;
import io.kohorte.toolkit.identity.Hash;
import java.io.IOException;

/**
 * What ties calls of one upload together. Its number is made of our key, so that a call that is sent again says the same.
 *
 * @param sequence from 1
 */
record Session(long id, int sequence, boolean last) {

    /** 13 hexadecimal digits, 52 bits: exact in every JSON reader. */
    private static final int DIGITS = 13;

    /** A batch by itself. */
    static Session of(String batchKey) {
        return new Session(number(batchKey), 1, true);
    }

    static Session of(Snapshot snapshot) {
        return new Session(number(snapshot.key()), snapshot.part() + 1, snapshot.last());
    }

    private static long number(String key) {
        return Long.parseLong(Hash.SHA256_HEX.of(key).substring(0, DIGITS), 16);
    }

    void write(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("session");
        json.writeNumberField("session_id", id);
        json.writeNumberField("batch_seq", sequence);
        json.writeBooleanField("last_batch_flag", last);
        json.writeEndObject();
    }
}
