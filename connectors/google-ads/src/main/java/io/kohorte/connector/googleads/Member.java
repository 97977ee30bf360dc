// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.googleads;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kohorte.spi.Capability;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.UnsupportedCapabilityException;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.identity.Normaliser;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One person as a list of some kind takes it. */
sealed interface Member {

    /** Fields of the mapping; an address counts only when all four of its parts are there. */
    Set<String> FIELDS = Set.of("emailAddress", "phoneNumber", "givenName", "familyName", "regionCode", "postalCode");

    /** Writes one element of {@code audienceMembers}. */
    void write(JsonGenerator json) throws IOException;

    /** Whether one of these namespaces names this person in a form that Google takes. */
    boolean usable(List<String> keys);

    /** Known by e-mail addresses, phone numbers and an address. */
    record Contact(List<String> emails, List<String> phones, Optional<Address> address) implements Member {

        /** {@code TOO_MANY_USER_IDENTIFIERS} above ten; there are at most five. */
        static Contact of(MemberChange change, Identifiers forms) {
            return new Contact(
                    both(change, "email", "emailAddress", forms.email),
                    both(change, "phone", "phoneNumber", forms.phone),
                    Address.of(change, forms));
        }

        private static List<String> both(MemberChange change, String namespace, String field, Normaliser form) {
            var known = change.subject().identifier(namespace).flatMap(form::normalise);
            var mapped = text(change, field).flatMap(form::normalise);
            if (mapped.isEmpty()) {
                return known.map(List::of).orElse(List.of());
            }
            var all = new LinkedHashSet<String>();
            known.ifPresent(all::add);
            all.add(mapped.get());
            return List.copyOf(all);
        }

        @Override
        public boolean usable(List<String> keys) {
            return (!emails.isEmpty() && keys.contains("email")) || (!phones.isEmpty() && keys.contains("phone"));
        }

        @Override
        public void write(JsonGenerator json) throws IOException {
            json.writeStartObject();
            json.writeObjectFieldStart("userData");
            json.writeArrayFieldStart("userIdentifiers");
            for (var email : emails) {
                json.writeStartObject();
                json.writeStringField("emailAddress", email);
                json.writeEndObject();
            }
            for (var phone : phones) {
                json.writeStartObject();
                json.writeStringField("phoneNumber", phone);
                json.writeEndObject();
            }
            if (address.isPresent()) {
                address.get().write(json);
            }
            json.writeEndArray();
            json.writeEndObject();
            json.writeEndObject();
        }
    }

    /** Names hashed, region and postal code readable: Google matches all four at once. */
    record Address(String givenName, String familyName, String regionCode, String postalCode) {

        private static Optional<Address> of(MemberChange change, Identifiers forms) {
            if (change.fields().isEmpty()) {
                return Optional.empty();
            }
            var given = text(change, "givenName").flatMap(forms.givenName::normalise);
            var family = text(change, "familyName").flatMap(forms.familyName::normalise);
            var region = text(change, "regionCode").flatMap(forms.region::normalise);
            var postal = text(change, "postalCode").flatMap(forms.postalCode::normalise);
            return given.isPresent() && family.isPresent() && region.isPresent() && postal.isPresent()
                    ? Optional.of(new Address(given.get(), family.get(), region.get(), postal.get()))
                    : Optional.empty();
        }

        private void write(JsonGenerator json) throws IOException {
            json.writeStartObject();
            json.writeObjectFieldStart("address");
            json.writeStringField("givenName", givenName);
            json.writeStringField("familyName", familyName);
            json.writeStringField("regionCode", regionCode);
            Json.text(json, "postalCode", postalCode);
            json.writeEndObject();
            json.writeEndObject();
        }
    }

    /** Known by the advertising id of a device; empty text when there is none. */
    record Device(String id) implements Member {

        static Device of(MemberChange change, Identifiers forms) {
            return new Device(change.subject()
                    .identifier("maid")
                    .flatMap(forms.device::normalise)
                    .orElse(""));
        }

        @Override
        public boolean usable(List<String> keys) {
            return !id.isEmpty();
        }

        @Override
        public void write(JsonGenerator json) throws IOException {
            json.writeStartObject();
            json.writeObjectFieldStart("mobileData");
            json.writeArrayFieldStart("mobileIds");
            Json.text(json, id);
            json.writeEndArray();
            json.writeEndObject();
            json.writeEndObject();
        }
    }

    /** Known by the number under which the advertiser's tag reports people to Google; empty text when there is none. */
    record User(String id) implements Member {

        static User of(MemberChange change, Identifiers forms) {
            return new User(change.subject()
                    .identifier("user_id")
                    .flatMap(forms.user::normalise)
                    .orElse(""));
        }

        @Override
        public boolean usable(List<String> keys) {
            return !id.isEmpty();
        }

        @Override
        public void write(JsonGenerator json) throws IOException {
            json.writeStartObject();
            json.writeObjectFieldStart("userIdData");
            Json.text(json, "userId", id);
            json.writeEndObject();
            json.writeEndObject();
        }
    }

    /** @throws ConnectorException for a field that Google does not have */
    static void requireKnown(MemberChange change) {
        for (var name : change.fields().keySet()) {
            if (!FIELDS.contains(name)) {
                throw new ConnectorException(Problem.of(
                                ProblemCode.INVALID_SETTING,
                                "The mapping names a field that Google does not have; fields are emailAddress, phoneNumber, givenName, familyName, regionCode and postalCode.")
                        .at(name));
            }
        }
    }

    private static Optional<String> text(MemberChange change, String field) {
        var value = change.fields().get(field);
        if (value instanceof FieldValue.Text text) {
            return Optional.of(text.value());
        } else if (value instanceof FieldValue.Numeric number) {
            return Optional.of(number.value().toPlainString());
        } else if (value instanceof FieldValue.IfEmpty) {
            throw new UnsupportedCapabilityException(Capability.SET_IF_EMPTY);
        }
        return Optional.empty();
    }
}
