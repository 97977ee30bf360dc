// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.sendgrid;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How SendGrid calls the fields of the mapping: reserved ones by their names, custom ones by ids such as {@code e1_N}, whose
 * last letter is the type. A mapping may use either the id or the name that people see.
 *
 * @param byName lower-case names to ids; empty when nobody asked
 */
record FieldIds(Optional<Map<String, String>> byName) {

    /** For previews: what only SendGrid knows stands in braces. */
    static final FieldIds UNKNOWN = new FieldIds(Optional.empty());

    static final Set<String> RESERVED = Set.of(
            "email",
            "phone_number_id",
            "external_id",
            "anonymous_id",
            "first_name",
            "last_name",
            "address_line_1",
            "address_line_2",
            "city",
            "state_province_region",
            "country",
            "postal_code");

    private static final Pattern ID = Pattern.compile("[ew][0-9]{1,6}_[TND]");

    /** Whether SendGrid has to be asked for ids before these fields can be written. */
    static boolean mustBeAsked(Collection<String> names) {
        return !names.stream()
                .allMatch(name -> RESERVED.contains(name) || ID.matcher(name).matches());
    }

    static FieldIds read(JsonNode answer) {
        var fields = answer.path("custom_fields");
        if (!fields.isArray()) {
            throw SendgridApi.badAnswer("without its custom fields");
        }
        var ids = new HashMap<String, String>();
        fields.forEach(field ->
                ids.put(SendgridApi.text(field, "name").toLowerCase(Locale.ROOT), SendgridApi.text(field, "id")));
        return new FieldIds(Optional.of(Map.copyOf(ids)));
    }

    /** @throws ConnectorException {@code INVALID_SETTING} when there is no such field */
    String id(String name) {
        if (ID.matcher(name).matches()) {
            return name;
        }
        if (byName.isEmpty()) {
            return "{" + name.replaceAll("[^A-Za-z]", "") + "}";
        }
        var id = byName.get().get(name.toLowerCase(Locale.ROOT));
        if (id == null) {
            throw new ConnectorException(Problem.of(ProblemCode.INVALID_SETTING, "SendGrid has no field of this name.")
                    .at(name));
        }
        return id;
    }

    /** What a custom field takes. */
    enum Type {
        TEXT,
        NUMBER,
        DATE,
        UNKNOWN;

        static Type of(String id) {
            return switch (id.charAt(id.length() - 1)) {
                case 'T' -> TEXT;
                case 'N' -> NUMBER;
                case 'D' -> DATE;
                default -> UNKNOWN;
            };
        }
    }
}
