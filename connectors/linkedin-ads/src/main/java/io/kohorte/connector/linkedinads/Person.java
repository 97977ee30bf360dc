// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.linkedinads;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kohorte.spi.Capability;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.UnsupportedCapabilityException;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.identity.Hash;
import io.kohorte.toolkit.identity.Normaliser;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One element of a request. The address is hashed; what is mapped helps to find the person and stays readable, as LinkedIn
 * wants it.
 *
 * @param device Android advertising id; LinkedIn takes none of Apple's
 * @param fields LinkedIn's names to texts that are not too long for it
 */
record Person(boolean leaves, Optional<String> email, Optional<String> device, Map<String, String> fields) {

    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}]+");

    /** Lower case, and without blanks wherever they stand. */
    static final Normaliser EMAIL = withoutBlanks().hashed(Hash.SHA256_HEX);

    /** As Android writes it: Apple writes its own in capitals. All zeros say that somebody does not want to be followed. */
    private static final Pattern ANDROID =
            Pattern.compile("(?!0{8}-0{4}-0{4}-0{4}-0{12})[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private static final Normaliser DEVICE = raw ->
            Normaliser.asIs().normalise(raw).filter(id -> ANDROID.matcher(id).matches());

    private static final Normaliser COUNTRY = Normaliser.country().upperCase();

    /** Longest texts; longer ones are left out, since half a name finds somebody else. */
    private static final Map<String, Integer> FIELDS =
            Map.of("firstName", 35, "lastName", 35, "title", 50, "company", 50, "country", 2);

    static Person of(MemberChange change) {
        var fields = new LinkedHashMap<String, String>();
        change.fields().forEach((name, value) -> {
            var longest = FIELDS.get(name);
            if (longest == null) {
                throw new ConnectorException(Problem.of(
                                ProblemCode.INVALID_SETTING,
                                "The mapping names a field that LinkedIn does not have; fields are firstName, lastName, title, company and country.")
                        .at(name));
            }
            text(value)
                    .flatMap(text -> name.equals("country")
                            ? COUNTRY.normalise(text)
                            : Normaliser.asIs().normalise(text))
                    .filter(text -> text.length() <= longest)
                    .ifPresent(text -> fields.put(name, text));
        });
        return new Person(
                change.change() == MemberChange.Kind.REMOVE,
                change.subject().identifier("email").flatMap(EMAIL::normalise),
                change.subject().identifier("maid").flatMap(DEVICE::normalise),
                fields);
    }

    private static Normaliser withoutBlanks() {
        var email = Normaliser.email();
        return raw -> email.normalise(BLANKS.matcher(raw).replaceAll(""));
    }

    private static Optional<String> text(FieldValue value) {
        if (value instanceof FieldValue.Text text) {
            return Optional.of(text.value());
        } else if (value instanceof FieldValue.IfEmpty) {
            throw new UnsupportedCapabilityException(Capability.SET_IF_EMPTY);
        }
        return Optional.empty();
    }

    /** @param byName whether first and last name are enough */
    boolean usable(List<String> keys, boolean byName) {
        return (email.isPresent() && keys.contains("email"))
                || (device.isPresent() && keys.contains("maid"))
                || (byName && fields.containsKey("firstName") && fields.containsKey("lastName"));
    }

    void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("action", leaves ? "REMOVE" : "ADD");
        json.writeArrayFieldStart("userIds");
        if (email.isPresent()) {
            id(json, "SHA256_EMAIL", email.get());
        }
        if (device.isPresent()) {
            id(json, "GOOGLE_AID", device.get());
        }
        json.writeEndArray();
        for (var field : fields.entrySet()) {
            Json.text(json, field.getKey(), field.getValue());
        }
        json.writeEndObject();
    }

    private static void id(JsonGenerator json, String type, String value) throws IOException {
        json.writeStartObject();
        json.writeStringField("idType", type);
        Json.text(json, "idValue", value);
        json.writeEndObject();
    }

    /** Neither address nor name. */
    @Override
    public String toString() {
        return "Person";
    }
}
