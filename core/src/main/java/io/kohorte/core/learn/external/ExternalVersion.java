// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.external;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.kohorte.core.feature.FeatureCatalogue;
import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.learn.LearningRefused;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A model made elsewhere with what a person said about it, which is all that scoring needs. Stored as a magic number, a header in JSON and the file as it was sent;
 * the file is checked again whenever it is read.
 */
public final class ExternalVersion {
    private static final int MAGIC = 0x4B455831;
    private static final int LARGEST_HEADER = 4 << 20;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Header header;
    private final byte[] file;
    private final ExternalModel model;

    /**
     * Which of our features an input gets.
     *
     * @param feature absent where it is left empty: missing of everybody
     */
    public record Assigned(String input, @Nullable String feature) {}

    /** @param probability whether everything it said of those it was first asked about lies between 0 and 1 */
    private record Header(List<Assigned> inputs, String output, List<Typical> typical, boolean probability) {}

    private ExternalVersion(Header header, byte[] file, ExternalModel model) {
        this.header = header;
        this.file = file;
        this.model = model;
    }

    /** Throws {@link LearningRefused} where the file has no such output or an input that nothing is said of. */
    public static ExternalVersion of(byte[] file, List<Assigned> inputs, String output) {
        ExternalVersion version = new ExternalVersion(
                new Header(List.copyOf(inputs), output, List.of(), false), file, ExternalFile.open(file));
        version.output();
        return version;
    }

    /** The same that can say why, what typical customers are like being taken from these, and knows whether it answers with probabilities. */
    public ExternalVersion withTypical(FeatureTable customers, double[] scores) {
        return new ExternalVersion(
                new Header(
                        header.inputs(),
                        header.output(),
                        Typical.of(customers.only(features()), scores),
                        output().probability() && Arrays.stream(scores).allMatch(score -> score >= 0 && score <= 1)),
                file,
                model);
    }

    public byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            byte[] said = JSON.writeValueAsBytes(header);
            out.writeInt(MAGIC);
            out.writeInt(said.length);
            out.write(said);
            out.write(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Throws {@link IllegalArgumentException} where the bytes are not what {@link #bytes} wrote. */
    public static ExternalVersion read(byte[] body) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(body))) {
            int magic = in.readInt();
            int length = in.readInt();
            if (magic != MAGIC || length < 0 || length > LARGEST_HEADER) {
                throw new IllegalArgumentException("not a stored file");
            }
            Header header = JSON.readValue(in.readNBytes(length), Header.class);
            byte[] file = in.readAllBytes();
            return new ExternalVersion(header, file, ExternalFile.open(file));
        } catch (IOException e) {
            throw new IllegalArgumentException("not a stored file", e);
        }
    }

    public ExternalModel model() {
        return model;
    }

    public List<Assigned> inputs() {
        return header.inputs();
    }

    public ExternalModel.Output output() {
        return model.outputs().stream()
                .filter(output -> output.name().equals(header.output()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the file has no such output"));
    }

    /** Whether the file says so, and what it said was in keeping. */
    public boolean isProbability() {
        return header.probability();
    }

    /** Features of ours that it reads. */
    public List<String> features() {
        return header.inputs().stream()
                .map(Assigned::feature)
                .filter(Objects::nonNull)
                .distinct()
                .sorted()
                .toList();
    }

    /** Whether it speaks of customers too who never did anything, since traits tell of them. */
    public boolean isOfEverybody() {
        return isOfEverybody(header.inputs());
    }

    /** The same of a version that is only wished for. */
    public static boolean isOfEverybody(List<Assigned> inputs) {
        return inputs.stream()
                .anyMatch(input -> input.feature() != null && input.feature().startsWith(FeatureCatalogue.TRAIT));
    }

    /** Not a number where the file says nothing of a customer. A feature that is gone, or is of another kind by now, counts as missing. */
    public synchronized double[] score(FeatureTable table) {
        return table.size() == 0
                ? new double[0]
                : model.score(
                        model.inputs().stream()
                                .map(input -> column(input, table))
                                .toList(),
                        output());
    }

    /** What typical customers are like, for whoever explains. */
    List<Typical> typical() {
        return header.typical();
    }

    private FeatureColumn column(ExternalModel.Input input, FeatureTable table) {
        Optional<FeatureColumn> found = header.inputs().stream()
                .filter(assigned -> assigned.input().equals(input.name()))
                .flatMap(assigned -> Optional.ofNullable(assigned.feature()).stream())
                .flatMap(feature -> table.column(feature).stream())
                .flatMap(column -> fitting(column, input).stream())
                .findFirst();
        return found.orElseGet(() -> {
            float[] missing = new float[table.size()];
            Arrays.fill(missing, Float.NaN);
            return FeatureColumn.numbers(input.name(), missing);
        });
    }

    private static Optional<FeatureColumn> fitting(FeatureColumn column, ExternalModel.Input input) {
        if (column.categorical() == (input.type() == ExternalModel.InputType.CATEGORY)) {
            return Optional.of(column);
        }
        return column.categorical() ? Optional.empty() : input.flag().map(words -> said(column, words));
    }

    /** A flag in the file's words for no and yes. */
    private static FeatureColumn said(FeatureColumn flag, List<String> words) {
        float[] places = flag.values().clone();
        for (int row = 0; row < places.length; row++) {
            places[row] = places[row] == 0 || places[row] == 1 ? places[row] : Float.NaN;
        }
        return FeatureColumn.categories(flag.name(), places, words);
    }
}
