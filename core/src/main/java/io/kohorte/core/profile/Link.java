// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.profile;

import java.util.List;
import java.util.stream.Stream;

/**
 * Identities that were seen together and so belong to one person.
 *
 * @param identities strongest first; the first is the one the sighting is about
 * @param previous for an alias: what the former name may be; those known are taken, else the last
 * @param cause a word for the record of merges ({@code import}, {@code identify} …)
 */
public record Link(List<Identity> identities, List<Identity> previous, Strength strength, String cause) {

    /** Whether the identities merely came together or someone said outright that they are one person. */
    public enum Strength {
        SEEN,
        STATED
    }

    public Link {
        if (identities.isEmpty()) {
            throw new IllegalArgumentException("a link needs an identity");
        }
        identities = List.copyOf(identities);
        previous = List.copyOf(previous);
    }

    /** Identities that came in one row or message. */
    public static Link seen(List<Identity> identities, String cause) {
        return new Link(identities, List.of(), Strength.SEEN, cause);
    }

    Stream<Identity> all() {
        return Stream.concat(identities.stream(), previous.stream());
    }
}
