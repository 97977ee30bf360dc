// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.external;

import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.LearningRefused;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** A model in ONNX: tables in, numbers out. */
final class OnnxModel implements ExternalModel {
    private static final int BATCH = 128;
    private static final int MOST_INPUTS = 1_000;
    private static final int MOST_OUTPUTS = 100;

    private final String producer;
    private final OnnxProgram program;
    private final Budget.Limits limits;
    private final List<Table> tables = new ArrayList<>();
    private final int batch;
    private final List<Column> columns;

    /**
     * An input of the graph.
     *
     * @param width how many of our inputs it is made of
     * @param flat whether it has no second dimension
     */
    private record Table(String name, Cells.Type type, int width, boolean flat) {}

    /** One column of an output of the graph. */
    private record Column(String value, int at, Output output) {}

    private OnnxModel(OnnxReader.File file, Budget.Limits limits) {
        this.producer = file.producer();
        this.program = OnnxProgram.of(file);
        this.limits = limits;
        int rows = -1;
        for (OnnxGraph.Declared input : program.graph().inputs()) {
            int[] shape = input.shape() == null ? new int[] {-1, 1} : input.shape();
            if (input.type() == null || shape.length == 0 || shape.length > 2 || (shape.length == 2 && shape[1] < 1)) {
                throw notATable();
            }
            rows = Math.max(rows, shape[0]);
            tables.add(new Table(input.name(), input.type(), shape.length == 1 ? 1 : shape[1], shape.length == 1));
        }
        this.batch = rows < 1 ? BATCH : rows;
        if (tables.isEmpty() || tables.stream().mapToLong(Table::width).sum() > MOST_INPUTS || batch > BATCH) {
            throw notATable();
        }
        this.columns = columns();
    }

    /**
     * Throws {@link LearningRefused} where the file is none we can run, and {@link IllegalArgumentException} or another of its kind where it is
     * broken.
     */
    static OnnxModel open(byte[] file, Budget.Limits limits) {
        return new OnnxModel(OnnxReader.read(file), limits);
    }

    private static LearningRefused notATable() {
        return new LearningRefused(
                "NOT_A_TABLE",
                new Wording(
                        "The model does not take rows of at most 1,000 numbers and texts; one for pictures, sounds or texts cannot score customers.",
                        "Das Modell nimmt keine Zeilen aus höchstens 1.000 Zahlen und Texten; eines für Bilder, Töne oder Texte kann keine Kunden bewerten."));
    }

    @Override
    public String format() {
        return "onnx";
    }

    @Override
    public String producer() {
        return producer;
    }

    /** A table of several columns gives each its number: the file does not name them. */
    @Override
    public List<Input> inputs() {
        return tables.stream()
                .flatMap(table -> IntStream.range(0, table.width())
                        .mapToObj(at -> new Input(
                                table.width() == 1 ? table.name() : table.name() + "[" + at + "]",
                                table.type() == Cells.Type.TEXT ? InputType.CATEGORY : InputType.NUMBER,
                                table.type() == Cells.Type.TEXT ? known(table.name()) : List.of())))
                .toList();
    }

    @Override
    public List<Output> outputs() {
        return columns.stream().map(Column::output).toList();
    }

    @Override
    public double[] score(List<FeatureColumn> given, Output output) {
        Column wanted = columns.stream()
                .filter(column -> column.output().name().equals(output.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such output"));
        int rows = given.get(0).values().length;
        double[] scores = new double[rows];
        for (int from = 0; from < rows; from += batch) {
            score(given, from, Math.min(rows, from + batch), wanted, scores);
        }
        return scores;
    }

    /** One customer with a category that the file refuses takes no other's score away. */
    private void score(List<FeatureColumn> given, int from, int to, Column wanted, double[] scores) {
        try {
            Cells answered = run(tables(given, from, to), wanted.value());
            for (int row = from; row < to; row++) {
                scores[row] = answered.numbers()[(row - from) * answered.width() + wanted.at()];
            }
        } catch (OnnxLearning.UnknownCategory unknown) {
            if (to - from == 1) {
                scores[from] = Double.NaN;
                return;
            }
            int half = (from + to) / 2;
            score(given, from, half, wanted, scores);
            score(given, half, to, wanted, scores);
        }
    }

    private Cells run(Map<String, Cells> given, String value) {
        Budget budget = limits.budget();
        try {
            Cells answered =
                    Optional.ofNullable(program.run(given, budget).get(value)).orElseThrow();
            if (answered.rows() != given.values().iterator().next().rows()) {
                throw new IllegalArgumentException("not a row for each customer");
            }
            return answered;
        } catch (LearningRefused | OnnxLearning.UnknownCategory told) {
            throw told;
        } catch (RuntimeException e) {
            throw ExternalFile.fails(e);
        }
    }

    /** Filled up to a whole batch where the file takes no other. */
    private Map<String, Cells> tables(List<FeatureColumn> given, int from, int to) {
        Map<String, Cells> all = new HashMap<>();
        int rows = batch == BATCH ? to - from : batch;
        int first = 0;
        for (Table table : tables) {
            int[] shape = table.flat() ? new int[] {rows} : new int[] {rows, table.width()};
            int start = first;
            int width = table.width();
            if (table.type() == Cells.Type.TEXT) {
                String[] texts = new String[rows * width];
                Arrays.setAll(texts, at -> text(given.get(start + at % width), Math.min(to - 1, from + at / width)));
                all.put(table.name(), Cells.texts(shape, texts));
            } else {
                double[] numbers = new double[rows * width];
                Arrays.setAll(numbers, at -> table.type()
                        .rounded(given.get(start + at % width).value(Math.min(to - 1, from + at / width))));
                all.put(table.name(), Cells.numbers(table.type(), shape, numbers));
            }
            first += width;
        }
        return all;
    }

    private static String text(FeatureColumn column, int row) {
        return column.category(row).orElse("");
    }

    /** Found by asking about somebody of whom all is 0. */
    private List<Column> columns() {
        List<FeatureColumn> nobody = inputs().stream()
                .map(input -> input.type() == InputType.CATEGORY
                        ? FeatureColumn.categories(
                                input.name(),
                                new float[] {0},
                                List.of(input.values().stream().findFirst().orElse("")))
                        : FeatureColumn.numbers(input.name(), new float[1]))
                .toList();
        Map<String, Cells> answers = program.run(tables(nobody, 0, 1), limits.budget());
        List<Column> found = new ArrayList<>();
        for (OnnxGraph.Declared output : program.graph().outputs()) {
            Cells answer = answers.get(output.name());
            if (answer == null || answer.ofTexts() || answer.type() == Cells.Type.FLAG || answer.rank() > 2) {
                continue;
            }
            int width = answer.width();
            List<String> classes = classes(width);
            boolean probability = isProbability(output.name());
            for (int at = 0; at < width && found.size() < MOST_OUTPUTS; at++) {
                String name = width == 1 ? output.name() : output.name() + "[" + classes.get(at) + "]";
                if (answer.type() != Cells.Type.WHOLE) {
                    found.add(new Column(output.name(), at, new Output(name, probability)));
                }
            }
        }
        if (found.isEmpty()) {
            throw new LearningRefused(
                    "NO_NUMBERS",
                    new Wording(
                            "The model answers no number; export it with its probabilities.",
                            "Das Modell antwortet mit keiner Zahl; bitte mit Wahrscheinlichkeiten exportieren."));
        }
        return List.copyOf(found);
    }

    /** Named by what chooses between so many, else numbered. */
    private List<String> classes(int width) {
        return program.graph().operations().stream()
                .flatMap(operation -> Stream.of(
                        operation.texts("classlabels_strings"),
                        texts(operation.wholes("classlabels_int64s")),
                        texts(operation.wholes("classlabels_ints"))))
                .filter(labels -> labels.size() == width)
                .findFirst()
                .orElseGet(() ->
                        IntStream.range(0, width).mapToObj(Integer::toString).toList());
    }

    private static List<String> texts(long[] wholes) {
        return LongStream.of(wholes).mapToObj(Long::toString).toList();
    }

    private boolean isProbability(String name) {
        return name.toLowerCase(Locale.ROOT).contains("prob")
                || program.graph().operations().stream()
                        .filter(operation -> operation.outputs().contains(name))
                        .anyMatch(operation -> operation.name().equals(OnnxLearning.DOMAIN + "ZipMap")
                                || operation.name().equals("Sigmoid")
                                || operation.name().equals("Softmax"));
    }

    /** The categories that the operator which reads a value knows, were it put into a table with others and taken out again. */
    private List<String> known(String value) {
        return readers(value)
                .flatMap(operation -> Stream.of("cats_strings", "keys_strings").map(operation::texts))
                .filter(texts -> !texts.isEmpty())
                .findFirst()
                .or(() -> readers(value)
                        .filter(operation -> operation.name().equals("Concat"))
                        .flatMap(merged ->
                                taken(merged.outputs().get(0), merged.inputs().indexOf(value)))
                        .map(this::known)
                        .filter(texts -> !texts.isEmpty())
                        .findFirst())
                .orElse(List.of());
    }

    private Stream<OnnxOperation> readers(String value) {
        return program.graph().operations().stream()
                .filter(operation -> operation.inputs().contains(value));
    }

    /** What is column {@code at} of a table, alone. */
    private Stream<String> taken(String table, int at) {
        return readers(table)
                .filter(operation -> operation.name().equals("Gather")
                        || operation.name().equals(OnnxLearning.DOMAIN + "ArrayFeatureExtractor"))
                .filter(operation -> operation.inputs().size() == 2)
                .filter(operation -> Optional.ofNullable(program.graph()
                                .constants()
                                .get(operation.inputs().get(1)))
                        .filter(index -> index.size() == 1 && !index.ofTexts() && index.numbers()[0] == at)
                        .isPresent())
                .map(operation -> operation.outputs().get(0));
    }
}
