// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.kohorte.core.learn.cluster.ClusterModel;
import java.io.IOException;

/** The stored form of a clustering: JSON of the records that make it. */
final class ClusterCodec {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ClusterCodec() {}

    static byte[] write(ClusterModel model) {
        try {
            return JSON.writeValueAsBytes(model);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a clustering is always writable", e);
        }
    }

    static ClusterModel read(byte[] body) {
        try {
            return JSON.readValue(body, ClusterModel.class);
        } catch (IOException e) {
            throw new IllegalArgumentException("not a stored clustering", e);
        }
    }
}
