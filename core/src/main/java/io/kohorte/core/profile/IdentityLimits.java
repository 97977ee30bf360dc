// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.profile;

import java.util.HashMap;
import java.util.Map;

/** How many values of each namespace one profile may have. */
public record IdentityLimits(int everywhere, Map<String, Integer> byNamespace) {

    public IdentityLimits {
        Map<String, Integer> merged = new HashMap<>(Map.of(Identity.USER_ID, 1, "customer_id", 1));
        merged.putAll(byNamespace);
        byNamespace = Map.copyOf(merged);
    }

    /** The limits that hold without configuration. */
    public static IdentityLimits standard() {
        return new IdentityLimits(5, Map.of());
    }

    int of(String namespace, Link.Strength strength) {
        int limit = byNamespace.getOrDefault(namespace, everywhere);
        return strength == Link.Strength.STATED ? Math.max(limit, everywhere) : limit;
    }
}
