// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.unomi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.spi.Batch;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.MemberChange;
import io.kohorte.toolkit.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What one change makes of a profile. Unomi merges what is saved into the profile it has: properties that are not named
 * stay, {@code null} takes one away. Lists and segments it replaces as a whole, so those that are there are sent back;
 * before anybody has looked, placeholders stand for them.
 *
 * @param row in the batch
 */
record ProfileChange(
        UnomiSettings settings,
        AudienceOptions options,
        DeleteBehaviour behaviour,
        Batch batch,
        int row,
        Identities.Identity identity) {

    boolean left() {
        return change().change() == MemberChange.Kind.REMOVE;
    }

    boolean deletes() {
        return left() && behaviour == DeleteBehaviour.DELETE;
    }

    /** Whether there is anything to be said. */
    boolean saysSomething() {
        return !left()
                || behaviour == DeleteBehaviour.DELETE
                || (behaviour == DeleteBehaviour.CLEAR_FIELDS
                        && !change().fields().isEmpty())
                || (behaviour != DeleteBehaviour.NOTHING && options.marks() != AudienceOptions.Marks.NOTHING);
    }

    MemberChange change() {
        return batch.changes().get(row);
    }

    /** The id of a profile that is not there yet: always the same for the same person, so that nobody is created twice. */
    String newId() {
        return identity.isItemId()
                ? identity.value()
                : UUID.nameUUIDFromBytes((identity.place() + ":" + identity.value()).getBytes(StandardCharsets.UTF_8))
                        .toString();
    }

    /** As far as it is known before anybody has looked. */
    ObjectNode planned() {
        var placeholders = Json.mapper().createObjectNode();
        placeholders.putArray("segments").add("{segments}");
        placeholders.putObject("systemProperties").putArray("lists").add("{lists}");
        return body(identity.isItemId() ? identity.value() : "{profileId}", placeholders, true);
    }

    /** @param found the profile that is there; empty to create one */
    ObjectNode body(Optional<JsonNode> found) {
        var there = found.orElseGet(() -> Json.mapper().createObjectNode());
        return body(found.map(profile -> profile.path("itemId").asText()).orElseGet(this::newId), there, false);
    }

    private ObjectNode body(String id, JsonNode there, boolean planned) {
        var body = Json.mapper().createObjectNode().put("itemId", id).put("itemType", "profile");
        properties(body.putObject("properties"));
        if (options.marks() == AudienceOptions.Marks.LIST) {
            var lists = body.putObject("systemProperties").putArray("lists");
            lists(there, planned).forEach(lists::add);
        }
        var segments = body.putArray("segments");
        there.path("segments").forEach(segments::add);
        consents(body, there, planned);
        return body;
    }

    private void properties(ObjectNode properties) {
        var change = change();
        if (!left()) {
            if (!identity.isItemId()) {
                properties.put(identity.property(), identity.value());
            }
            change.fields().forEach((name, value) -> properties.set(name, Json.node(value)));
        } else if (behaviour == DeleteBehaviour.CLEAR_FIELDS) {
            change.fields().keySet().forEach(properties::putNull);
        }
        if (options.marks() == AudienceOptions.Marks.PROPERTY) {
            properties.put(options.property(), !left());
        }
    }

    private Set<String> lists(JsonNode there, boolean planned) {
        var lists = new LinkedHashSet<String>();
        there.at("/systemProperties/lists").forEach(list -> lists.add(list.asText()));
        if (!left()) {
            lists.add(options.remoteId());
        } else if (!planned) {
            lists.remove(options.remoteId());
        }
        return lists;
    }

    /** An answer that the profile has already keeps its dates. */
    private void consents(ObjectNode body, JsonNode there, boolean planned) {
        if (left()) {
            return;
        }
        settings.consentTypes()
                .forEach((purpose, type) -> change().consent().answer(purpose).ifPresent(granted -> {
                    var key = settings.scope() + "/" + type;
                    var status = granted ? "GRANTED" : "DENIED";
                    var known = there.path("consents").path(key);
                    var keep = known.path("status").asText().equals(status)
                            && known.path("statusDate").isValueNode()
                            && known.path("revokeDate").isValueNode();
                    var consent = body.withObjectProperty("consents")
                            .putObject(key)
                            .put("scope", settings.scope())
                            .put("typeIdentifier", type)
                            .put("status", status);
                    if (planned) {
                        consent.put("statusDate", "{statusDate}").put("revokeDate", "{revokeDate}");
                    } else if (keep) {
                        consent.set("statusDate", known.path("statusDate"));
                        consent.set("revokeDate", known.path("revokeDate"));
                    } else {
                        consent.put("statusDate", moment(batch.decidedAt()))
                                .put("revokeDate", moment(batch.decidedAt().plus(settings.consentValidity())));
                    }
                }));
    }

    private static String moment(Instant moment) {
        return moment.toString();
    }

    /** Without the change, which is personal data. */
    @Override
    public String toString() {
        return "row " + row;
    }
}
