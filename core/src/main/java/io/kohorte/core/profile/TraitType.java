// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.profile;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a trait's values are. The first value seen decides; the analytics replica has one column of that type per trait. */
public enum TraitType {
    TEXT,
    NUMBER,
    FLAG,
    /** An ISO 8601 date or date-time, kept as text. */
    TIME;

    private static final Pattern ISO_TIME = Pattern.compile(
            "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])(T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:?[0-9]{2})?)?");

    /** The type of one value; lists and objects count as text. */
    public static TraitType of(JsonNode value) {
        if (value.isBoolean()) {
            return FLAG;
        }
        if (value.isNumber()) {
            return NUMBER;
        }
        return value.isTextual() && ISO_TIME.matcher(value.textValue()).matches() ? TIME : TEXT;
    }

    /** Whether a trait of this type takes the value as its own. A text trait takes any text, also one that looks like a date. */
    public boolean accepts(JsonNode value) {
        return of(value) == this || (this == TEXT && !value.isBoolean() && !value.isNumber());
    }

    /** The name in the catalogue and on the wire. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The type of a name in the catalogue. */
    public static TraitType named(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }
}
