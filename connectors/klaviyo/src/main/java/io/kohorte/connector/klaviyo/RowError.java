// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.klaviyo;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.VendorText;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An error about one person: of a request, or of a bulk import job afterwards.
 *
 * @param pointer to what is wrong in the request, for example {@code /data/attributes/profiles/data/3/attributes/email}. That
 *     those of import errors count the profiles of the job in this way is from memory
 * @param detail the vendor's sentence, which may quote the person
 */
record RowError(String code, String pointer, String detail) {

    private static final Pattern POSITION =
            Pattern.compile("/profiles/data/(\\d{1,5})(?:/|$)|^/data/(\\d{1,5})(?:/|$)");

    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.-]{1,60}");

    /** Parts of a pointer that name no field. */
    private static final Set<String> STRUCTURE =
            Set.of("", "data", "attributes", "profiles", "profile", "properties", "location", "meta", "subscriptions");

    /** Klaviyo could not do it this time; from memory. */
    private static final Set<String> PASSING =
            Set.of("throttled", "timeout", "service_unavailable", "internal_error", "internal_server_error");

    private static final Set<String> IDENTIFIERS = Set.of("email", "phone_number", "external_id", "id");

    static RowError of(JsonNode error) {
        var code = error.path("code").asText("");
        return new RowError(
                CODE.matcher(code).matches() ? code : "",
                error.path("source").path("pointer").asText(""),
                error.path("detail").asText(error.path("title").asText("")));
    }

    /** The position of the profile among those of the request, from 0; empty when the pointer names none. */
    OptionalInt position() {
        var match = POSITION.matcher(pointer);
        if (!match.find()) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(Integer.parseInt(match.group(1) == null ? match.group(2) : match.group(1)));
    }

    /** With a sentence of our own, where the person that the vendor may quote is not at hand. */
    Outcome outcome() {
        if (PASSING.contains(code)) {
            var again = Problem.of(ProblemCode.UNAVAILABLE, "Klaviyo could not take this profile this time.");
            return new Outcome.Retry(again.vendor(code), Duration.ZERO);
        }
        var field = field();
        return rejection(
                field.isEmpty() ? "Klaviyo refused this profile." : "Klaviyo refused the value of " + field + ".");
    }

    /** @param sentence free of personal data */
    Outcome.Rejected rejection(String sentence) {
        var text = sentence.isEmpty() ? "Klaviyo refused this profile." : sentence;
        return new Outcome.Rejected(Problem.of(problemCode(), text).at(field()).vendor(code));
    }

    private ProblemCode problemCode() {
        if (code.equals("duplicate_profile")) {
            return ProblemCode.CONFLICT;
        }
        return IDENTIFIERS.contains(field()) ? ProblemCode.IDENTIFIER_INVALID : ProblemCode.FIELD_INVALID;
    }

    /** The last part of the pointer that is a name. */
    private String field() {
        var parts = pointer.split("/", -1);
        for (var i = parts.length - 1; i >= 0; i--) {
            if (!STRUCTURE.contains(parts[i]) && !parts[i].chars().allMatch(Character::isDigit)) {
                return VendorText.clean(parts[i]);
            }
        }
        return "";
    }

    /** Without the vendor's sentence. */
    @Override
    public String toString() {
        return "error " + code + " at " + pointer;
    }
}
