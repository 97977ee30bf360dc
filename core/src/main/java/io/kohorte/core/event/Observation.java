// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.core.profile.Link;
import java.time.Duration;
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
 * @param age how long before it arrived it was so, where {@code at} was counted back from the clock of this process
 */
public record Observation(
        long source,
        Optional<UUID> key,
        Link link,
        ObjectNode traits,
        Map<String, Boolean> consents,
        Instant at,
        @Nullable Duration age,
        @Nullable EventFact event) {

    public Observation {
        if (event != null && key.isEmpty()) {
            throw new IllegalArgumentException("an event needs a key");
        }
        consents = Map.copyOf(consents);
    }

    /** What was so at a moment that the source itself tells. */
    public Observation(
            long source,
            Optional<UUID> key,
            Link link,
            ObjectNode traits,
            Map<String, Boolean> consents,
            Instant at,
            @Nullable EventFact event) {
        this(source, key, link, traits, consents, at, null, event);
    }

    /** The same as what was said before: of these traits and of who goes by which name, somebody may have told newer ones since. */
    Observation again(Set<String> settled) {
        return new Observation(
                source, key, link.inPassing(), traits.deepCopy().without(settled), consents, at, age, event);
    }

    boolean isEventOnly() {
        return event != null && traits.isEmpty() && consents.isEmpty();
    }
}
