// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.braze;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.toolkit.Json;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * A change as an object of {@code attributes}, written once: its length decides where the batch is cut. Only what the
 * change is about goes in, since Braze bills each attribute that is sent; where a change may create somebody, the mark goes
 * in as well.
 *
 * @param position in the batch
 * @param json the object
 */
@SuppressWarnings("ArrayRecordComponent") // made and written within one call
record UserObject(int position, byte[] json) {

    /** Braze refuses larger ones. */
    static final int LARGEST = 100_000;

    /**
     * Names that a mapping may not write: they find the user, or decide whom Braze may send to. Subscriptions change only
     * by the settings of an audience, and only with consent.
     */
    private static final Set<String> RESERVED = Set.of(
            "external_id",
            "braze_id",
            "user_alias",
            "email_subscribe",
            "push_subscribe",
            "subscription_groups",
            "push_tokens",
            "push_token_import",
            "_update_existing_only",
            "_merge_objects");

    /** Names of custom attributes may be this long. */
    private static final int LONGEST_NAME = 255;

    /** A field of the mapping that may not be sent, if there is one. */
    static Optional<String> forbidden(MemberChange change, AudienceOptions options) {
        return change.fields().keySet().stream()
                .filter(name -> RESERVED.contains(name)
                        || name.isBlank()
                        || name.length() > LONGEST_NAME
                        || name.startsWith("$")
                        || (options.markBy() != AudienceOptions.MarkBy.FIELDS && name.equals(options.attribute())))
                .findFirst();
    }

    /** Empty when there is nothing to say of this change. */
    static Optional<UserObject> of(
            int position, MemberChange change, UserKey key, AudienceOptions options, DeleteBehaviour behaviour) {
        var left = change.change() == MemberChange.Kind.REMOVE;
        var clears = left && behaviour == DeleteBehaviour.CLEAR_FIELDS;
        var creates = creates(change, options);
        var marks = options.markBy() != AudienceOptions.MarkBy.FIELDS
                && (change.change() != MemberChange.Kind.UPDATE || creates);
        var fields =
                (!left || clears) && change.fields().keySet().stream().anyMatch(name -> !name.equals(key.kind().field));
        var subscription = subscription(change, options);
        if (!fields && !marks && subscription.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new UserObject(position, Json.write(json -> {
            json.writeStartObject();
            key.write(json);
            json.writeBooleanField("_update_existing_only", !creates);
            if (fields) {
                fields(json, change, key, clears);
            }
            if (marks) {
                mark(json, options, !left);
            }
            if (subscription.isPresent()) {
                subscription(json, options, subscription.get());
            }
            json.writeEndObject();
        })));
    }

    /** A new profile can be written to at once, so somebody is created only who said yes. */
    private static boolean creates(MemberChange change, AudienceOptions options) {
        return options.createUsers()
                && change.change() != MemberChange.Kind.REMOVE
                && AudienceOptions.granted(change.consent(), "email");
    }

    private static void fields(JsonGenerator json, MemberChange change, UserKey key, boolean clears)
            throws IOException {
        for (var field : change.fields().entrySet()) {
            if (!field.getKey().equals(key.kind().field)) {
                Json.write(json, field.getKey(), clears ? FieldValue.EMPTY : field.getValue());
            }
        }
    }

    private static void mark(JsonGenerator json, AudienceOptions options, boolean member) throws IOException {
        if (options.markBy() == AudienceOptions.MarkBy.FLAG) {
            json.writeBooleanField(options.attribute(), member);
            return;
        }
        json.writeObjectFieldStart(options.attribute());
        json.writeArrayFieldStart(member ? "add" : "remove");
        Json.text(json, options.value());
        json.writeEndArray();
        json.writeEndObject();
    }

    /** The state to set in the subscription group; empty to leave it alone. */
    private static Optional<String> subscription(MemberChange change, AudienceOptions options) {
        if (options.subscriptionGroup().isEmpty()) {
            return Optional.empty();
        }
        return switch (change.change()) {
            case ADD ->
                AudienceOptions.granted(change.consent(), options.channel())
                        ? Optional.of("subscribed")
                        : Optional.empty();
            case UPDATE -> Optional.empty();
            case REMOVE -> options.unsubscribeLeavers() ? Optional.of("unsubscribed") : Optional.empty();
        };
    }

    private static void subscription(JsonGenerator json, AudienceOptions options, String state) throws IOException {
        json.writeArrayFieldStart("subscription_groups");
        json.writeStartObject();
        Json.text(json, "subscription_group_id", options.subscriptionGroup().orElseThrow());
        json.writeStringField("subscription_state", state);
        json.writeEndObject();
        json.writeEndArray();
    }

    /** Room it needs in a request, the comma between two included. */
    int bytes() {
        return json.length + 1;
    }

    /** Without the change, which is personal data. */
    @Override
    public String toString() {
        return "user " + position;
    }
}
