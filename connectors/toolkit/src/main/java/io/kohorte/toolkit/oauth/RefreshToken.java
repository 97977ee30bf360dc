// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.oauth;

import io.kohorte.toolkit.Secret;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What refreshing an access token (RFC 6749 §6) needs: someone agreed once, in a browser, and this token remembers it.
 *
 * <p>Some vendors answer with another refresh token. That one is used from then on, in this process and as long as a
 * destination with this grant is open; it is not stored. After a restart the token of the settings is used again: vendors
 * that only prolong it, or keep the old one valid beside the new one, do not mind. One that withdraws the old one at once
 * refuses it then ({@code CREDENTIALS_EXPIRED}), and somebody has to connect the account again: switch rotation off there,
 * or choose another grant.
 *
 * @param extras further form fields, such as {@code scope}
 */
public record RefreshToken(
        String tokenUrl,
        String clientId,
        Secret clientSecret,
        Secret refreshToken,
        ClientCredentials.Style style,
        Map<String, String> extras)
        implements Grant {

    public RefreshToken {
        Objects.requireNonNull(tokenUrl, "tokenUrl");
        Objects.requireNonNull(clientId, "clientId");
        Objects.requireNonNull(clientSecret, "clientSecret");
        Objects.requireNonNull(refreshToken, "refreshToken");
        Objects.requireNonNull(style, "style");
        extras = Collections.unmodifiableMap(new LinkedHashMap<>(extras));
    }
}
