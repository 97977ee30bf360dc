// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import java.util.Optional;
import java.util.Set;

/**
 * A source that used to deliver and whose latest import failed: what we know from it may be half of the truth.
 *
 * @param traits that it brings
 * @param consents purposes for which it brings consent
 * @param event the mapping of its events, where it has any
 */
public record FailedSource(String name, Set<String> traits, Set<String> consents, Optional<EventMapping> event) {

    static FailedSource of(Source source) {
        var mapping = source.mapping;
        return new FailedSource(
                source.name,
                mapping.traits().keySet(),
                mapping.consents().keySet(),
                Optional.ofNullable(mapping.event()));
    }

    public boolean bringsEvent(String name) {
        return event.filter(mapping -> mapping.name().column() != null
                        || name.equals(mapping.name().constant())
                        || name.equals(mapping.refund()))
                .isPresent();
    }
}
