// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.value;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/** The stored form of a value model: JSON of its records, the methods by the names listed there and by no class. */
public final class ValueCodec {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ValueCodec() {}

    public static byte[] write(ValueModel model) {
        try {
            return JSON.writeValueAsBytes(model);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a value model is always writable", e);
        }
    }

    /** Throws {@link IllegalArgumentException} where the bytes are not what {@link #write} wrote. */
    public static ValueModel read(byte[] body) {
        try {
            return JSON.readValue(body, ValueModel.class);
        } catch (IOException e) {
            throw new IllegalArgumentException("not a stored value model", e);
        }
    }
}
