// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.destination;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Takes the secrets of one destination out of texts, also where they are written for an address, for JSON or in Base64. */
public final class Redaction {

    private final Optional<Pattern> secrets;

    private Redaction(List<String> secrets) {
        var any = secrets.stream()
                .flatMap(Redaction::written)
                .filter(text -> !text.isEmpty())
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        this.secrets = any.isEmpty() ? Optional.empty() : Optional.of(Pattern.compile(any));
    }

    /** @param secrets of the settings; every text in it, however deep, is secret */
    static Redaction of(JsonNode secrets) {
        var texts = new ArrayList<String>();
        collect(secrets, texts);
        return new Redaction(texts);
    }

    public String of(String text) {
        return secrets.map(some -> some.matcher(text).replaceAll(Matcher.quoteReplacement(SettingsJson.MASK)))
                .orElse(text);
    }

    private static void collect(JsonNode node, List<String> texts) {
        if (node.isValueNode() && !node.isNull() && !node.isBoolean()) {
            texts.add(node.asText());
        }
        node.forEach(inner -> collect(inner, texts));
    }

    private static Stream<String> written(String secret) {
        var bytes = secret.getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                secret,
                URLEncoder.encode(secret, StandardCharsets.UTF_8),
                new String(JsonStringEncoder.getInstance().quoteAsString(secret)),
                Base64.getEncoder().encodeToString(bytes),
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    @Override
    public String toString() {
        return "Redaction";
    }
}
