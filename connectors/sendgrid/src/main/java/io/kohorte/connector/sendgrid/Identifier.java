// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.sendgrid;

import io.kohorte.toolkit.identity.Normaliser;
import java.util.Arrays;
import java.util.Optional;

/** By what SendGrid knows a contact. */
enum Identifier {
    EMAIL("email", "email"),
    EXTERNAL_ID("external_id", "external_id"),
    PHONE("phone", "phone_number_id"),
    ANONYMOUS_ID("anonymous_id", "anonymous_id");

    private final String namespace;
    private final String member;

    Identifier(String namespace, String member) {
        this.namespace = namespace;
        this.member = member;
    }

    static Optional<Identifier> of(String namespace) {
        return Arrays.stream(values())
                .filter(identifier -> identifier.namespace.equals(namespace))
                .findFirst();
    }

    /** Ours. */
    String namespace() {
        return namespace;
    }

    /** SendGrid's, of a contact. */
    String member() {
        return member;
    }

    /** @param defaultRegion for phone numbers without a country code; empty text when there is none */
    Optional<String> normalise(String raw, String defaultRegion) {
        return switch (this) {
            case EMAIL -> Normaliser.email().normalise(raw);
            case PHONE -> Normaliser.phone(defaultRegion).normalise(raw);
            case EXTERNAL_ID, ANONYMOUS_ID -> Normaliser.asIs().normalise(raw);
        };
    }
}
