// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.klaviyo;

import io.kohorte.toolkit.identity.Normaliser;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** By what Klaviyo finds a profile. */
record ProfileKey(Kind kind, String value) {

    /** Accepted as a match key, best first. */
    static final List<String> NAMESPACES =
            List.of("email", "phone", "external_id", "user_id", "customer_id", "klaviyo_id");

    /** Identifiers of a profile. */
    enum Kind {
        EMAIL("email"),
        PHONE("phone_number"),
        EXTERNAL("external_id"),
        /** Klaviyo's own. */
        ID("id");

        final String attribute;

        Kind(String attribute) {
            this.attribute = attribute;
        }

        /** Every namespace but these three is a customer's own number, and that is what an external id is. */
        static Kind of(String namespace) {
            return switch (namespace) {
                case "email" -> EMAIL;
                case "phone" -> PHONE;
                case "klaviyo_id" -> ID;
                default -> EXTERNAL;
            };
        }
    }

    /**
     * As Klaviyo keeps it: e-mail addresses in lower case, phone numbers in E.164; nothing is hashed.
     *
     * @param region for phone numbers without a country code
     * @return empty when the value is none of its kind
     */
    static Optional<ProfileKey> of(String namespace, String raw, String region) {
        var kind = Kind.of(namespace);
        var normaliser =
                switch (kind) {
                    case EMAIL -> Normaliser.email();
                    case PHONE -> Normaliser.phone(region);
                    case EXTERNAL, ID -> Normaliser.asIs();
                };
        return normaliser.normalise(raw).map(value -> new ProfileKey(kind, value));
    }

    /** A profile's value of this kind, as {@link #of} would have it. */
    static ProfileKey found(Kind kind, String value) {
        return new ProfileKey(kind, kind == Kind.EMAIL ? value.toLowerCase(Locale.ROOT) : value);
    }

    /** Without the value. */
    @Override
    public String toString() {
        return kind.attribute;
    }
}
