// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.event;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SkipReason;
import io.kohorte.toolkit.Json;
import java.io.IOException;
import java.util.Optional;
import java.util.TreeMap;

/** A change in Kohorte's words. The same change gives the same bytes, so that a message sent again is the same message. */
public final class ChangeJson {

    private ChangeJson() {}

    /**
     * Members {@code audience} and {@code syncMode} of an object that was begun.
     *
     * @param remoteId the receiver's own name of the audience; empty text when it has none
     */
    public static void audience(JsonGenerator json, AudienceSpec audience, String remoteId) throws IOException {
        json.writeObjectFieldStart("audience");
        Json.text(json, "key", audience.key());
        Json.text(json, "name", audience.name());
        if (!remoteId.isEmpty()) {
            Json.text(json, "remoteId", remoteId);
        }
        json.writeEndObject();
        json.writeStringField("syncMode", audience.mode().wire());
    }

    /** The outcome of a change that nobody is told of: of who leaves where that means nothing, of who cannot be named. */
    public static Optional<Outcome> heldBack(AudienceSpec audience, MemberChange change) {
        if (change.change() == MemberChange.Kind.REMOVE) {
            return audience.deleteBehaviour() == DeleteBehaviour.NOTHING
                    ? Optional.of(new Outcome.Skipped(SkipReason.NOTHING_TO_SEND))
                    : Optional.empty();
        }
        return audience.keyOf(change.subject()).isPresent()
                ? Optional.empty()
                : Optional.of(new Outcome.Rejected(
                        Problem.of(ProblemCode.IDENTIFIER_MISSING, "This person has no " + audience.matchKey() + ".")
                                .at(audience.matchKey())));
    }

    /** Members {@code change profileId identifiers fields consent} and their like of an object that was begun. */
    public static void members(JsonGenerator json, MemberChange change, DeleteBehaviour behaviour) throws IOException {
        var left = change.change() == MemberChange.Kind.REMOVE;
        var clears = left && behaviour == DeleteBehaviour.CLEAR_FIELDS;
        json.writeStringField(
                "change",
                switch (change.change()) {
                    case ADD -> "ENTERED";
                    case UPDATE -> "UPDATED";
                    case REMOVE -> "EXITED";
                });
        if (left) {
            json.writeStringField("deleteBehaviour", behaviour.wire());
        }
        Json.text(json, "profileId", change.subject().profileId());
        json.writeObjectFieldStart("identifiers");
        for (var identifier : change.subject().identifiers().entrySet()) {
            Json.text(json, identifier.getKey(), identifier.getValue());
        }
        json.writeEndObject();
        json.writeObjectFieldStart("fields");
        for (var field : change.fields().entrySet()) {
            if (clears || !(field.getValue() instanceof FieldValue.IfEmpty)) {
                Json.write(json, field.getKey(), clears ? FieldValue.EMPTY : field.getValue());
            }
        }
        json.writeEndObject();
        if (!left) {
            fieldsIfEmpty(json, change);
        }
        json.writeObjectFieldStart("consent");
        for (var grant : new TreeMap<>(change.consent().grants()).entrySet()) {
            json.writeBooleanField(grant.getKey(), grant.getValue());
        }
        json.writeEndObject();
    }

    /** What the receiver writes only where it has no value yet; left out when there is nothing of that kind. */
    private static void fieldsIfEmpty(JsonGenerator json, MemberChange change) throws IOException {
        if (change.fields().values().stream().noneMatch(FieldValue.IfEmpty.class::isInstance)) {
            return;
        }
        json.writeObjectFieldStart("fieldsIfEmpty");
        for (var field : change.fields().entrySet()) {
            if (field.getValue() instanceof FieldValue.IfEmpty once) {
                Json.write(json, field.getKey(), once.value());
            }
        }
        json.writeEndObject();
    }
}
