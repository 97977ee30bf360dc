// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.kohorte.toolkit.identity.Hash;
import io.kohorte.toolkit.identity.Normaliser;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A value to be placed, such as <code>{{identifier.email | email | sha256}}</code>.
 *
 * @param rule what is done to its text first; empty when the value goes as it is, with its JSON type
 */
record Placeholder(String name, Optional<Normaliser> rule) {

    /**
     * @param inside what stands between the braces
     * @param setting where the template stands
     */
    static Placeholder read(String inside, String region, String setting) {
        var steps = Arrays.stream(inside.split("\\|", -1)).map(String::strip).toList();
        var name = steps.get(0);
        if (!Names.known(name)) {
            throw Mistake.in(setting, "Nothing is called {{" + name + "}}.");
        }
        if (steps.size() == 1) {
            return new Placeholder(name, Optional.empty());
        }
        var rule = Normaliser.asIs();
        for (var step : steps.subList(1, steps.size())) {
            rule = with(rule, step, region, setting);
        }
        return new Placeholder(name, Optional.of(rule));
    }

    private static Normaliser with(Normaliser before, String step, String region, String setting) {
        return switch (step) {
            case "text" -> before;
            case "lower" -> then(before, raw -> Optional.of(raw.toLowerCase(Locale.ROOT)));
            case "upper" -> before.upperCase();
            case "email" -> then(before, Normaliser.email());
            case "phone" -> then(before, Normaliser.phone(region));
            case "digits" -> then(before, Normaliser.phoneDigits(region));
            case "sha256" -> before.hashed(Hash.SHA256_HEX);
            case "sha256base64" -> before.hashed(Hash.SHA256_BASE64);
            case "md5" -> before.hashed(Hash.MD5_HEX);
            default -> throw Mistake.in(setting, "There is no rule called " + step + " for a placeholder.");
        };
    }

    private static Normaliser then(Normaliser before, Normaliser after) {
        return raw -> before.normalise(raw).flatMap(after::normalise);
    }

    /** The value, after its rule; empty when there is none, or nothing usable is left of it. */
    Optional<JsonNode> in(Scope scope) {
        var value = scope.value(name);
        if (rule.isEmpty() || value.filter(JsonNode::isNull).isPresent()) {
            return value;
        }
        return value.filter(JsonNode::isValueNode)
                .flatMap(node -> rule.get().normalise(node.asText()))
                .map(TextNode::new);
    }

    /** The value as text; empty when there is none, when it is blank, and when it is to be cleared. */
    Optional<String> textIn(Scope scope) {
        return in(scope)
                .filter(node -> node.isValueNode() && !node.isNull())
                .map(node -> node.isBigDecimal() ? node.decimalValue().toPlainString() : node.asText())
                .filter(text -> !text.isBlank());
    }
}
