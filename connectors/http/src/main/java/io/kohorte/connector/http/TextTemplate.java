// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Text with placeholders: an address, a header, or a text within a JSON template. */
record TextTemplate(List<Part> parts) {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}]*)}}");

    /** A piece of the text as it stands, or a place for a value. */
    sealed interface Part {}

    record Fixed(String text) implements Part {}

    record Value(Placeholder placeholder) implements Part {}

    /** @param setting where the template stands, for the message about a mistake in it */
    static TextTemplate read(String text, String region, String setting) {
        var parts = new ArrayList<Part>();
        var from = 0;
        var places = PLACEHOLDER.matcher(text);
        while (places.find()) {
            add(parts, text.substring(from, places.start()), setting);
            parts.add(new Value(Placeholder.read(places.group(1), region, setting)));
            from = places.end();
        }
        add(parts, text.substring(from), setting);
        return new TextTemplate(List.copyOf(parts));
    }

    private static void add(List<Part> parts, String text, String setting) {
        if (text.contains("{{") || text.contains("}}")) {
            throw Mistake.in(setting, "A placeholder looks like {{identifier.email}}.");
        }
        if (!text.isEmpty()) {
            parts.add(new Fixed(text));
        }
    }

    /** The placeholder, when there is nothing else: its value may then keep its type. */
    Optional<Placeholder> alone() {
        return parts.size() == 1 && parts.get(0) instanceof Value value
                ? Optional.of(value.placeholder())
                : Optional.empty();
    }

    Stream<Placeholder> placeholders() {
        return parts.stream()
                .flatMap(part -> part instanceof Value value ? Stream.of(value.placeholder()) : Stream.empty());
    }

    /** The first name that has no value. */
    Optional<String> missing(Scope scope) {
        return placeholders()
                .filter(placeholder -> placeholder.textIn(scope).isEmpty())
                .map(Placeholder::name)
                .findFirst();
    }

    /**
     * The text with its values; empty when one is {@link #missing}.
     *
     * @param encode is applied to values only
     */
    Optional<String> fill(Scope scope, UnaryOperator<String> encode) {
        var text = new StringBuilder();
        for (var part : parts) {
            if (part instanceof Fixed fixed) {
                text.append(fixed.text());
            } else if (part instanceof Value value) {
                var filled = value.placeholder().textIn(scope);
                if (filled.isEmpty()) {
                    return Optional.empty();
                }
                text.append(encode.apply(filled.get()));
            }
        }
        return Optional.of(text.toString());
    }
}
