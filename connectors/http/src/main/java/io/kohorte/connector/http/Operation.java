// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.http;

import io.kohorte.spi.Settings;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One kind of request.
 *
 * @param path begins with a slash and may have a query
 * @param row of a request for many people, whose body places <code>{{rows}}</code>
 */
record Operation(String method, TextTemplate path, Optional<JsonTemplate> body, Optional<JsonTemplate> row) {

    /** RFC 9110 §9.2.2: sending these twice has the effect of sending them once. */
    private static final Set<String> IDEMPOTENT = Set.of("PUT", "DELETE");

    /**
     * Reads {@code <name>Path}, {@code <name>Method}, {@code <name>Body} and {@code <name>Row}; empty when no path is set.
     */
    static Optional<Operation> of(Settings settings, String name, String defaultMethod) {
        var region = settings.text("defaultRegion", "");
        return settings.optionalText(name + "Path").map(path -> {
            var operation = new Operation(
                    settings.text(name + "Method", defaultMethod),
                    TextTemplate.read(path, region, name + "Path"),
                    settings.optionalText(name + "Body").map(text -> JsonTemplate.read(text, region, name + "Body")),
                    settings.optionalText(name + "Row").map(text -> JsonTemplate.read(text, region, name + "Row")));
            operation.validate(name);
            return operation;
        });
    }

    private void validate(String name) {
        if (path.placeholders().anyMatch(placeholder -> placeholder.name().equals(Names.ROWS))) {
            throw Mistake.in(name + "Path", "{{rows}} stands in the body only.");
        }
        if (row.stream().flatMap(JsonTemplate::placeholders).anyMatch(it -> it.name()
                .equals(Names.ROWS))) {
            throw Mistake.in(name + "Row", "{{rows}} stands in the body only.");
        }
        if (!forMany()) {
            if (row.isPresent()) {
                throw Mistake.in(name + "Body", "The body has no place for {{rows}}.");
            }
            return;
        }
        if (row.isEmpty()) {
            throw Mistake.in(name + "Row", "The body places {{rows}}: say what one row looks like.");
        }
        if (path.placeholders().anyMatch(it -> Names.ofAPerson(it.name()))) {
            throw Mistake.in(name + "Path", "The address of a request for many people cannot name one of them.");
        }
        if (bodyPlaceholders().anyMatch(it -> Names.ofAPerson(it.name()))) {
            throw Mistake.in(name + "Body", "What belongs to one person stands in the row, not beside {{rows}}.");
        }
    }

    /** Whether one request carries many people. */
    boolean forMany() {
        return bodyPlaceholders().anyMatch(placeholder -> placeholder.name().equals(Names.ROWS));
    }

    /** Whether the address is that of a person. */
    boolean addressesPerson() {
        return path.placeholders().anyMatch(placeholder -> Names.ofAPerson(placeholder.name()));
    }

    boolean idempotent() {
        return IDEMPOTENT.contains(method);
    }

    private Stream<Placeholder> bodyPlaceholders() {
        return body.stream().flatMap(JsonTemplate::placeholders);
    }
}
