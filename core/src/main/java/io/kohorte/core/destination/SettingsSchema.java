// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.destination;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.AnnotationKeyword;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.ValidationMessage;
import io.kohorte.core.platform.problem.ProblemDetail.FieldError;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The JSON Schema (2020-12) of a connector's settings: checks values, and knows which are secret. Its sentences never
 * repeat a value, since any may be a secret.
 */
final class SettingsSchema {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** What the standard does not know says something to people, as our {@code translations} do, and checks nothing. */
    private static final JsonMetaSchema ANNOTATED = JsonMetaSchema.builder(JsonMetaSchema.getV202012())
            .unknownKeywordFactory((keyword, context) -> new AnnotationKeyword(keyword))
            .build();

    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.builder()
            .defaultMetaSchemaIri(ANNOTATED.getIri())
            .metaSchema(ANNOTATED)
            .build();
    private static final SchemaValidatorsConfig CONFIG = SchemaValidatorsConfig.builder()
            .formatAssertionsEnabled(true)
            .pathType(PathType.JSON_POINTER)
            .locale(Locale.ENGLISH)
            .build();

    private final JsonNode text;
    private final JsonSchema schema;
    private final Set<String> secrets;

    private SettingsSchema(JsonNode text) {
        this.text = text;
        this.schema = FACTORY.getSchema(text, CONFIG);
        this.secrets = secretNames(text);
    }

    static SettingsSchema of(String text) {
        try {
            return new SettingsSchema(JSON.readTree(text));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the connector's schema is not JSON", e);
        }
    }

    JsonNode asJson() {
        return text;
    }

    /** Names of the settings, at the top, that are secret or contain something secret. */
    Set<String> secrets() {
        return secrets;
    }

    /** Ends of the versions that these settings choose; the next one first. */
    List<VersionEnd> ends(JsonNode settings) {
        return VersionEnds.of(text, settings);
    }

    boolean declares(String name) {
        return text.path("properties").has(name);
    }

    /** @param at where the settings stand in the request, for example {@code /settings} */
    List<FieldError> check(ObjectNode settings, String at) {
        return schema.validate(settings).stream()
                .map(message -> error(message, at))
                .sorted(Comparator.comparing(FieldError::pointer))
                .distinct()
                .toList();
    }

    private static FieldError error(ValidationMessage message, String at) {
        var inner = message.getInstanceLocation().toString();
        var pointer = at + (inner.equals("/") ? "" : inner);
        var property = message.getProperty();
        return switch (message.getType()) {
            case "required", "dependentRequired" ->
                new FieldError(pointer + "/" + property, "MISSING_SETTING", "This setting is missing.");
            case "additionalProperties", "unevaluatedProperties" ->
                new FieldError(pointer + "/" + property, "UNKNOWN_SETTING", "There is no such setting.");
            default -> new FieldError(pointer, "INVALID_SETTING", sentence(message));
        };
    }

    private static String sentence(ValidationMessage message) {
        var rule =
                message.getSchemaNode() == null ? "" : message.getSchemaNode().asText();
        return switch (message.getType()) {
            case "type" -> "The value has the wrong type.";
            case "enum", "const" -> "The value is none of those allowed.";
            case "format" -> "The value is no valid " + rule + ".";
            case "pattern" -> "The value does not have the expected form.";
            case "minLength", "minItems" -> "The value is too short.";
            case "maxLength", "maxItems" -> "The value is too long.";
            case "minimum", "exclusiveMinimum" -> "The value is too small.";
            case "maximum", "exclusiveMaximum" -> "The value is too large.";
            default -> "The value does not fit the settings of this connector.";
        };
    }

    private static Set<String> secretNames(JsonNode schema) {
        var names = new LinkedHashSet<String>();
        schema.path("properties").properties().forEach(property -> {
            if (property.getValue().findValues("writeOnly").stream().anyMatch(JsonNode::asBoolean)) {
                names.add(property.getKey());
            }
        });
        return Set.copyOf(names);
    }
}
