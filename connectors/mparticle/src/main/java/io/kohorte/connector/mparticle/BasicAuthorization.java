// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mparticle;

import io.kohorte.toolkit.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** RFC 7617, in UTF-8. */
final class BasicAuthorization {

    private BasicAuthorization() {}

    static Secret of(String key, String secret) {
        var pair = (key + ":" + secret).getBytes(StandardCharsets.UTF_8);
        return new Secret("Basic " + Base64.getEncoder().encodeToString(pair));
    }
}
