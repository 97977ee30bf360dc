// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.http;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.Limits;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Settings;
import io.kohorte.toolkit.Secret;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An API as its settings describe it.
 *
 * @param baseUrl without a slash at its end
 * @param update where it differs from adding
 * @param headers names in lower case
 * @param secretHeaders names in lower case; sent as they are, never shown
 * @param idempotent whether every request may be sent twice, whatever its method
 */
record HttpApi(
        String baseUrl,
        Operation add,
        Optional<Operation> update,
        Optional<Operation> remove,
        Map<String, TextTemplate> headers,
        Map<String, Secret> secretHeaders,
        BodyFormat format,
        AnswerRules rules,
        boolean idempotent,
        int rowsPerRequest,
        int maxBytes,
        int requestsPerMinute,
        int concurrency) {

    /** The HTTP library's, or said by another setting. */
    private static final Set<String> TAKEN = Set.of(
            "authorization",
            "content-type",
            "content-length",
            "transfer-encoding",
            "connection",
            "host",
            "te",
            "trailer",
            "upgrade",
            "user-agent");

    /** Requests for one person each: so many in a batch, that one which fails does not hold back too many others. */
    private static final int MOST_REQUESTS_IN_A_BATCH = 50;

    /** @throws io.kohorte.spi.ConnectorException {@code INVALID_SETTING} that names the setting */
    static HttpApi of(Settings settings) {
        var region = settings.text("defaultRegion", "");
        var headers = new LinkedHashMap<String, TextTemplate>();
        settings.pairs("headers").entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(header -> headers.put(
                        name(header.getKey(), "headers"), TextTemplate.read(header.getValue(), region, "headers")));
        var add = Operation.of(settings, "add", "POST")
                .orElseThrow(() -> Mistake.in("addPath", "Say where people are added."));
        var api = new HttpApi(
                settings.text("baseUrl").replaceFirst("/+$", ""),
                add,
                Operation.of(settings, "update", add.method()),
                Operation.of(settings, "remove", "DELETE"),
                Collections.unmodifiableMap(headers),
                settings.pairs("secretHeaders").entrySet().stream()
                        .collect(Collectors.toUnmodifiableMap(
                                header -> name(header.getKey(), "secretHeaders"),
                                header -> new Secret(header.getValue()),
                                (first, second) -> first)),
                BodyFormat.of(settings),
                AnswerRules.of(settings),
                settings.flag("idempotent", false),
                settings.number("rowsPerRequest", 100),
                settings.number("maxBytes", 256 << 10),
                settings.number("requestsPerMinute", 300),
                settings.number("concurrency", 2));
        api.validate();
        return api;
    }

    private static String name(String header, String setting) {
        var name = header.toLowerCase(Locale.ROOT);
        var token = !name.isEmpty()
                && name.chars()
                        .allMatch(c ->
                                (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
        if (!token || TAKEN.contains(name)) {
            throw Mistake.in(setting, "This header cannot be added: " + name + ".");
        }
        return name;
    }

    private void validate() {
        var forMany = operations().anyMatch(Operation::forMany);
        if (forMany && format == BodyFormat.FORM) {
            throw Mistake.in("bodyFormat", "A form has no place for {{rows}}.");
        }
        headers.values().stream().flatMap(TextTemplate::placeholders).forEach(placeholder -> {
            if (placeholder.name().equals(Names.ROWS) || (forMany && Names.ofAPerson(placeholder.name()))) {
                throw Mistake.in("headers", "The header of a request for many people cannot name one of them.");
            }
        });
    }

    private Stream<Operation> operations() {
        return Stream.of(Optional.of(add), update, remove).flatMap(Optional::stream);
    }

    /** The request for this change; empty when nothing is to be sent. */
    Optional<Operation> operation(MemberChange.Kind kind, DeleteBehaviour behaviour) {
        return switch (kind) {
            case ADD -> Optional.of(add);
            case UPDATE -> Optional.of(update.orElse(add));
            case REMOVE ->
                switch (behaviour) {
                    case NOTHING -> Optional.empty();
                    case CLEAR_FIELDS -> Optional.of(update.orElse(add));
                    case REMOVE_FROM_AUDIENCE, DELETE ->
                        Optional.of(remove.orElseThrow(() ->
                                Mistake.in("removePath", "People leave this audience: say how they are removed.")));
                };
        };
    }

    /** Refuses an audience that this API cannot keep before anything is sent. */
    void permit(AudienceSpec audience) {
        var removes =
                switch (audience.mode()) {
                    case MIRROR, REMOVE -> true;
                    case INSERT, UPDATE, UPSERT, ADD -> false;
                };
        if (removes) {
            operation(MemberChange.Kind.REMOVE, audience.deleteBehaviour());
        }
    }

    /** The engine counts batches; where each person is a request, a batch is many. */
    Limits limits() {
        var rows = operations().allMatch(Operation::forMany)
                ? rowsPerRequest
                : Math.min(Math.min(rowsPerRequest, MOST_REQUESTS_IN_A_BATCH), requestsPerMinute);
        var batches = operations().allMatch(Operation::forMany) ? requestsPerMinute : requestsPerMinute / rows;
        return new Limits(rows, maxBytes, Math.max(1, batches), Duration.ofMinutes(1), concurrency);
    }
}
