// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.customerio;

import io.kohorte.toolkit.identity.Normaliser;
import java.util.List;
import java.util.Optional;

/** By what Customer.io finds a person: exactly one identifier. */
record PersonKey(Kind kind, String value) {

    /** Accepted as a match key, best first. */
    static final List<String> NAMESPACES =
            List.of("external_id", "user_id", "customer_id", "email", "phone", "customerio_id");

    /** Identifiers of a person. E-mail and phone only where the workspace has them as identifiers. */
    enum Kind {
        ID("id"),
        EMAIL("email"),
        PHONE("phone"),
        /** Customer.io's own. */
        CIO_ID("cio_id");

        final String wire;

        Kind(String wire) {
            this.wire = wire;
        }

        /** Whether segments take it: all of one call are of one kind. */
        boolean namesMembers() {
            return this != PHONE;
        }

        static Kind of(String namespace) {
            return switch (namespace) {
                case "email" -> EMAIL;
                case "phone" -> PHONE;
                case "customerio_id" -> CIO_ID;
                default -> ID;
            };
        }
    }

    /**
     * Nothing is hashed.
     *
     * @param region for phone numbers without a country code
     * @return empty when the value is none of its kind
     */
    static Optional<PersonKey> of(String namespace, String raw, String region) {
        var kind = Kind.of(namespace);
        var normaliser =
                switch (kind) {
                    case EMAIL -> Normaliser.email();
                    case PHONE -> Normaliser.phone(region);
                    case ID, CIO_ID -> Normaliser.asIs();
                };
        return normaliser.normalise(raw).map(value -> new PersonKey(kind, value));
    }

    /** Without the value. */
    @Override
    public String toString() {
        return kind.wire;
    }
}
