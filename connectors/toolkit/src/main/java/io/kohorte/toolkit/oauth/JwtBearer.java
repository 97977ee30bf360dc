// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.oauth;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a signed statement instead of a secret needs (RFC 7523 §2.1; RS256).
 *
 * @param claims as the vendor wants them: {@code iss}, {@code aud}, often {@code sub} or {@code scope}. The times {@code
 *     iat} and {@code exp} are added for each request, from the connector's clock
 * @param life of the statement, not of the token; at most what the vendor allows
 */
public record JwtBearer(String tokenUrl, RsaKey key, Map<String, String> claims, Duration life) implements Grant {

    public JwtBearer {
        Objects.requireNonNull(tokenUrl, "tokenUrl");
        Objects.requireNonNull(key, "key");
        claims = Collections.unmodifiableMap(new LinkedHashMap<>(claims));
        if (life.toSeconds() < 1) {
            throw new IllegalArgumentException("a statement that has ended before it is read");
        }
    }
}
