// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.toolkit.Json;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What can be said of one person, and of the request they stand in.
 *
 * @param clears whether every field is to be cleared, since they left
 */
record PersonScope(Scope request, AudienceSpec audience, MemberChange change, boolean clears) implements Scope {

    static PersonScope of(Scope request, AudienceSpec audience, MemberChange change) {
        var clears = change.change() == MemberChange.Kind.REMOVE
                && audience.deleteBehaviour() == DeleteBehaviour.CLEAR_FIELDS;
        return new PersonScope(request, audience, change, clears);
    }

    @Override
    public Optional<JsonNode> value(String name) {
        var subject = change.subject();
        return switch (name) {
            case "profile.id" -> Optional.of(text(subject.profileId()));
            case "key" -> audience.keyOf(subject).flatMap(subject::identifier).map(PersonScope::text);
            case "key.name" -> audience.keyOf(subject).map(PersonScope::text);
            case "identifiers" -> Optional.of(object(subject.identifiers(), PersonScope::text));
            case "fields" -> Optional.of(object(change.fields(), this::json));
            case "consents" -> Optional.of(object(new TreeMap<>(change.consent().grants()), BooleanNode::valueOf));
            case "change" -> Optional.of(text(word()));
            case "deleteBehaviour" ->
                change.change() == MemberChange.Kind.REMOVE
                        ? Optional.of(text(audience.deleteBehaviour().wire()))
                        : Optional.empty();
            default -> named(name);
        };
    }

    private Optional<JsonNode> named(String name) {
        var dot = name.indexOf('.');
        var rest = name.substring(dot + 1);
        return switch (name.substring(0, Math.max(dot, 0))) {
            case "identifier" -> change.subject().identifier(rest).map(PersonScope::text);
            case "field" -> Optional.ofNullable(change.fields().get(rest)).map(this::json);
            case "consent" -> change.consent().answer(rest).map(BooleanNode::valueOf);
            default -> request.value(name);
        };
    }

    private String word() {
        return switch (change.change()) {
            case ADD -> "ENTERED";
            case UPDATE -> "UPDATED";
            case REMOVE -> "EXITED";
        };
    }

    private JsonNode json(FieldValue value) {
        return clears ? NullNode.getInstance() : Json.node(value);
    }

    private static <V> JsonNode object(Map<String, V> values, Function<V, JsonNode> json) {
        var object = Json.mapper().createObjectNode();
        values.forEach((name, value) -> object.set(Json.whole(name), json.apply(value)));
        return object;
    }

    private static JsonNode text(String text) {
        return new TextNode(Json.whole(text));
    }
}
