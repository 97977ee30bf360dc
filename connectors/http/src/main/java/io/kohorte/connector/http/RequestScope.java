// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.Batch;
import io.kohorte.toolkit.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is the same for all rows of a request.
 *
 * @param number tells the requests of a batch apart: the position of its first row
 * @param rows filled in already; empty in a request for one person
 */
record RequestScope(AudienceSpec audience, String batchKey, String decidedAt, int number, List<JsonNode> rows)
        implements Scope {

    static RequestScope of(AudienceSpec audience, Batch batch) {
        return new RequestScope(audience, batch.key(), batch.decidedAt().toString(), 0, List.of());
    }

    /** @param first position of the first row that the request carries */
    RequestScope with(int first, List<JsonNode> filled) {
        return new RequestScope(audience, batchKey, decidedAt, first, filled);
    }

    @Override
    public Optional<JsonNode> value(String name) {
        var options = audience.options();
        return switch (name) {
            case Names.ROWS -> Optional.of(Json.mapper().createArrayNode().addAll(rows));
            case "audience.id" -> text(options.text("audienceId", audience.key()));
            case "audience.key" -> text(audience.key());
            case "audience.name" -> text(audience.name());
            case "batch.key" -> text(batchKey);
            case "request.key" -> text(batchKey + "-" + number);
            case "batch.decidedAt" -> text(decidedAt);
            case "syncMode" -> text(audience.mode().wire());
            default -> parameter(options.pairs("parameters"), name);
        };
    }

    private static Optional<JsonNode> parameter(Map<String, String> parameters, String name) {
        return name.startsWith("parameter.")
                ? Optional.ofNullable(parameters.get(name.substring("parameter.".length())))
                        .flatMap(RequestScope::text)
                : Optional.empty();
    }

    private static Optional<JsonNode> text(String text) {
        return Optional.of(new TextNode(text));
    }
}
