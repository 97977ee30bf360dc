// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * What a tracking server is told of a version: where it comes from and how good it is, nothing of any customer and not what was learned.
 *
 * @param run the server's run, where it was begun before
 */
record TrackedVersion(
        long model,
        int number,
        String name,
        String kind,
        String status,
        String cause,
        JsonNode metrics,
        JsonNode provenance,
        Instant createdAt,
        Optional<String> run) {

    /** What servers of old take of a parameter. */
    private static final int LONGEST = 500;

    Instant begun() {
        return Instant.parse(provenance.path("trainedAt").asText(createdAt.toString()));
    }

    Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("kind", kind);
        parameters.put("seed", provenance.path("seed").asText());
        parameters.put("customers", provenance.path("customers").asText());
        parameters.put(
                "features",
                StreamSupport.stream(provenance.path("features").spliterator(), false)
                        .map(JsonNode::asText)
                        .collect(Collectors.joining(",")));
        provenance.path("definition").properties().stream()
                .filter(one -> !one.getKey().equals("features")
                        && !one.getValue().isNull()
                        && (one.getValue().isValueNode() || !one.getValue().isEmpty()))
                .forEach(one -> parameters.put(
                        "definition." + one.getKey(),
                        one.getValue().isValueNode()
                                ? one.getValue().asText()
                                : one.getValue().toString()));
        metrics.properties().stream()
                .filter(one -> one.getValue().isTextual())
                .forEach(one -> parameters.put(one.getKey(), one.getValue().asText()));
        parameters.replaceAll((key, value) -> value.length() > LONGEST ? value.substring(0, LONGEST) : value);
        return parameters;
    }

    Map<String, Double> numbers() {
        return metrics.properties().stream()
                .filter(one -> one.getValue().isNumber()
                        && Double.isFinite(one.getValue().asDouble()))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, one -> one.getValue().asDouble()));
    }

    Map<String, String> tags() {
        return Map.of(
                "mlflow.source.name", "Kohorte",
                "mlflow.source.type", "JOB",
                "kohorte.model", Long.toString(model),
                "kohorte.version", Integer.toString(number),
                "kohorte.status", status,
                "kohorte.cause", cause,
                "kohorte.code", provenance.path("codeVersion").asText(),
                "kohorte.data.from", provenance.path("from").asText(),
                "kohorte.data.to", provenance.path("asOf").asText(),
                "kohorte.data.snapshot", provenance.path("snapshot").asText());
    }

    /** What people call the run. */
    String title() {
        String title = name + " " + number;
        return title.length() > LONGEST / 2 ? title.substring(0, LONGEST / 2) : title;
    }
}
