// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.external;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A graph of operators as a file holds it ({@code GraphProto}).
 *
 * @param constants numbers kept in the file, by name
 * @param inputs what somebody asking must give; constants are none
 */
record OnnxGraph(
        List<OnnxOperation> operations, Map<String, Cells> constants, List<Declared> inputs, List<Declared> outputs) {
    /**
     * A value that enters or leaves.
     *
     * @param type absent of what is no table of cells
     * @param shape −1 where any size will do; null where none is declared
     */
    @SuppressWarnings("ArrayRecordComponent") // read once
    record Declared(
            String name,
            Cells.@org.jspecify.annotations.Nullable Type type,
            int @org.jspecify.annotations.Nullable [] shape) {}

    OnnxGraph {
        operations = List.copyOf(operations);
        constants = Map.copyOf(constants);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** All operations, those of graphs within too. */
    Stream<OnnxOperation> all() {
        return operations.stream()
                .flatMap(operation ->
                        Stream.concat(Stream.of(operation), operation.graphs().flatMap(OnnxGraph::all)));
    }
}
