// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.external;

import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.LearningRefused;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A graph that can be run: in Java, operator by operator, so that each step and each cell is counted before it is used. The operators are those that models
 * of tables are exported with; any other is refused when the file is opened. There is no loop but one over rows that stand in the file ({@code Scan}).
 */
final class OnnxProgram {
    private static final String IF = "If";
    private static final String SCAN = "Scan";
    private static final String LINEAR = OnnxLearning.DOMAIN + "LinearClassifier";
    private static final String TREES = OnnxLearning.DOMAIN + "TreeEnsembleClassifier";
    private static final String TREE_SUM = OnnxLearning.DOMAIN + "TreeEnsembleRegressor";

    private static final Map<String, OnnxCall.Operator> OPERATORS = operators();

    private final OnnxGraph graph;
    private final long version;
    private final IdentityHashMap<OnnxOperation, OnnxTrees> trees = new IdentityHashMap<>();

    private OnnxProgram(OnnxReader.File file) {
        this.graph = file.graph();
        this.version = file.version();
        TreeSet<String> unknown = new TreeSet<>();
        graph.all().forEach(operation -> {
            switch (operation.name()) {
                case TREES -> trees.put(operation, OnnxTrees.of(operation, "class"));
                case TREE_SUM -> trees.put(operation, OnnxTrees.of(operation, "target"));
                case IF, SCAN, LINEAR -> {}
                default -> {
                    if (!OPERATORS.containsKey(operation.name())) {
                        unknown.add(operation.name());
                    }
                }
            }
        });
        if (!unknown.isEmpty()) {
            throw unsupported(unknown.stream().limit(5).collect(Collectors.joining(", ")));
        }
    }

    /** Throws {@link LearningRefused} where it has operators we do not know. */
    static OnnxProgram of(OnnxReader.File file) {
        return new OnnxProgram(file);
    }

    private static Map<String, OnnxCall.Operator> operators() {
        Map<String, OnnxCall.Operator> all = new HashMap<>(OnnxArithmetic.operators());
        all.putAll(OnnxShapes.operators());
        all.putAll(OnnxLearning.operators());
        return Map.copyOf(all);
    }

    private static LearningRefused unsupported(String names) {
        return new LearningRefused(
                "UNSUPPORTED_OPERATORS",
                new Wording(
                        "The file uses operators that cannot be run here: " + names + ".",
                        "Die Datei benutzt Operatoren, die hier nicht ausgeführt werden: " + names + "."));
    }

    OnnxGraph graph() {
        return graph;
    }

    /** The values that leave the graph, by name. */
    Map<String, Cells> run(Map<String, Cells> given, Budget budget) {
        Scope scope = new Scope(null, new HashMap<>(given));
        run(graph, scope, budget);
        return graph.outputs().stream()
                .collect(Collectors.toMap(OnnxGraph.Declared::name, output -> scope.find(output.name())));
    }

    /** The values of a graph, and of the one around it. */
    private record Scope(@Nullable Scope around, Map<String, Cells> values) {
        Cells find(String name) {
            for (Scope scope = this; scope != null; scope = scope.around()) {
                Cells found = scope.values().get(name);
                if (found != null) {
                    return found;
                }
            }
            throw new IllegalArgumentException("a value that nothing answers");
        }
    }

    private void run(OnnxGraph inner, Scope scope, Budget budget) {
        inner.constants().forEach(scope.values()::putIfAbsent);
        for (OnnxOperation operation : inner.operations()) {
            List<@Nullable Cells> inputs = operation.inputs().stream()
                    .map(name -> name.isEmpty() ? null : scope.find(name))
                    .collect(Collectors.toCollection(java.util.ArrayList::new));
            OnnxCall call = new OnnxCall(operation, version, inputs, budget);
            budget.spend(1);
            List<Cells> answers =
                    switch (operation.name()) {
                        case IF -> branch(call, scope);
                        case SCAN -> scan(call, scope);
                        case TREES, LINEAR -> classes(call);
                        case TREE_SUM -> List.of(treeSums(call));
                        default ->
                            List.of(Optional.ofNullable(OPERATORS.get(operation.name()))
                                    .orElseThrow()
                                    .apply(call));
                    };
            // what only learning asks for (a mask, running means) nobody reads
            for (int i = 0; i < Math.min(answers.size(), operation.outputs().size()); i++) {
                if (!operation.outputs().get(i).isEmpty()) {
                    scope.values().put(operation.outputs().get(i), answers.get(i));
                }
            }
        }
    }

    private List<Cells> branch(OnnxCall call, Scope scope) {
        OnnxGraph taken = call.set().graph(call.input(0).numbers()[0] != 0 ? "then_branch" : "else_branch");
        Scope inner = new Scope(scope, new HashMap<>());
        run(taken, inner, call.budget());
        return taken.outputs().stream().map(output -> inner.find(output.name())).toList();
    }

    /** One turn for each row of numbers; what passes from turn to turn is all that it answers. */
    private List<Cells> scan(OnnxCall call, Scope scope) {
        OnnxGraph body = call.set().graph("body");
        int scanned = Math.toIntExact(call.set().whole("num_scan_inputs", 1));
        int passed = call.inputs().size() - scanned;
        if (passed != body.outputs().size()
                || body.inputs().size() != call.inputs().size()) {
            throw unsupported("Scan");
        }
        List<Cells> state = IntStream.range(0, passed).mapToObj(call::input).toList();
        int turns = call.input(passed).rows();
        for (int turn = 0; turn < turns; turn++) {
            long held = call.budget().held();
            Map<String, Cells> values = new HashMap<>();
            for (int i = 0; i < call.inputs().size(); i++) {
                values.put(body.inputs().get(i).name(), i < passed ? state.get(i) : row(call.input(i), turn, call));
            }
            Scope inner = new Scope(scope, values);
            run(body, inner, call.budget());
            state = body.outputs().stream()
                    .map(output -> inner.find(output.name()))
                    .toList();
            call.budget().release(held);
        }
        return state;
    }

    private static Cells row(Cells rows, int row, OnnxCall call) {
        int width = rows.width();
        int[] shape = Arrays.copyOfRange(rows.shape(), 1, rows.rank());
        return call.pick(rows, shape, at -> row * width + at);
    }

    private Cells treeSums(OnnxCall call) {
        OnnxOperation set = call.set();
        OnnxTrees own = trees(set);
        Cells sums = own.sums(call, Math.toIntExact(set.whole("n_targets", 1)), new double[0]);
        double[] base = set.numbers("base_values");
        double share =
                switch (set.text("aggregate_function", "SUM")) {
                    case "SUM" -> 1;
                    case "AVERAGE" -> 1.0 / Math.max(1, own.trees());
                    default -> throw unsupported("TreeEnsembleRegressor");
                };
        int width = sums.width();
        double[] numbers = sums.numbers();
        Arrays.setAll(numbers, at -> numbers[at] * share + (base.length == width ? base[at % width] : 0));
        return OnnxLearning.After.of(set).of(sums);
    }

    /** The class of each row, and a number for each class. */
    private List<Cells> classes(OnnxCall call) {
        OnnxOperation set = call.set();
        List<String> texts = set.texts(set.has("classlabels_strings") ? "classlabels_strings" : "class_labels");
        long[] wholes = set.wholes(set.name().equals(LINEAR) ? "classlabels_ints" : "classlabels_int64s");
        int count = Math.max(texts.size(), wholes.length);
        Cells scores = set.name().equals(LINEAR) ? linear(call, count) : treeClasses(call, count);
        int width = scores.width();
        int[] best = IntStream.range(0, scores.rows())
                .map(row -> IntStream.range(0, width)
                        .reduce((one, other) ->
                                scores.numbers()[row * width + other] > scores.numbers()[row * width + one]
                                        ? other
                                        : one)
                        .orElse(0))
                .toArray();
        int[] rows = {scores.rows()};
        Cells labels = texts.isEmpty()
                ? call.fill(Cells.Type.WHOLE, rows, row -> best[row] < wholes.length ? wholes[best[row]] : best[row])
                : Cells.texts(rows, Arrays.stream(best).mapToObj(texts::get).toArray(String[]::new));
        return List.of(labels, scores);
    }

    private static Cells linear(OnnxCall call, int count) {
        Cells scores = OnnxLearning.scores(
                call, call.set().numbers("coefficients"), call.set().numbers("intercepts"));
        return scores.width() == 1 && count == 2 ? bothClasses(call, scores, true) : scores;
    }

    private Cells treeClasses(OnnxCall call, int count) {
        OnnxTrees own = trees(call.set());
        double[] base = call.set().numbers("base_values");
        boolean binary = count == 2 && own.targets().length == 1;
        Cells sums = own.sums(call, count, binary ? new double[0] : base);
        if (!binary) {
            return OnnxLearning.After.of(call.set()).of(sums);
        }
        int of = own.targets()[0];
        double shift = base.length == 1 ? base[0] : base.length == 2 ? base[of] : 0;
        Cells one = call.fill(
                Cells.Type.DOUBLE, new int[] {sums.rows(), 1}, row -> sums.numbers()[row * count + of] + shift);
        boolean logistic = OnnxLearning.After.of(call.set()) == OnnxLearning.After.LOGISTIC;
        if (!own.allPositive() && logistic) {
            return bothClasses(call, OnnxLearning.After.LOGISTIC.of(one), true);
        }
        return bothClasses(call, one, own.allPositive());
    }

    /** One number for the second class; the first has what is left of 1, or its opposite. */
    private static Cells bothClasses(OnnxCall call, Cells second, boolean share) {
        return call.fill(Cells.Type.FLOAT, new int[] {second.rows(), 2}, at -> {
            double value = second.numbers()[at / 2];
            return at % 2 == 1 ? value : share ? 1 - value : -value;
        });
    }

    private OnnxTrees trees(OnnxOperation operation) {
        OnnxTrees found = trees.get(operation);
        if (found == null) {
            throw new IllegalStateException("trees are read when the file is opened");
        }
        return found;
    }
}
