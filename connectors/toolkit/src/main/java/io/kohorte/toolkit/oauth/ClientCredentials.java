// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.oauth;

import io.kohorte.toolkit.Secret;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What the client-credentials grant (RFC 6749 §4.4) needs.
 *
 * @param extras further form fields, such as {@code scope} or {@code audience}
 */
public record ClientCredentials(
        String tokenUrl, String clientId, Secret clientSecret, Style style, Map<String, String> extras)
        implements Grant {

    public ClientCredentials {
        Objects.requireNonNull(tokenUrl, "tokenUrl");
        Objects.requireNonNull(clientId, "clientId");
        Objects.requireNonNull(clientSecret, "clientSecret");
        Objects.requireNonNull(style, "style");
        extras = Collections.unmodifiableMap(new LinkedHashMap<>(extras));
    }

    /** Where id and secret travel. */
    public enum Style {
        /** In the {@code Authorization} header: preferred by RFC 6749. */
        BASIC,
        /** In the form, as {@code client_id} and {@code client_secret}. */
        FORM
    }
}
