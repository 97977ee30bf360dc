// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.external;

import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.LearningRefused;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads ONNX files (onnx.proto). Numbers stand in the file itself: a file that names others to read is refused. Throws
 * {@link IllegalArgumentException} where the bytes are no such file.
 */
final class OnnxReader {
    private static final int EXTERNAL = 1;

    /** Graphs within graphs. */
    private static final int DEEPEST = 4;

    private OnnxReader() {}

    /**
     * A file.
     *
     * @param producer what wrote it, with its version
     * @param version of the usual operators
     */
    record File(String producer, long version, OnnxGraph graph) {}

    static File read(byte[] bytes) {
        ProtobufReader in = new ProtobufReader(bytes);
        String producer = "";
        String producerVersion = "";
        long version = 1;
        OnnxGraph graph = null;
        while (in.next()) {
            switch (in.field()) {
                case 2 -> producer = in.text();
                case 3 -> producerVersion = in.text();
                case 7 -> graph = graph(in.message(), 0);
                case 8 -> version = Math.max(version, operators(in.message()));
                case 25 ->
                    throw new LearningRefused(
                            "UNSUPPORTED_OPERATORS",
                            new Wording(
                                    "The file brings operators of its own; export it with the standard ones only.",
                                    "Die Datei bringt eigene Operatoren mit; bitte nur mit den üblichen exportieren."));
                default -> in.skip();
            }
        }
        if (graph == null || graph.outputs().isEmpty()) {
            throw new IllegalArgumentException("no graph");
        }
        return new File((producer + " " + producerVersion).strip(), version, graph);
    }

    /** The version, where these are the usual operators. */
    private static long operators(ProtobufReader in) {
        String domain = "";
        long version = 1;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> domain = in.text();
                case 2 -> version = in.number();
                default -> in.skip();
            }
        }
        return domain.isEmpty() || domain.equals("ai.onnx") ? version : 1;
    }

    private static OnnxGraph graph(ProtobufReader in, int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("graphs within graphs within graphs");
        }
        List<OnnxOperation> operations = new ArrayList<>();
        Map<String, Cells> constants = new HashMap<>();
        List<OnnxGraph.Declared> inputs = new ArrayList<>();
        List<OnnxGraph.Declared> outputs = new ArrayList<>();
        while (in.next()) {
            switch (in.field()) {
                case 1 -> operations.add(operation(in.message(), depth));
                case 5 -> {
                    Named constant = cells(in.message());
                    constants.put(constant.name(), constant.cells());
                }
                case 11 -> inputs.add(declared(in.message()));
                case 12 -> outputs.add(declared(in.message()));
                case 15 -> throw new IllegalArgumentException("sparse numbers");
                default -> in.skip();
            }
        }
        inputs.removeIf(input -> constants.containsKey(input.name()));
        return new OnnxGraph(operations, constants, inputs, outputs);
    }

    private static OnnxOperation operation(ProtobufReader in, int depth) {
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        Map<String, OnnxOperation.Attribute> attributes = new HashMap<>();
        String name = "";
        String domain = "";
        while (in.next()) {
            switch (in.field()) {
                case 1 -> inputs.add(in.text());
                case 2 -> outputs.add(in.text());
                case 4 -> name = in.text();
                case 5 -> attribute(in.message(), depth, attributes);
                case 7 -> domain = in.text();
                default -> in.skip();
            }
        }
        boolean usual = domain.isEmpty() || domain.equals("ai.onnx");
        return new OnnxOperation(usual ? name : domain + "." + name, inputs, outputs, attributes);
    }

    private static void attribute(ProtobufReader in, int depth, Map<String, OnnxOperation.Attribute> to) {
        String name = "";
        long whole = 0;
        double number = 0;
        String text = "";
        LongStream.Builder wholes = LongStream.builder();
        DoubleStream.Builder numbers = DoubleStream.builder();
        List<String> texts = new ArrayList<>();
        Cells cells = null;
        OnnxGraph graph = null;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> name = in.text();
                case 2 -> number = in.decimal();
                case 3 -> whole = in.number();
                case 4 -> text = in.text();
                case 5 -> cells = cells(in.message()).cells();
                case 6 -> graph = graph(in.message(), depth + 1);
                case 7 -> in.decimals(numbers::add);
                case 8 -> in.numbers(wholes::add);
                case 9 -> texts.add(in.text());
                case 10, 11, 22, 23 -> throw new IllegalArgumentException("an attribute of a kind that is not known");
                default -> in.skip();
            }
        }
        to.put(
                name,
                new OnnxOperation.Attribute(
                        whole,
                        number,
                        text,
                        wholes.build().toArray(),
                        numbers.build().toArray(),
                        List.copyOf(texts),
                        cells,
                        graph));
    }

    private record Named(String name, Cells cells) {}

    /** {@code TensorProto}. */
    private static Named cells(ProtobufReader in) {
        LongStream.Builder dimensions = LongStream.builder();
        DoubleStream.Builder numbers = DoubleStream.builder();
        List<String> texts = new ArrayList<>();
        String name = "";
        long code = 0;
        byte[] raw = null;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> in.numbers(dimensions::add);
                case 2 -> code = in.number();
                case 4 -> in.decimals(numbers::add);
                case 5, 7, 11 -> in.numbers(value -> numbers.add((double) value));
                case 6 -> texts.add(in.text());
                case 8 -> name = in.text();
                case 9 -> raw = in.octets();
                case 10 -> in.doubles(numbers::add);
                case 13 -> throw elsewhere();
                case 14 -> {
                    if (in.number() == EXTERNAL) {
                        throw elsewhere();
                    }
                }
                default -> in.skip();
            }
        }
        Cells.Type type = Cells.Type.of(code);
        int[] shape = LongStream.of(dimensions.build().toArray())
                .mapToInt(Math::toIntExact)
                .toArray();
        Cells cells = type == Cells.Type.TEXT
                ? Cells.texts(shape, texts.toArray(String[]::new))
                : Cells.numbers(type, shape, raw == null ? numbers.build().toArray() : numbers(raw, code));
        if (cells.size() != Budget.size(shape)) {
            throw new IllegalArgumentException("numbers do not fit their shape");
        }
        return new Named(name, cells);
    }

    private static LearningRefused elsewhere() {
        return new LearningRefused(
                "EXTERNAL_DATA",
                new Wording(
                        "The file keeps numbers in other files; export it as one file.",
                        "Die Datei hält Zahlen in anderen Dateien; bitte als eine Datei exportieren."));
    }

    /** Little-endian. */
    private static double[] numbers(byte[] raw, long code) {
        ByteBuffer in = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
        int width =
                switch ((int) code) {
                    case 1, 6, 12 -> 4;
                    case 7, 11, 13 -> 8;
                    case 4, 5 -> 2;
                    default -> 1;
                };
        if (raw.length % width != 0) {
            throw new IllegalArgumentException("half a number");
        }
        double[] numbers = new double[raw.length / width];
        Arrays.setAll(numbers, ignored -> switch ((int) code) {
            case 1 -> in.getFloat();
            case 4 -> in.getShort() & 0xFFFF;
            case 5 -> in.getShort();
            case 6 -> in.getInt();
            case 7, 13 -> (double) in.getLong();
            case 11 -> in.getDouble();
            case 12 -> in.getInt() & 0xFFFFFFFFL;
            case 2, 9 -> in.get() & 0xFF;
            default -> in.get();
        });
        return numbers;
    }

    /** {@code ValueInfoProto}. */
    private static OnnxGraph.Declared declared(ProtobufReader in) {
        String name = "";
        Cells.Type type = null;
        int[] shape = null;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> name = in.text();
                case 2 -> {
                    ProtobufReader kind = in.message();
                    while (kind.next()) {
                        if (kind.field() == 1) {
                            ProtobufReader table = kind.message();
                            while (table.next()) {
                                switch (table.field()) {
                                    case 1 -> type = Cells.Type.of(table.number());
                                    case 2 -> shape = shape(table.message());
                                    default -> table.skip();
                                }
                            }
                        } else {
                            kind.skip();
                        }
                    }
                }
                default -> in.skip();
            }
        }
        return new OnnxGraph.Declared(name, type, shape);
    }

    private static int @Nullable [] shape(ProtobufReader in) {
        List<Integer> dimensions = new ArrayList<>();
        while (in.next()) {
            if (in.field() != 1) {
                in.skip();
                continue;
            }
            ProtobufReader dimension = in.message();
            int size = -1;
            while (dimension.next()) {
                if (dimension.field() == 1) {
                    size = Math.toIntExact(dimension.number());
                } else {
                    dimension.skip();
                }
            }
            dimensions.add(size);
        }
        return dimensions.stream().mapToInt(Integer::intValue).toArray();
    }
}
