// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.braze;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kohorte.toolkit.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * By what Braze finds a user.
 *
 * @param label of an alias; empty text for all others
 */
record UserKey(Kind kind, String value, String label) {

    /** Braze refuses longer external ids ({@code EXTERNAL_USER_ID_TOO_LARGE}). */
    private static final int LONGEST_EXTERNAL_ID = 987;

    /** Each has a name in a user object and one in {@code /users/delete}, where a request takes one kind. */
    enum Kind {
        EXTERNAL_ID("external_id", "external_ids"),
        USER_ALIAS("user_alias", "user_aliases"),
        BRAZE_ID("braze_id", "braze_ids"),
        EMAIL("email", "email_addresses"),
        PHONE("phone", "phone_numbers");

        final String field;
        final String array;

        Kind(String field, String array) {
            this.field = field;
            this.array = array;
        }
    }

    /** What is wrong with it, in one sentence, before anyone is asked. */
    Optional<String> mistake() {
        return kind == Kind.EXTERNAL_ID && value.getBytes(StandardCharsets.UTF_8).length > LONGEST_EXTERNAL_ID
                ? Optional.of("An external id of Braze has at most " + LONGEST_EXTERNAL_ID + " bytes.")
                : Optional.empty();
    }

    /** As a member of a user object. */
    void write(JsonGenerator json) throws IOException {
        json.writeFieldName(kind.field);
        if (kind == Kind.USER_ALIAS) {
            alias(json);
        } else {
            Json.text(json, value);
        }
    }

    /** As an element of the arrays of {@code /users/delete}. */
    void writeForDeletion(JsonGenerator json) throws IOException {
        switch (kind) {
            case USER_ALIAS -> alias(json);
            case EMAIL -> {
                json.writeStartObject();
                Json.text(json, "email", value);
                json.writeArrayFieldStart("prioritization");
                json.writeString("identified");
                json.writeString("most_recently_updated");
                json.writeEndArray();
                json.writeEndObject();
            }
            case EXTERNAL_ID, BRAZE_ID, PHONE -> Json.text(json, value);
        }
    }

    private void alias(JsonGenerator json) throws IOException {
        json.writeStartObject();
        Json.text(json, "alias_name", value);
        Json.text(json, "alias_label", label);
        json.writeEndObject();
    }

    /** Without the value, which is personal data. */
    @Override
    public String toString() {
        return kind.field;
    }
}
