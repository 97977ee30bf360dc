// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.external;

import static java.util.Map.entry;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntUnaryOperator;
import org.hipparchus.special.Erf;

/** Operators of ONNX that work cell by cell, and products of matrices. Smaller shapes are repeated to fit larger ones, as in NumPy. */
final class OnnxArithmetic {
    private static final Map<String, DoubleUnaryOperator> UNARY = Map.ofEntries(
            entry("Abs", Math::abs),
            entry("Neg", x -> -x),
            entry("Exp", Math::exp),
            entry("Log", Math::log),
            entry("Sqrt", Math::sqrt),
            entry("Reciprocal", x -> 1 / x),
            entry("Floor", Math::floor),
            entry("Ceil", Math::ceil),
            entry("Round", Math::rint),
            entry("Sign", Math::signum),
            entry("Relu", x -> x < 0 ? 0 : x),
            entry("Sigmoid", OnnxArithmetic::logistic),
            entry("Tanh", Math::tanh),
            entry("Softplus", x -> Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x)))),
            entry("Softsign", x -> x / (1 + Math.abs(x))),
            entry("Erf", Erf::erf));

    private static final Map<String, DoubleBinaryOperator> BINARY = Map.ofEntries(
            entry("Add", (x, y) -> x + y),
            entry("Sum", (x, y) -> x + y),
            entry("Sub", (x, y) -> x - y),
            entry("Mul", (x, y) -> x * y),
            entry("Div", (x, y) -> x / y),
            entry("Pow", Math::pow),
            entry("Max", Math::max),
            entry("Min", Math::min));

    private static final Map<String, DoubleBinaryOperator> COMPARING = Map.ofEntries(
            entry("Less", (x, y) -> flag(x < y)),
            entry("LessOrEqual", (x, y) -> flag(x <= y)),
            entry("Greater", (x, y) -> flag(x > y)),
            entry("GreaterOrEqual", (x, y) -> flag(x >= y)),
            entry("And", (x, y) -> flag(x != 0 && y != 0)),
            entry("Or", (x, y) -> flag(x != 0 || y != 0)),
            entry("Xor", (x, y) -> flag((x != 0) != (y != 0))));

    private OnnxArithmetic() {}

    static Map<String, OnnxCall.Operator> operators() {
        Map<String, OnnxCall.Operator> all = new HashMap<>();
        UNARY.forEach((name, of) -> all.put(name, call -> {
            Cells x = call.input(0);
            return call.fill(x.type(), x.shape(), at -> of.applyAsDouble(x.numbers()[at]));
        }));
        BINARY.forEach((name, of) -> all.put(name, call -> {
            Cells result = call.input(0);
            for (int i = 1; i < call.inputs().size(); i++) {
                result = pairs(call, result.type(), result, call.input(i), of);
            }
            return result;
        }));
        COMPARING.forEach(
                (name, of) -> all.put(name, call -> pairs(call, Cells.Type.FLAG, call.input(0), call.input(1), of)));
        all.put("Equal", OnnxArithmetic::equal);
        all.put(
                "Not",
                call -> call.fill(
                        Cells.Type.FLAG,
                        call.input(0).shape(),
                        at -> 1 - call.input(0).numbers()[at]));
        all.put(
                "IsNaN",
                call -> call.fill(
                        Cells.Type.FLAG,
                        call.input(0).shape(),
                        at -> flag(Double.isNaN(call.input(0).numbers()[at]))));
        all.put(
                "IsInf",
                call -> call.fill(
                        Cells.Type.FLAG,
                        call.input(0).shape(),
                        at -> flag(infinite(call.set(), call.input(0).numbers()[at]))));
        all.put("LeakyRelu", call -> bent(call, call.set().number("alpha", .01)));
        all.put("Elu", call -> {
            double alpha = call.set().number("alpha", 1);
            Cells x = call.input(0);
            return call.fill(
                    x.type(),
                    x.shape(),
                    at -> x.numbers()[at] < 0 ? alpha * Math.expm1(x.numbers()[at]) : x.numbers()[at]);
        });
        all.put("Clip", OnnxArithmetic::clip);
        all.put("Where", OnnxArithmetic::where);
        all.put("Cast", OnnxArithmetic::cast);
        all.put("MatMul", call -> product(call, call.input(0), call.input(1)));
        all.put("Gemm", OnnxArithmetic::gemm);
        all.put("BatchNormalization", OnnxArithmetic::normalized);
        return all;
    }

    static double logistic(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    static double flag(boolean holds) {
        return holds ? 1 : 0;
    }

    private static boolean infinite(OnnxOperation set, double value) {
        return (value == Double.POSITIVE_INFINITY && set.whole("detect_positive", 1) != 0)
                || (value == Double.NEGATIVE_INFINITY && set.whole("detect_negative", 1) != 0);
    }

    private static Cells bent(OnnxCall call, double slope) {
        Cells x = call.input(0);
        return call.fill(x.type(), x.shape(), at -> x.numbers()[at] < 0 ? slope * x.numbers()[at] : x.numbers()[at]);
    }

    private static Cells pairs(OnnxCall call, Cells.Type type, Cells x, Cells y, DoubleBinaryOperator of) {
        int[] shape = common(x.shape(), y.shape());
        IntUnaryOperator ofX = places(x.shape(), shape);
        IntUnaryOperator ofY = places(y.shape(), shape);
        return call.fill(
                type, shape, at -> of.applyAsDouble(x.numbers()[ofX.applyAsInt(at)], y.numbers()[ofY.applyAsInt(at)]));
    }

    private static Cells equal(OnnxCall call) {
        Cells x = call.input(0);
        Cells y = call.input(1);
        if (!x.ofTexts()) {
            return pairs(call, Cells.Type.FLAG, x, y, (one, other) -> flag(one == other));
        }
        int[] shape = common(x.shape(), y.shape());
        IntUnaryOperator ofX = places(x.shape(), shape);
        IntUnaryOperator ofY = places(y.shape(), shape);
        return call.fill(
                Cells.Type.FLAG,
                shape,
                at -> flag(x.texts()[ofX.applyAsInt(at)].equals(y.texts()[ofY.applyAsInt(at)])));
    }

    private static Cells clip(OnnxCall call) {
        Cells x = call.input(0);
        double low =
                call.optional(1).map(one -> one.numbers()[0]).orElse(call.set().number("min", -Double.MAX_VALUE));
        double high =
                call.optional(2).map(one -> one.numbers()[0]).orElse(call.set().number("max", Double.MAX_VALUE));
        return call.fill(x.type(), x.shape(), at -> Math.min(high, Math.max(low, x.numbers()[at])));
    }

    private static Cells where(OnnxCall call) {
        Cells condition = call.input(0);
        Cells x = call.input(1);
        Cells y = call.input(2);
        int[] shape = common(condition.shape(), common(x.shape(), y.shape()));
        IntUnaryOperator ofCondition = places(condition.shape(), shape);
        IntUnaryOperator ofX = places(x.shape(), shape);
        IntUnaryOperator ofY = places(y.shape(), shape);
        if (!x.ofTexts()) {
            return call.fill(
                    x.type(),
                    shape,
                    at -> condition.numbers()[ofCondition.applyAsInt(at)] != 0
                            ? x.numbers()[ofX.applyAsInt(at)]
                            : y.numbers()[ofY.applyAsInt(at)]);
        }
        String[] texts = new String[call.budget().room(shape)];
        Arrays.setAll(
                texts,
                at -> condition.numbers()[ofCondition.applyAsInt(at)] != 0
                        ? x.texts()[ofX.applyAsInt(at)]
                        : y.texts()[ofY.applyAsInt(at)]);
        return Cells.texts(shape, texts);
    }

    private static Cells cast(OnnxCall call) {
        Cells x = call.input(0);
        Cells.Type to = Cells.Type.of(call.set().whole("to", 0));
        if (to == Cells.Type.TEXT && !x.ofTexts()) {
            String[] texts = new String[call.budget().room(x.shape())];
            Arrays.setAll(texts, at -> text(x.type(), x.numbers()[at]));
            return Cells.texts(x.shape(), texts);
        }
        if (x.ofTexts() && to != Cells.Type.TEXT) {
            return call.fill(to, x.shape(), at -> number(x.texts()[at]));
        }
        return x.ofTexts() ? x : call.fill(to, x.shape(), at -> x.numbers()[at]);
    }

    /** As NumPy writes it. */
    private static String text(Cells.Type type, double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "INF" : "-INF";
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return Long.toString((long) value);
        }
        return type == Cells.Type.FLOAT ? Float.toString((float) value) : Double.toString(value);
    }

    /** An empty text is one that is missing. */
    private static double number(String text) {
        return switch (text.strip().toUpperCase(Locale.ROOT)) {
            case "", "NAN" -> Double.NaN;
            case "INF", "+INF" -> Double.POSITIVE_INFINITY;
            case "-INF" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    /** Of matrices; a row of numbers on either side is one without its dimension. */
    static Cells product(OnnxCall call, Cells x, Cells y) {
        if (x.rank() > 2 || y.rank() > 2 || x.rank() == 0 || y.rank() == 0) {
            throw new IllegalArgumentException("a product of more than matrices");
        }
        int rows = x.rank() == 1 ? 1 : x.shape()[0];
        int inner = x.shape()[x.rank() - 1];
        int columns = y.rank() == 1 ? 1 : y.shape()[1];
        if (y.shape()[0] != inner) {
            throw new IllegalArgumentException("matrices do not fit");
        }
        int[] shape = x.rank() == 1
                ? y.rank() == 1 ? new int[0] : new int[] {columns}
                : y.rank() == 1 ? new int[] {rows} : new int[] {rows, columns};
        call.budget().spend(Budget.size(rows, columns) * inner);
        return call.fill(x.type(), shape, at -> {
            int row = at / columns * inner;
            int column = at % columns;
            double sum = 0;
            for (int i = 0; i < inner; i++) {
                sum += x.numbers()[row + i] * y.numbers()[i * columns + column];
            }
            return sum;
        });
    }

    private static Cells gemm(OnnxCall call) {
        double alpha = call.set().number("alpha", 1);
        double beta = call.set().number("beta", 1);
        Cells x = call.set().whole("transA", 0) == 0 ? call.input(0) : OnnxShapes.turned(call, call.input(0));
        Cells y = call.set().whole("transB", 0) == 0 ? call.input(1) : OnnxShapes.turned(call, call.input(1));
        Cells product = product(call, x, y);
        if (call.optional(2).isEmpty()) {
            return call.fill(product.type(), product.shape(), at -> alpha * product.numbers()[at]);
        }
        return pairs(call, product.type(), product, call.input(2), (one, other) -> alpha * one + beta * other);
    }

    /** By means and variances that were learned, one for each place of the second dimension. */
    private static Cells normalized(OnnxCall call) {
        Cells x = call.input(0);
        if (x.rank() < 2 || call.set().whole("training_mode", 0) != 0) {
            throw new IllegalArgumentException("a model that is still learning");
        }
        double epsilon = call.set().number("epsilon", 1e-5);
        int columns = x.shape()[1];
        int inner = x.width() / Math.max(1, columns);
        return call.fill(x.type(), x.shape(), at -> {
            int column = at / inner % columns;
            double scale =
                    call.input(1).numbers()[column] / Math.sqrt(call.input(4).numbers()[column] + epsilon);
            return (x.numbers()[at] - call.input(3).numbers()[column]) * scale
                    + call.input(2).numbers()[column];
        });
    }

    /** The shape both fit into. */
    static int[] common(int[] one, int[] other) {
        int[] shape = new int[Math.max(one.length, other.length)];
        for (int i = 1; i <= shape.length; i++) {
            int a = i <= one.length ? one[one.length - i] : 1;
            int b = i <= other.length ? other[other.length - i] : 1;
            if (a != b && a != 1 && b != 1) {
                throw new IllegalArgumentException("shapes do not fit");
            }
            shape[shape.length - i] = a == 1 ? b : a;
        }
        return shape;
    }

    /** From a place in the larger shape to one in the smaller. */
    static IntUnaryOperator places(int[] smaller, int[] larger) {
        if (Arrays.equals(smaller, larger)) {
            return at -> at;
        }
        if (Budget.size(smaller) == 1) {
            return at -> 0;
        }
        int[] strides = new int[larger.length];
        int stride = 1;
        for (int i = 1; i <= smaller.length; i++) {
            int dimension = smaller[smaller.length - i];
            strides[larger.length - i] = dimension == 1 ? 0 : stride;
            stride *= dimension;
        }
        return at -> {
            int place = 0;
            int left = at;
            for (int i = larger.length - 1; i >= 0; i--) {
                place += left % larger[i] * strides[i];
                left /= larger[i];
            }
            return place;
        };
    }
}
