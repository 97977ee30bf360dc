// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.kohorte.core.learn.Matrix;
import io.kohorte.core.learn.Preparation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The stored form of a prediction: gzip over a magic number, a header in JSON, and the arrays of trees or of a network in big-endian binary where
 * there are any. Nothing is deserialised into anything but numbers and the records named here.
 */
public final class PredictionCodec {
    private static final int MAGIC = 0x4B505231;
    private static final int LARGEST_HEADER = 16 << 20;
    private static final int MOST_NUMBERS = 50_000_000;
    private static final int MOST_COLUMNS = 100_000;
    private static final int MOST_UNITS = 1_024;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private PredictionCodec() {}

    /**
     * Everything but the trees and the numbers of a network.
     *
     * @param start log-odds that boosted trees add to; a forest has none
     * @param hidden units of a network; nothing else has any
     */
    private record Header(
            String learner,
            Preparation preparation,
            List<String> columns,
            Platt calibration,
            double extension,
            boolean negate,
            double threshold,
            @Nullable LinearScorer linear,
            @Nullable Double start,
            @Nullable Integer hidden) {}

    public static byte[] write(PredictionModel model) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(bytes))) {
            byte[] header = header(model);
            out.writeInt(MAGIC);
            out.writeInt(header.length);
            out.write(header);
            if (model.scorer() instanceof ForestScorer forest) {
                StoredTrees.write(forest.trees(), false, out);
            } else if (model.scorer() instanceof BoostedScorer boosted) {
                StoredTrees.write(boosted.trees(), true, out);
            } else if (model.scorer() instanceof NetworkScorer network) {
                write(network, out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Throws {@link IllegalArgumentException} where the bytes are not what {@link #write} wrote. */
    public static PredictionModel read(byte[] body) {
        try (DataInputStream in = new DataInputStream(new GZIPInputStream(new ByteArrayInputStream(body)))) {
            if (in.readInt() != MAGIC) {
                throw new IllegalArgumentException("not a stored prediction");
            }
            Header header =
                    JSON.readValue(in.readNBytes(StoredTrees.bounded(in.readInt(), LARGEST_HEADER)), Header.class);
            PredictionModel model = new PredictionModel(
                    learner(header.learner()),
                    header.preparation(),
                    header.columns(),
                    header.calibration(),
                    header.extension(),
                    header.negate(),
                    header.threshold(),
                    scorer(header, in));
            if (in.read() >= 0) { // at the end, and only there, the checksum of gzip is compared
                throw new IllegalArgumentException("more than a stored prediction");
            }
            return model;
        } catch (IOException e) {
            throw new IllegalArgumentException("not a stored prediction", e);
        }
    }

    private static byte[] header(PredictionModel model) throws JsonProcessingException {
        return JSON.writeValueAsBytes(new Header(
                model.learner().wireName(),
                model.preparation(),
                model.columns(),
                model.calibration(),
                model.extension(),
                model.negate(),
                model.threshold(),
                model.scorer() instanceof LinearScorer linear ? linear : null,
                model.scorer() instanceof BoostedScorer boosted ? boosted.start() : null,
                model.scorer() instanceof NetworkScorer network
                        ? network.network().hidden()
                        : null));
    }

    private static Scorer scorer(Header header, DataInputStream in) throws IOException {
        if (header.linear() != null) {
            return header.linear();
        }
        if (header.hidden() != null) {
            return network(in, header.columns(), StoredTrees.bounded(header.hidden(), MOST_UNITS));
        }
        return header.start() == null
                ? new ForestScorer(StoredTrees.read(in, false))
                : new BoostedScorer(StoredTrees.read(in, true), header.start());
    }

    private static Learner learner(String wireName) {
        return Optional.of(wireName)
                .flatMap(name -> java.util.Arrays.stream(Learner.values())
                        .filter(learner -> learner.wireName().equals(name))
                        .findFirst())
                .orElseThrow(() -> new IllegalArgumentException("no learner " + wireName));
    }

    private static void write(NetworkScorer scorer, DataOutputStream out) throws IOException {
        for (double number : scorer.network().numbers()) {
            out.writeDouble(number);
        }
        Matrix typical = scorer.typical();
        out.writeInt(typical.rows());
        for (int column = 0; column < typical.width(); column++) {
            for (float value : typical.column(column)) {
                out.writeFloat(value);
            }
        }
    }

    private static NetworkScorer network(DataInputStream in, List<String> columns, int hidden) throws IOException {
        int width = StoredTrees.bounded(columns.size(), MOST_COLUMNS);
        double[] numbers = new double[StoredTrees.bounded(Network.length(width, hidden), MOST_NUMBERS)];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = in.readDouble();
        }
        int rows = 1 + StoredTrees.bounded(in.readInt() - 1, MOST_UNITS);
        float[][] typical = new float[width][rows];
        for (float[] column : typical) {
            for (int row = 0; row < rows; row++) {
                column[row] = in.readFloat();
            }
        }
        return new NetworkScorer(new Network(width, hidden, numbers), new Matrix(columns, typical, rows));
    }
}
