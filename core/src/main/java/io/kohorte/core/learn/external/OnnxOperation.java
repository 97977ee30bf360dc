// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.external;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One operator of a graph ({@code NodeProto}).
 *
 * @param name with its domain before it unless it is the usual one
 * @param inputs names of values; empty where one is left out
 */
record OnnxOperation(String name, List<String> inputs, List<String> outputs, Map<String, Attribute> attributes) {

    /** How it is set; which of these it is, who reads it knows ({@code AttributeProto}). */
    @SuppressWarnings("ArrayRecordComponent") // read once
    record Attribute(
            long whole,
            double number,
            String text,
            long[] wholes,
            double[] numbers,
            List<String> texts,
            @Nullable Cells cells,
            @Nullable OnnxGraph graph) {}

    OnnxOperation {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        attributes = Map.copyOf(attributes);
    }

    Stream<OnnxGraph> graphs() {
        return attributes.values().stream().flatMap(attribute -> Optional.ofNullable(attribute.graph()).stream());
    }

    boolean has(String attribute) {
        return attributes.containsKey(attribute);
    }

    long whole(String attribute, long otherwise) {
        return has(attribute) ? at(attribute).whole() : otherwise;
    }

    double number(String attribute, double otherwise) {
        return has(attribute) ? at(attribute).number() : otherwise;
    }

    String text(String attribute, String otherwise) {
        return has(attribute) ? at(attribute).text() : otherwise;
    }

    /** None where it is not set. */
    long[] wholes(String attribute) {
        return has(attribute) ? at(attribute).wholes() : new long[0];
    }

    /** As 32-bit numbers, or in {@code <attribute>_as_tensor}; none where it is not set. */
    double[] numbers(String attribute) {
        Attribute exact = attributes.get(attribute + "_as_tensor");
        if (exact != null && exact.cells() != null) {
            return exact.cells().numbers();
        }
        return has(attribute) ? at(attribute).numbers() : new double[0];
    }

    List<String> texts(String attribute) {
        return has(attribute) ? at(attribute).texts() : List.of();
    }

    Optional<Cells> cells(String attribute) {
        return Optional.ofNullable(attributes.get(attribute)).map(Attribute::cells);
    }

    OnnxGraph graph(String attribute) {
        return Optional.ofNullable(attributes.get(attribute))
                .map(Attribute::graph)
                .orElseThrow(() -> new IllegalArgumentException("a graph is missing"));
    }

    private Attribute at(String attribute) {
        Attribute found = attributes.get(attribute);
        if (found == null) {
            throw new IllegalArgumentException("an attribute is missing");
        }
        return found;
    }
}
