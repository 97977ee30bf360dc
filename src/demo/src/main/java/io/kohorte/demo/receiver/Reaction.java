// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.receiver;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;

/**
 * What a member did after the receiver's campaign.
 *
 * @param externalId the receiver's id of it: told twice, it is still one
 * @param type for example {@code purchase}
 */
public record Reaction(
        String externalId,
        String profile,
        Map<String, String> identifiers,
        String type,
        BigDecimal value,
        String currency,
        Instant occurredAt) {

    public Reaction {
        identifiers = Map.copyOf(identifiers);
    }
}
