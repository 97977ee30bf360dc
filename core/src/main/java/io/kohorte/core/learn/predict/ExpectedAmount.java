// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.learn.LearningException;
import io.kohorte.core.learn.Matrix;
import io.kohorte.core.learn.Preparation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * An amount that is expected of a customer, 0 or more: boosted trees add up to its logarithm, beginning at {@code start}.
 *
 * @param columns the prepared columns the trees read, in their order
 */
public record ExpectedAmount(Preparation preparation, List<String> columns, double start, Trees trees) {
    private static final int MAGIC = 0x4B414D31;
    private static final int LARGEST_HEADER = 16 << 20;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    public ExpectedAmount {
        columns = List.copyOf(columns);
    }

    /** Why it cannot be learned on this machine; what was learned elsewhere can be used all the same. */
    public static Optional<Check> missing() {
        return Boosting.missing();
    }

    /**
     * Learns what came of customers. The same table, amounts and seed give the same trees on every machine.
     *
     * @param amounts what came of each row; below 0 counts as nothing, and something must have come
     */
    public static ExpectedAmount learn(FeatureTable table, double[] amounts, long seed) {
        double mean = Arrays.stream(amounts)
                .map(amount -> Math.max(0, amount))
                .average()
                .orElseThrow();
        float[] shares = new float[amounts.length];
        for (int row = 0; row < shares.length; row++) {
            shares[row] = (float) (Math.max(0, amounts[row]) / mean);
        }
        Preparation preparation = Learner.BOOSTING.prepare(table);
        Matrix all = preparation.apply(table);
        List<String> columns = all.varying();
        try {
            return new ExpectedAmount(
                    preparation, columns, Math.log(mean), Boosting.amounts(all.select(columns), shares, seed));
        } catch (XGBoostError e) {
            throw new LearningException("boosting an amount failed", e);
        }
    }

    /** Of each row. */
    public double[] of(FeatureTable table) {
        double[] amounts = trees.sums(matrix(table));
        for (int row = 0; row < amounts.length; row++) {
            amounts[row] = Math.exp(start + amounts[row]);
        }
        return amounts;
    }

    /**
     * Why of each row this is expected. Features multiply the amount; what each does to its logarithm is exact, and is carried to the amount in
     * proportion, so that all parts add up to it.
     */
    public List<Explanation> explain(FeatureTable table) {
        double[][] parts = parts(table);
        double[] amounts = of(table);
        double usual = Math.exp(start + TreeShap.expected(trees));
        List<Explanation> explanations = new ArrayList<>();
        for (int row = 0; row < amounts.length; row++) {
            explanations.add(Explanation.carried(
                    Explanation.Method.TREE_SHAP, preparation.features(), parts[row], amounts[row], usual));
        }
        return explanations;
    }

    /** By how much each feature of the preparation moves the logarithm of each row. */
    double[][] parts(FeatureTable table) {
        return TreeShap.parts(
                trees,
                matrix(table),
                preparation.owners(columns),
                preparation.features().size());
    }

    private Matrix matrix(FeatureTable table) {
        return preparation.apply(table).select(columns);
    }

    private record Header(Preparation preparation, List<String> columns, double start) {}

    /** The stored form: gzip over a magic number, a header in JSON and the trees in binary. */
    @JsonValue
    byte[] stored() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(bytes))) {
            byte[] header = JSON.writeValueAsBytes(new Header(preparation, columns, start));
            out.writeInt(MAGIC);
            out.writeInt(header.length);
            out.write(header);
            StoredTrees.write(trees, true, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Throws {@link IllegalArgumentException} where the bytes are not what {@link #stored} wrote. */
    @JsonCreator
    static ExpectedAmount read(byte[] stored) {
        try (DataInputStream in = new DataInputStream(new GZIPInputStream(new ByteArrayInputStream(stored)))) {
            if (in.readInt() != MAGIC) {
                throw new IllegalArgumentException("not a stored amount");
            }
            Header header =
                    JSON.readValue(in.readNBytes(StoredTrees.bounded(in.readInt(), LARGEST_HEADER)), Header.class);
            return new ExpectedAmount(
                    header.preparation(), header.columns(), header.start(), StoredTrees.read(in, true));
        } catch (IOException e) {
            throw new IllegalArgumentException("not a stored amount", e);
        }
    }
}
