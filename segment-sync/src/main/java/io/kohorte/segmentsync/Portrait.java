// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.WireRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes down what went to and fro about one person as {@link MarkedText}: secrets are gone for good, and every value counts
 * as personal unless it is known not to be. Hashes are values like any other.
 */
final class Portrait {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final Pattern SECRET_NAME = Pattern.compile(
            "token|secret|passw|signature|authori[sz]ation|credential|cookie|session|api[-_]?key|private[-_]?key|assertion",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern SECRET_PAIR = Pattern.compile(
            "([\\w.-]*(?:" + SECRET_NAME.pattern() + ")[\\w.-]*\\s*[=:]\\s*)[^&\\s]+", Pattern.CASE_INSENSITIVE);
    private static final Pattern QUERY_VALUE = Pattern.compile("(?<==)[^&#]*");
    private static final Set<String> PLAIN_HEADERS = Set.of("accept", "content-type", "content-encoding", "user-agent");
    /** Their values name kinds of things, never a person. */
    private static final Set<String> PLAIN_KEYS = Set.of(
            "type",
            "object",
            "method",
            "op",
            "operation",
            "action",
            "event",
            "status",
            "statuscode",
            "success",
            "created",
            "code",
            "errorcode",
            "error_code",
            "field",
            "fields",
            "path",
            "index");

    private static final Pattern PLAIN_VALUE = Pattern.compile("[\\p{L}\\p{N}_.:/\\[\\]-]{1,60}");
    private static final int SHORTEST_KNOWN = 3;

    private final UnaryOperator<String> withoutSecrets;
    private final Optional<Pattern> known;

    /** @param withoutSecrets takes the account's own secrets out */
    Portrait(MemberChange person, UnaryOperator<String> withoutSecrets) {
        this.withoutSecrets = withoutSecrets;
        this.known = known(person);
    }

    private static Optional<Pattern> known(MemberChange person) {
        var texts = person.fields().values().stream()
                .flatMap(value -> value instanceof FieldValue.Text text ? Stream.of(text.value()) : Stream.empty());
        var names = Stream.concat(
                Stream.of(person.subject().profileId()), person.subject().identifiers().values().stream());
        var any = Stream.concat(names, texts)
                .filter(value -> value.length() >= SHORTEST_KNOWN)
                .flatMap(value -> Stream.of(value, URLEncoder.encode(value, StandardCharsets.UTF_8)))
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        return any.isEmpty()
                ? Optional.empty()
                : Optional.of(Pattern.compile(any, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE));
    }

    String of(WireRequest request) {
        var text = new StringBuilder(request.method()).append(' ').append(address(request.url()));
        request.headers()
                .forEach((name, value) ->
                        text.append('\n').append(name).append(": ").append(header(name, value)));
        return MarkedText.bounded(
                text.append("\n\n").append(body(request.body())).toString());
    }

    String ofAnswer(int status, String body) {
        return MarkedText.bounded("HTTP " + status + "\n\n" + body(body));
    }

    /** What the connector made of an answer that speaks of others, too: it is clean by contract. */
    String ofWords(String status, String words) {
        return MarkedText.bounded(status + words(words));
    }

    private String address(String url) {
        int query = url.indexOf('?');
        var path = words(query < 0 ? url : url.substring(0, query));
        return query < 0
                ? path
                : path + words(QUERY_VALUE.matcher(url.substring(query)).replaceAll(MarkedText.MASK));
    }

    private String header(String name, String value) {
        if (SECRET_NAME.matcher(name).find()) {
            return MarkedText.MASK;
        }
        return PLAIN_HEADERS.contains(name.toLowerCase(Locale.ROOT)) ? words(value) : value(value);
    }

    private String body(String body) {
        return json(body).map(tree -> marked("", tree).toString()).orElseGet(() -> {
            var text = SECRET_PAIR.matcher(clean(body)).replaceAll("$1" + MarkedText.MASK);
            return MarkedText.mark(text);
        });
    }

    static Optional<JsonNode> json(String body) {
        try {
            return Optional.of(JSON.readTree(body)).filter(JsonNode::isContainerNode);
        } catch (JsonProcessingException other) {
            return Optional.empty();
        }
    }

    private JsonNode marked(String key, JsonNode node) {
        if (!key.isEmpty() && SECRET_NAME.matcher(key).find()) {
            return NODES.textNode(MarkedText.MASK);
        }
        if (node.isObject()) {
            var copy = NODES.objectNode();
            node.properties()
                    .forEach(property ->
                            copy.set(words(property.getKey()), marked(property.getKey(), property.getValue())));
            return copy;
        }
        if (node.isArray()) {
            var copy = NODES.arrayNode();
            node.forEach(element -> copy.add(marked(key, element)));
            return copy;
        }
        if (node.isNull() || node.isMissingNode()) {
            return node;
        }
        var isPlain = PLAIN_KEYS.contains(key.toLowerCase(Locale.ROOT));
        if (node.isTextual()) {
            var text = node.textValue();
            return NODES.textNode(isPlain && PLAIN_VALUE.matcher(text).matches() ? words(text) : value(text));
        }
        return isPlain ? node : NODES.textNode(MarkedText.markBare(node.asText()));
    }

    private String value(String text) {
        return MarkedText.mark(clean(text));
    }

    /** Harmless but for what is known of the person. */
    private String words(String text) {
        var clean = clean(text);
        return known.map(some ->
                        some.matcher(clean).replaceAll(hit -> Matcher.quoteReplacement(MarkedText.mark(hit.group()))))
                .orElse(clean);
    }

    private String clean(String text) {
        return withoutSecrets.apply(MarkedText.unmarked(text));
    }
}
