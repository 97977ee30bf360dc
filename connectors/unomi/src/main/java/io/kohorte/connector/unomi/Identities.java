// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.unomi;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.SubjectKeys;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where a profile holds our identities: in its id, or in a property.
 *
 * @param places our namespaces to {@code itemId} or {@code properties.<name>}
 */
record Identities(Map<String, String> places) {

    static final String ITEM_ID = "itemId";

    private static final Map<String, String> USUAL = Map.of(
            "user_id", ITEM_ID,
            "external_id", ITEM_ID,
            "customer_id", ITEM_ID,
            "email", "properties.email",
            "phone", "properties.phoneNumber");

    Identities {
        places = Map.copyOf(places);
    }

    /** @param chosen namespaces to {@code itemId} or the name of a property; goes before what is usual */
    static Identities of(Map<String, String> chosen) {
        var places = new TreeMap<>(USUAL);
        chosen.forEach(
                (namespace, place) -> places.put(namespace, place.equals(ITEM_ID) ? ITEM_ID : "properties." + place));
        return new Identities(places);
    }

    /** Empty for a namespace that no profile holds. */
    Optional<Identity> of(SubjectKeys subject, String namespace) {
        return Optional.ofNullable(places.get(namespace)).flatMap(place -> subject.identifier(namespace)
                .map(value -> new Identity(
                        place, namespace.equals("email") ? value.strip().toLowerCase(Locale.ROOT) : value.strip())));
    }

    /** Who a profile is, by all of our identities that it holds. */
    SubjectKeys subject(JsonNode profile) {
        var identifiers = new LinkedHashMap<String, String>();
        new TreeMap<>(places).forEach((namespace, place) -> value(profile, place)
                .filter(value -> !value.isBlank())
                .ifPresent(value -> identifiers.put(namespace, value)));
        return new SubjectKeys("", identifiers);
    }

    private static Optional<String> value(JsonNode profile, String place) {
        return Optional.of(profile.at("/" + place.replaceFirst("\\.", "/")))
                .filter(node -> node.isTextual() || node.isIntegralNumber())
                .map(JsonNode::asText);
    }

    /**
     * By what a profile is found.
     *
     * @param place {@code itemId} or {@code properties.<name>}
     */
    record Identity(String place, String value) {

        boolean isItemId() {
            return place.equals(ITEM_ID);
        }

        /** Name of the property, for those that are none of the id. */
        String property() {
            return place.substring("properties.".length());
        }

        /** Unomi compares texts of properties without regard to case. */
        boolean isOf(JsonNode profile) {
            return Identities.value(profile, place)
                    .filter(found -> isItemId() ? found.equals(value) : found.equalsIgnoreCase(value))
                    .isPresent();
        }

        /** Without the value, which is personal data. */
        @Override
        public String toString() {
            return place;
        }
    }
}
