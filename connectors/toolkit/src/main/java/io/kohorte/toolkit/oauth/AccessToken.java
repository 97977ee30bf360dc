// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.oauth;

import io.kohorte.toolkit.Secret;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A token and what came with it.
 *
 * @param value what goes into the {@code Authorization} header
 * @param staleAt when to fetch a new one; empty when the vendor names no lifetime
 * @param extras further texts of the token response, such as {@code instance_url}; never the refresh token
 */
public record AccessToken(Secret value, Optional<Instant> staleAt, Map<String, String> extras) {

    public AccessToken {
        extras = Map.copyOf(extras);
    }

    boolean staleAt(Instant now) {
        return staleAt.filter(then -> !now.isBefore(then)).isPresent();
    }

    @Override
    public String toString() {
        return "AccessToken";
    }
}
