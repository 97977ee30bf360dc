// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.VendorText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An error as HubSpot writes it, of a request or of one input in a batch. What is wrong with a property stands either in
 * {@code errors[].code} and {@code context.propertyName}, or as JSON inside the message.
 */
record VendorError(JsonNode json) {

    private static final Pattern NAME = Pattern.compile("\"name\"\\s*:\\s*\"([a-z][a-z0-9_]{0,99})\"");

    private static final Pattern SCOPE = Pattern.compile("[a-z0-9_.-]{1,80}");

    /** Of an answer without a body that could be read. */
    static VendorError none() {
        return new VendorError(MissingNode.getInstance());
    }

    String category() {
        return json.path("category").asText("");
    }

    /** What was missing, where HubSpot says so. */
    List<String> scopes() {
        var scopes = new ArrayList<String>();
        json.path("errors").forEach(error -> scopes.addAll(context(error, "requiredGranularScopes")));
        scopes.addAll(context(json, "requiredGranularScopes"));
        scopes.removeIf(scope -> !SCOPE.matcher(scope).matches());
        return scopes;
    }

    /** Texts under a name in {@code context}. */
    List<String> context(String name) {
        return context(json, name);
    }

    /** A problem that every row of the sync has, since the mapping or the unique property is wrong; empty otherwise. */
    Optional<Problem> aboutSettings() {
        if (says("PROPERTY_DOESNT_EXIST")) {
            return Optional.of(Problem.of(ProblemCode.INVALID_SETTING, "HubSpot has no contact property of this name.")
                    .at(property())
                    .vendor("PROPERTY_DOESNT_EXIST"));
        }
        if (says("non-unique") || says("NON_UNIQUE")) {
            return Optional.of(Problem.of(
                            ProblemCode.INVALID_SETTING,
                            "HubSpot finds contacts by the e-mail address or by a property with unique values only.")
                    .vendor(VendorText.clean(category())));
        }
        return Optional.empty();
    }

    /** What became of the row that this error is about. */
    Outcome outcome(MemberChange change) {
        return switch (category()) {
            case "RATE_LIMITS", "RATE_LIMIT" ->
                retry(ProblemCode.RATE_LIMITED, "HubSpot takes no more changes of this contact right now.");
            case "LOCKED" -> retry(ProblemCode.ROW_LOCKED, "HubSpot has locked this contact.");
            case "INTERNAL_ERROR", "SERVICE_UNAVAILABLE", "TIMEOUT", "BAD_GATEWAY" ->
                retry(ProblemCode.UNAVAILABLE, "HubSpot could not write this contact right now.");
            default -> rejected(change);
        };
    }

    /** The row stood alone or was named: it is refused for good. */
    Outcome rejected(MemberChange change) {
        var sentence = VendorText.clean(message(), change);
        return new Outcome.Rejected(Problem.of(code(), sentence.isEmpty() ? "HubSpot refused this contact." : sentence)
                .at(property())
                .vendor(VendorText.clean(category())));
    }

    private ProblemCode code() {
        if (says("INVALID_EMAIL")) {
            return ProblemCode.IDENTIFIER_INVALID;
        }
        if (says("GDPR")) {
            return ProblemCode.FORGOTTEN;
        }
        return switch (category()) {
            case "CONFLICT" -> ProblemCode.CONFLICT;
            case "OBJECT_NOT_FOUND" -> ProblemCode.NOT_FOUND;
            case "DUPLICATE_VALUE" -> ProblemCode.DUPLICATE;
            default -> ProblemCode.FIELD_INVALID;
        };
    }

    private Outcome retry(ProblemCode code, String sentence) {
        return new Outcome.Retry(
                Problem.of(code, sentence).vendor(VendorText.clean(category())),
                code == ProblemCode.RATE_LIMITED ? HubspotConnector.WINDOW : Duration.ZERO);
    }

    private boolean says(String word) {
        return message().contains(word)
                || json.path("subCategory").asText("").contains(word)
                || json.path("errors").findValuesAsText("code").stream().anyMatch(code -> code.contains(word));
    }

    private String message() {
        return json.path("message").asText("");
    }

    private String property() {
        for (var error : json.path("errors")) {
            var named = context(error, "propertyName");
            if (!named.isEmpty()) {
                return VendorText.clean(named.get(0));
            }
        }
        var named = context(json, "propertyName");
        if (!named.isEmpty()) {
            return VendorText.clean(named.get(0));
        }
        var inside = NAME.matcher(message());
        return inside.find() ? inside.group(1) : "";
    }

    private static List<String> context(JsonNode error, String name) {
        var texts = new ArrayList<String>();
        error.path("context").path(name).forEach(text -> texts.add(text.asText("")));
        return texts;
    }
}
