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

    /** How the identities came together, and so how much is said by it. */
    public enum Strength {
        /** Beside something that happened: they say who it was, and not by which of known names to reach them. */
        SEEN,
        /** As what a person is called: a row of a file, an {@code identify}. */
        TOLD,
        /** Someone said outright that they are one person. */
        STATED
    }

    public Link {
        if (identities.isEmpty()) {
            throw new IllegalArgumentException("a link needs an identity");
        }
        identities = List.copyOf(identities);
        previous = List.copyOf(previous);
    }

    /** Identities that came beside an event. */
    public static Link seen(List<Identity> identities, String cause) {
        return new Link(identities, List.of(), Strength.SEEN, cause);
    }

    /** Identities that somebody said a person has. */
    public static Link told(List<Identity> identities, String cause) {
        return new Link(identities, List.of(), Strength.TOLD, cause);
    }

    /** The same as a mere mention. */
    public Link inPassing() {
        return new Link(identities, previous, Strength.SEEN, cause);
    }

    /**
     * Whether this says that a person goes by the identity now, rather than by others of its namespace. One alone only says who is meant,
     * and several devices are in use at a time.
     */
    boolean tells(Identity identity) {
        return strength != Strength.SEEN
                && identities.size() + previous.size() > 1
                && !Identity.isOfDevice(identity.namespace());
    }

    Stream<Identity> all() {
        return Stream.concat(identities.stream(), previous.stream());
    }
}
