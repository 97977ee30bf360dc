// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.core.profile.Link;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One thing a source says about one person: who they are, what they are like, what they allowed, what they did.
 *
 * @param source the source's id
 * @param key tells a repeated delivery; none for what may be said again (a row of a customer list)
 * @param at when it was so
 */
public record Observation(
        long source,
        Optional<UUID> key,
        Link link,
        ObjectNode traits,
        Map<String, Boolean> consents,
        Instant at,
        @Nullable EventFact event) {

    public Observation {
        if (event != null && key.isEmpty()) {
            throw new IllegalArgumentException("an event needs a key");
        }
        consents = Map.copyOf(consents);
    }

    /** The same as what was said before: of these traits and of who goes by which name, somebody may have told newer ones since. */
    Observation again(Set<String> settled) {
        return new Observation(source, key, link.inPassing(), traits.deepCopy().without(settled), consents, at, event);
    }

    boolean isEventOnly() {
        return event != null && traits.isEmpty() && consents.isEmpty();
    }
}
