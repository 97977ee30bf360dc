// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.external;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** Operators of ONNX that rearrange, pick or sum up cells. */
final class OnnxShapes {
    /**
     * How cells become one.
     *
     * @param each what of a cell is added
     * @param end of what was added and how many cells it was
     */
    private record Fold(double start, DoubleUnaryOperator each, DoubleBinaryOperator add, DoubleBinaryOperator end) {
        private Fold(double start, DoubleBinaryOperator add) {
            this(start, x -> x, add, (sum, count) -> sum);
        }
    }

    private static final Map<String, Fold> FOLDS = Map.of(
            "ReduceSum", new Fold(0, Double::sum),
            "ReduceMean", new Fold(0, x -> x, Double::sum, (sum, count) -> sum / count),
            "ReduceMax", new Fold(Double.NEGATIVE_INFINITY, Math::max),
            "ReduceMin", new Fold(Double.POSITIVE_INFINITY, Math::min),
            "ReduceProd", new Fold(1, (x, y) -> x * y),
            "ReduceSumSquare", new Fold(0, x -> x * x, Double::sum, (sum, count) -> sum),
            "ReduceL1", new Fold(0, Math::abs, Double::sum, (sum, count) -> sum),
            "ReduceL2", new Fold(0, x -> x * x, Double::sum, (sum, count) -> Math.sqrt(sum)),
            "ReduceLogSum", new Fold(0, x -> x, Double::sum, (sum, count) -> Math.log(sum)),
            "ReduceLogSumExp", new Fold(Double.NEGATIVE_INFINITY, OnnxShapes::logOfSum));

    private OnnxShapes() {}

    /** Of two numbers given as their logarithms, however small they are. */
    private static double logOfSum(double x, double y) {
        double more = Math.max(x, y);
        return Double.isInfinite(more) ? more : more + Math.log1p(Math.exp(Math.min(x, y) - more));
    }

    static Map<String, OnnxCall.Operator> operators() {
        Map<String, OnnxCall.Operator> all = new HashMap<>();
        all.put("Identity", call -> call.input(0));
        all.put("Dropout", OnnxShapes::kept);
        all.put("Constant", OnnxShapes::constant);
        all.put("ConstantOfShape", OnnxShapes::constantOfShape);
        all.put("Shape", OnnxShapes::shape);
        all.put("Reshape", OnnxShapes::reshaped);
        all.put("Flatten", OnnxShapes::flat);
        all.put("Squeeze", OnnxShapes::squeezed);
        all.put("Unsqueeze", OnnxShapes::unsqueezed);
        all.put("Transpose", call -> turned(call, call.input(0)));
        all.put("Expand", OnnxShapes::expanded);
        all.put("Concat", OnnxShapes::joined);
        all.put("Gather", OnnxShapes::gathered);
        all.put("Slice", OnnxShapes::sliced);
        FOLDS.forEach((name, fold) -> all.put(name, call -> reduced(call, fold)));
        all.put("ArgMax", call -> arg(call, 1));
        all.put("ArgMin", call -> arg(call, -1));
        all.put("Softmax", call -> softmax(call, false));
        all.put("LogSoftmax", call -> softmax(call, true));
        return all;
    }

    private static Cells constant(OnnxCall call) {
        OnnxOperation set = call.set();
        if (set.has("value_float")) {
            return Cells.numbers(Cells.Type.FLOAT, new int[0], new double[] {set.number("value_float", 0)});
        }
        if (set.has("value_int")) {
            return Cells.numbers(Cells.Type.WHOLE, new int[0], new double[] {set.whole("value_int", 0)});
        }
        if (set.has("value_floats")) {
            return Cells.row(Cells.Type.FLOAT, set.numbers("value_floats"));
        }
        if (set.has("value_ints")) {
            return Cells.row(
                    Cells.Type.WHOLE,
                    Arrays.stream(set.wholes("value_ints")).asDoubleStream().toArray());
        }
        return set.cells("value").orElseThrow(() -> new IllegalArgumentException("no constant"));
    }

    private static Cells constantOfShape(OnnxCall call) {
        int[] shape = ints(call.input(0).wholes());
        Cells value = call.set().cells("value").orElse(Cells.row(Cells.Type.FLOAT, 0));
        return call.pick(value, shape, at -> 0);
    }

    private static Cells shape(OnnxCall call) {
        int[] shape = call.input(0).shape();
        int from = bound(call.set().whole("start", 0), shape.length);
        int to = bound(call.set().whole("end", shape.length), shape.length);
        return Cells.row(
                Cells.Type.WHOLE,
                IntStream.range(from, Math.max(from, to))
                        .mapToDouble(i -> shape[i])
                        .toArray());
    }

    private static int bound(long at, int length) {
        return (int) Math.max(0, Math.min(length, at < 0 ? at + length : at));
    }

    private static Cells reshaped(OnnxCall call) {
        Cells x = call.input(0);
        int[] shape = ints(call.wholes("shape", 1));
        int open = -1;
        int known = 1;
        for (int i = 0; i < shape.length; i++) {
            if (shape[i] == 0 && call.set().whole("allowzero", 0) == 0) {
                shape[i] = x.shape()[i];
            }
            if (shape[i] == -1) {
                open = i;
            } else {
                known = Math.multiplyExact(known, shape[i]);
            }
        }
        if (open >= 0) {
            shape[open] = known == 0 ? 0 : x.size() / known;
        }
        return x.shaped(shape);
    }

    private static Cells flat(OnnxCall call) {
        Cells x = call.input(0);
        long axis = call.set().whole("axis", 1);
        int at = (int) (axis < 0 ? axis + x.rank() : axis);
        int rows = IntStream.range(0, at).map(i -> x.shape()[i]).reduce(1, Math::multiplyExact);
        return x.shaped(rows, rows == 0 ? 0 : x.size() / rows);
    }

    private static Cells squeezed(OnnxCall call) {
        Cells x = call.input(0);
        long[] axes = call.wholes("axes", 1);
        boolean[] goes = new boolean[x.rank()];
        for (long axis : axes) {
            goes[x.axis(axis)] = true;
        }
        return x.shaped(IntStream.range(0, x.rank())
                .filter(i -> axes.length == 0 ? x.shape()[i] != 1 : !goes[i])
                .map(i -> x.shape()[i])
                .toArray());
    }

    private static Cells unsqueezed(OnnxCall call) {
        Cells x = call.input(0);
        long[] axes = call.wholes("axes", 1);
        int rank = x.rank() + axes.length;
        boolean[] comes = new boolean[rank];
        for (long axis : axes) {
            comes[Cells.axis(axis, rank)] = true;
        }
        int[] shape = new int[rank];
        int from = 0;
        for (int i = 0; i < rank; i++) {
            shape[i] = comes[i] ? 1 : x.shape()[from++];
        }
        return x.shaped(shape);
    }

    static Cells turned(OnnxCall call, Cells x) {
        int rank = x.rank();
        long[] order = call.set().wholes("perm");
        int[] from = order.length == 0
                ? IntStream.range(0, rank).map(i -> rank - 1 - i).toArray()
                : ints(order);
        int[] strides = strides(x.shape());
        int[] shape = Arrays.stream(from).map(i -> x.shape()[i]).toArray();
        return call.pick(x, shape, at -> {
            int place = 0;
            int left = at;
            for (int i = rank - 1; i >= 0; i--) {
                place += left % shape[i] * strides[from[i]];
                left /= shape[i];
            }
            return place;
        });
    }

    private static Cells expanded(OnnxCall call) {
        Cells x = call.input(0);
        int[] shape = OnnxArithmetic.common(x.shape(), ints(call.input(1).wholes()));
        return call.pick(x, shape, OnnxArithmetic.places(x.shape(), shape));
    }

    private static Cells joined(OnnxCall call) {
        Cells first = call.input(0);
        int axis = first.axis(call.set().whole("axis", 1));
        int[] shape = first.shape().clone();
        for (int i = 1; i < call.inputs().size(); i++) {
            int[] other = call.input(i).shape();
            shape[axis] = Math.addExact(shape[axis], other[axis]);
            for (int j = 0; j < shape.length; j++) {
                if (other.length != shape.length || (j != axis && other[j] != shape[j])) {
                    throw new IllegalArgumentException("parts do not fit");
                }
            }
        }
        int size = call.budget().room(shape);
        int inner = product(shape, axis + 1, shape.length);
        int outer = product(shape, 0, axis);
        double[] numbers = new double[first.ofTexts() ? 0 : size];
        String[] texts = new String[first.ofTexts() ? size : 0];
        int at = 0;
        for (int i = 0; i < call.inputs().size(); i++) {
            Cells part = call.input(i);
            int block = part.shape()[axis] * inner;
            for (int o = 0; o < outer; o++) {
                System.arraycopy(
                        first.ofTexts() ? part.texts() : part.numbers(),
                        o * block,
                        first.ofTexts() ? texts : numbers,
                        o * shape[axis] * inner + at,
                        block);
            }
            at += block;
        }
        return new Cells(first.type(), shape, numbers, texts);
    }

    private static Cells gathered(OnnxCall call) {
        Cells x = call.input(0);
        Cells wanted = call.input(1);
        int axis = x.axis(call.set().whole("axis", 0));
        int length = x.shape()[axis];
        int[] shape = IntStream.concat(
                        IntStream.concat(Arrays.stream(x.shape(), 0, axis), Arrays.stream(wanted.shape())),
                        Arrays.stream(x.shape(), axis + 1, x.rank()))
                .toArray();
        int inner = product(x.shape(), axis + 1, x.rank());
        int count = wanted.size();
        return call.pick(x, shape, at -> {
            int index = (int) wanted.numbers()[at / inner % count];
            index = index < 0 ? index + length : index;
            if (index < 0 || index >= length) {
                throw new IllegalArgumentException("no such place");
            }
            return (at / inner / count * length + index) * inner + at % inner;
        });
    }

    private static Cells sliced(OnnxCall call) {
        Cells x = call.input(0);
        long[] starts = call.wholes("starts", 1);
        long[] ends = call.wholes("ends", 2);
        long[] axes = call.wholes("axes", 3);
        long[] steps = call.optional(4).map(Cells::wholes).orElse(new long[0]);
        int[] from = new int[x.rank()];
        int[] step = IntStream.range(0, x.rank()).map(i -> 1).toArray();
        int[] shape = x.shape().clone();
        for (int i = 0; i < starts.length; i++) {
            int axis = x.axis(axes.length == 0 ? i : axes[i]);
            int length = x.shape()[axis];
            long by = steps.length == 0 ? 1 : steps[i];
            if (by < 1 || by > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("steps go forward");
            }
            from[axis] = bound(starts[i], length);
            step[axis] = (int) by;
            long span = Math.max(0, bound(ends[i], length) - from[axis]);
            shape[axis] = (int) ((span + by - 1) / by);
        }
        int[] strides = strides(x.shape());
        return call.pick(x, shape, at -> {
            int place = 0;
            int left = at;
            for (int i = shape.length - 1; i >= 0; i--) {
                place += (from[i] + left % shape[i] * step[i]) * strides[i];
                left /= shape[i];
            }
            return place;
        });
    }

    private static Cells reduced(OnnxCall call, Fold fold) {
        Cells x = call.input(0);
        long[] axes = call.wholes("axes", 1);
        if (axes.length == 0 && call.set().whole("noop_with_empty_axes", 0) != 0) {
            return x;
        }
        int[] kept = x.shape().clone();
        boolean[] goes = new boolean[x.rank()];
        for (int i = 0; i < Math.max(axes.length, axes.length == 0 ? x.rank() : 0); i++) {
            int axis = axes.length == 0 ? i : x.axis(axes[i]);
            goes[axis] = true;
            kept[axis] = 1;
        }
        double[] numbers = new double[call.budget().room(kept)];
        Arrays.fill(numbers, fold.start());
        call.budget().spend(x.size());
        var place = OnnxArithmetic.places(kept, x.shape());
        for (int at = 0; at < x.size(); at++) {
            int to = numbers.length == 1 ? 0 : place.applyAsInt(at);
            numbers[to] = fold.add().applyAsDouble(numbers[to], fold.each().applyAsDouble(x.numbers()[at]));
        }
        double count = (double) x.size() / Math.max(1, numbers.length);
        Arrays.setAll(numbers, at -> x.type().rounded(fold.end().applyAsDouble(numbers[at], count)));
        Cells all = Cells.numbers(x.type(), kept, numbers);
        return call.set().whole("keepdims", 1) != 0
                ? all
                : all.shaped(IntStream.range(0, kept.length)
                        .filter(i -> !goes[i])
                        .map(i -> kept[i])
                        .toArray());
    }

    /** Nothing is left out but while learning. */
    private static Cells kept(OnnxCall call) {
        if (call.optional(2).filter(training -> training.numbers()[0] != 0).isPresent()) {
            throw new IllegalArgumentException("a model that is still learning");
        }
        return call.input(0);
    }

    private static Cells arg(OnnxCall call, int sign) {
        Cells x = call.input(0);
        int axis = x.axis(call.set().whole("axis", 0));
        int length = x.shape()[axis];
        boolean last = call.set().whole("select_last_index", 0) != 0;
        int inner = product(x.shape(), axis + 1, x.rank());
        int[] shape = x.shape().clone();
        shape[axis] = 1;
        call.budget().spend(x.size());
        Cells found = call.fill(Cells.Type.WHOLE, shape, at -> {
            int from = at / inner * length * inner + at % inner;
            int best = 0;
            for (int i = 1; i < length; i++) {
                double more = sign * (x.numbers()[from + i * inner] - x.numbers()[from + best * inner]);
                if (more > 0 || (last && more == 0)) {
                    best = i;
                }
            }
            return best;
        });
        return call.set().whole("keepdims", 1) != 0
                ? found
                : found.shaped(IntStream.range(0, shape.length)
                        .filter(i -> i != axis)
                        .map(i -> shape[i])
                        .toArray());
    }

    /** Along the last dimension. */
    private static Cells softmax(OnnxCall call, boolean logarithm) {
        Cells x = call.input(0);
        if (x.axis(call.set().whole("axis", call.version() < 13 ? 1 : -1)) != x.rank() - 1) {
            throw new IllegalArgumentException("not along the last dimension");
        }
        int width = x.shape()[x.rank() - 1];
        double[] numbers = new double[call.budget().room(x.shape())];
        for (int from = 0; from < numbers.length; from += width) {
            softmax(x.numbers(), from, width, numbers);
        }
        return call.fill(x.type(), x.shape(), at -> logarithm ? Math.log(numbers[at]) : numbers[at]);
    }

    static void softmax(double[] values, int from, int width, double[] to) {
        double most = Double.NEGATIVE_INFINITY;
        for (int i = from; i < from + width; i++) {
            most = Math.max(most, values[i]);
        }
        double sum = 0;
        for (int i = from; i < from + width; i++) {
            to[i] = Math.exp(values[i] - most);
            sum += to[i];
        }
        for (int i = from; i < from + width; i++) {
            to[i] /= sum;
        }
    }

    private static int[] strides(int[] shape) {
        int[] strides = new int[shape.length];
        int stride = 1;
        for (int i = shape.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= shape[i];
        }
        return strides;
    }

    private static int product(int[] shape, int from, int to) {
        return IntStream.range(from, to).map(i -> shape[i]).reduce(1, Math::multiplyExact);
    }

    private static int[] ints(long[] wholes) {
        return Arrays.stream(wholes).mapToInt(Math::toIntExact).toArray();
    }
}
