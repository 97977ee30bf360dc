// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.klaviyo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.spi.FieldValue;
import io.kohorte.toolkit.Json;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A profile as an import takes it. Fields go where their names say: {@code first_name} and its like are attributes,
 * {@code location.city} is part of the location, everything else is a property of the customer's own.
 *
 * <p>A property is cleared by unsetting it. An attribute is cleared by {@code null}, which bulk jobs ignore (developers.klaviyo.com,
 * "Bulk Import Profiles API"): such a profile has to go out by itself.
 */
final class ProfileJson {

    private static final Set<String> ATTRIBUTES = Set.of(
            "email",
            "phone_number",
            "external_id",
            "first_name",
            "last_name",
            "organization",
            "locale",
            "title",
            "image");

    private static final Set<String> LOCATION = Set.of(
            "address1", "address2", "city", "country", "latitude", "longitude", "region", "zip", "timezone", "ip");

    private static final String LOCATION_PREFIX = "location.";

    private final ObjectNode attributes = Json.mapper().createObjectNode();
    private final ObjectNode properties = Json.mapper().createObjectNode();
    private final ArrayList<String> unset = new ArrayList<>();
    private final Optional<String> id;
    private boolean clearsAttributes;

    /** @param id Klaviyo's, where it is known that the profile exists */
    ProfileJson(ProfileKey key, Optional<String> id) {
        this.id = key.kind() == ProfileKey.Kind.ID ? Optional.of(key.value()) : id;
        if (key.kind() != ProfileKey.Kind.ID && id.isEmpty()) {
            attributes.put(key.kind().attribute, key.value());
        }
    }

    void put(Map<String, FieldValue> fields) {
        fields.forEach(this::put);
    }

    /** The identifier the profile is found by stays as it is, whatever a field of that name says. */
    void put(String field, FieldValue value) {
        if (ATTRIBUTES.contains(field)) {
            if (!attributes.has(field)) {
                attribute(attributes, field, value);
            }
        } else if (field.startsWith(LOCATION_PREFIX) && LOCATION.contains(field.substring(LOCATION_PREFIX.length()))) {
            attribute(attributes.withObject("/location"), field.substring(LOCATION_PREFIX.length()), value);
        } else if (value instanceof FieldValue.Empty) {
            unset.add(field);
        } else {
            properties.set(field, Json.node(value));
        }
    }

    /** Whether this is more than a bulk job can do. */
    boolean clearsAttributes() {
        return clearsAttributes;
    }

    ObjectNode resource() {
        var resource = JsonApi.resource("profile");
        id.ifPresent(known -> resource.put("id", known));
        var whole = resource.putObject("attributes").setAll(attributes);
        if (!properties.isEmpty()) {
            ((ObjectNode) whole).set("properties", properties);
        }
        if (!unset.isEmpty()) {
            var names = resource.putObject("meta").putObject("patch_properties").putArray("unset");
            unset.forEach(names::add);
        }
        return resource;
    }

    private void attribute(ObjectNode parent, String name, FieldValue value) {
        clearsAttributes |= value instanceof FieldValue.Empty;
        parent.set(name, Json.node(value));
    }
}
