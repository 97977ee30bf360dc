// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.external;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Operators of ONNX for preparation and linear models ({@code ai.onnx.ml}). */
final class OnnxLearning {
    static final String DOMAIN = "ai.onnx.ml.";

    /** A customer whose category the file does not know, and who so has no answer. */
    static final class UnknownCategory extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        private UnknownCategory() {
            super("a category that the file does not know");
        }
    }

    private OnnxLearning() {}

    static Map<String, OnnxCall.Operator> operators() {
        Map<String, OnnxCall.Operator> all = new HashMap<>();
        all.put("Scaler", call -> {
            double[] offset = call.set().numbers("offset");
            double[] scale = call.set().numbers("scale");
            Cells x = call.input(0);
            return call.fill(Cells.Type.FLOAT, x.shape(), at -> (x.numbers()[at] - of(offset, at)) * of(scale, at));
        });
        all.put("Imputer", OnnxLearning::imputed);
        all.put("Normalizer", OnnxLearning::normalized);
        all.put("Binarizer", call -> {
            double threshold = call.set().number("threshold", 0);
            Cells x = call.input(0);
            return call.fill(x.type(), x.shape(), at -> x.numbers()[at] > threshold ? 1 : 0);
        });
        all.put("LabelEncoder", OnnxLearning::encoded);
        all.put("OneHotEncoder", OnnxLearning::hot);
        all.put("FeatureVectorizer", OnnxLearning::joined);
        all.put("ArrayFeatureExtractor", OnnxLearning::extracted);
        all.put(
                "LinearRegressor",
                call -> scores(
                        call, call.set().numbers("coefficients"), call.set().numbers("intercepts")));
        all.put("ZipMap", call -> call.input(0));
        Map<String, OnnxCall.Operator> named = new HashMap<>();
        all.forEach((name, operator) -> named.put(DOMAIN + name, operator));
        return named;
    }

    /** One number for all columns, or one for each. */
    private static double of(double[] set, int at) {
        return set.length == 1 ? set[0] : set[at % set.length];
    }

    private static Cells imputed(OnnxCall call) {
        Cells x = call.input(0);
        boolean whole = call.set().has("imputed_value_int64s");
        double[] with = whole
                ? Arrays.stream(call.set().wholes("imputed_value_int64s"))
                        .asDoubleStream()
                        .toArray()
                : call.set().numbers("imputed_value_floats");
        double replaced =
                whole ? call.set().whole("replaced_value_int64", 0) : call.set().number("replaced_value_float", 0);
        return call.fill(
                x.type(),
                x.shape(),
                at -> x.numbers()[at] == replaced || (Double.isNaN(replaced) && Double.isNaN(x.numbers()[at]))
                        ? of(with, at)
                        : x.numbers()[at]);
    }

    private static Cells normalized(OnnxCall call) {
        Cells x = call.input(0);
        int width = x.width();
        String norm = call.set().text("norm", "MAX");
        call.budget().spend(2L * x.size());
        double[] lengths = IntStream.range(0, x.rows())
                .mapToDouble(row -> {
                    var cells = Arrays.stream(x.numbers(), row * width, (row + 1) * width);
                    return switch (norm) {
                        case "L1" -> cells.map(Math::abs).sum();
                        case "L2" -> Math.sqrt(cells.map(value -> value * value).sum());
                        default -> cells.max().orElse(0);
                    };
                })
                .toArray();
        return call.fill(
                Cells.Type.FLOAT,
                x.shape(),
                at -> lengths[at / width] == 0 ? x.numbers()[at] : x.numbers()[at] / lengths[at / width]);
    }

    private static Cells encoded(OnnxCall call) {
        Cells x = call.input(0);
        OnnxOperation set = call.set();
        List<String> keys = keys(set);
        List<String> classes = set.texts("classes_strings");
        Map<String, Integer> places = new HashMap<>();
        List<String> looked = keys.isEmpty() ? classes : keys;
        for (int i = 0; i < looked.size(); i++) {
            places.put(looked.get(i), i);
        }
        int[] found = new int[call.budget().room(x.shape())];
        for (int at = 0; at < found.length; at++) {
            found[at] = places.getOrDefault(x.ofTexts() ? x.texts()[at] : key(x.numbers()[at]), -1);
        }
        List<String> texts = set.texts("values_strings");
        if (!texts.isEmpty()) {
            String otherwise = set.text("default_string", "_Unused");
            return Cells.texts(
                    x.shape(),
                    Arrays.stream(found)
                            .mapToObj(i -> i < 0 ? otherwise : texts.get(i))
                            .toArray(String[]::new));
        }
        if (set.has("values_floats")) {
            double[] values = set.numbers("values_floats");
            double otherwise = set.number("default_float", -0.0);
            return call.fill(Cells.Type.FLOAT, x.shape(), at -> found[at] < 0 ? otherwise : values[found[at]]);
        }
        if (set.has("values_tensor")) {
            Cells values = set.cells("values_tensor").orElseThrow();
            double otherwise =
                    set.cells("default_tensor").map(one -> one.numbers()[0]).orElse(0.0);
            return call.fill(values.type(), x.shape(), at -> found[at] < 0 ? otherwise : values.numbers()[found[at]]);
        }
        long[] values = set.wholes("values_int64s");
        long otherwise = set.whole("default_int64", -1);
        return call.fill(
                Cells.Type.WHOLE,
                x.shape(),
                at -> found[at] < 0 ? otherwise : values.length == 0 ? found[at] : values[found[at]]);
    }

    private static List<String> keys(OnnxOperation set) {
        if (set.has("keys_tensor")) {
            Cells keys = set.cells("keys_tensor").orElseThrow();
            return keys.ofTexts()
                    ? List.of(keys.texts())
                    : Arrays.stream(keys.numbers()).mapToObj(OnnxLearning::key).toList();
        }
        List<String> keys = new ArrayList<>(set.texts("keys_strings"));
        Arrays.stream(set.wholes("keys_int64s"))
                .mapToObj(whole -> key((double) whole))
                .forEach(keys::add);
        Arrays.stream(set.numbers("keys_floats")).mapToObj(OnnxLearning::key).forEach(keys::add);
        return keys;
    }

    private static String key(double value) {
        return Double.toString(value + 0.0);
    }

    /** One column for each category, in a last dimension of its own. */
    private static Cells hot(OnnxCall call) {
        Cells x = call.input(0);
        List<String> categories = new ArrayList<>(call.set().texts("cats_strings"));
        Arrays.stream(call.set().wholes("cats_int64s"))
                .mapToObj(whole -> key((double) whole))
                .forEach(categories::add);
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < categories.size(); i++) {
            places.put(categories.get(i), i);
        }
        int kept = categories.size();
        int[] shape = Arrays.copyOf(x.shape(), x.rank() + 1);
        shape[x.rank()] = kept;
        int[] found = new int[x.size()];
        for (int at = 0; at < found.length; at++) {
            found[at] = places.getOrDefault(x.ofTexts() ? x.texts()[at] : key(x.numbers()[at]), -1);
            if (found[at] < 0 && call.set().whole("zeros", 1) == 0) {
                throw new UnknownCategory();
            }
        }
        return call.fill(Cells.Type.FLOAT, shape, at -> found[at / kept] == at % kept ? 1 : 0);
    }

    private static Cells joined(OnnxCall call) {
        List<Cells> parts =
                IntStream.range(0, call.inputs().size()).mapToObj(call::input).toList();
        int rows = parts.get(0).rows();
        int width = parts.stream().mapToInt(Cells::width).sum();
        double[] numbers = new double[call.budget().room(rows, width)];
        int column = 0;
        for (Cells part : parts) {
            for (int row = 0; row < rows; row++) {
                for (int i = 0; i < part.width(); i++) {
                    numbers[row * width + column + i] = (float) part.numbers()[row * part.width() + i];
                }
            }
            column += part.width();
        }
        return Cells.numbers(Cells.Type.FLOAT, new int[] {rows, width}, numbers);
    }

    private static Cells extracted(OnnxCall call) {
        Cells x = call.input(0);
        Cells wanted = call.input(1);
        int length = x.rank() == 0 ? 1 : x.shape()[x.rank() - 1];
        int rows = x.size() / Math.max(1, length);
        int count = wanted.size();
        return call.pick(x, new int[] {rows, count}, at -> {
            int index = (int) wanted.numbers()[at % count];
            if (index < 0 || index >= length) {
                throw new IllegalArgumentException("no such column");
            }
            return at / count * length + index;
        });
    }

    /** Weighted sums, one for each row of coefficients. */
    static Cells scores(OnnxCall call, double[] coefficients, double[] intercepts) {
        Cells x = call.input(0);
        int width = x.width();
        if (width == 0 || coefficients.length % width != 0) {
            throw new IllegalArgumentException("coefficients do not fit");
        }
        int targets = coefficients.length / width;
        call.budget().spend(Budget.size(x.rows(), targets) * width);
        return After.of(call.set()).of(call.fill(Cells.Type.DOUBLE, new int[] {x.rows(), targets}, at -> {
            int row = at / targets * width;
            int target = at % targets * width;
            double sum = intercepts.length == 0 ? 0 : intercepts[at % targets];
            for (int i = 0; i < width; i++) {
                sum += coefficients[target + i] * x.numbers()[row + i];
            }
            return sum;
        }));
    }

    /** What is done with sums ({@code post_transform}). */
    enum After {
        NONE,
        LOGISTIC,
        SOFTMAX;

        /** Throws where it is one we do not know. */
        static After of(OnnxOperation set) {
            return valueOf(set.text("post_transform", "NONE"));
        }

        Cells of(Cells sums) {
            double[] numbers = sums.numbers();
            int width = sums.width();
            switch (this) {
                case LOGISTIC -> Arrays.setAll(numbers, at -> OnnxArithmetic.logistic(numbers[at]));
                case SOFTMAX -> {
                    for (int from = 0; from < numbers.length; from += width) {
                        OnnxShapes.softmax(numbers, from, width, numbers);
                    }
                }
                case NONE -> {}
            }
            Arrays.setAll(numbers, at -> (float) numbers[at]);
            return Cells.numbers(Cells.Type.FLOAT, sums.shape(), numbers);
        }
    }
}
