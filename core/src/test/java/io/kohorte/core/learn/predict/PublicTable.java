// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import io.kohorte.core.feature.Feature;
import io.kohorte.core.feature.FeatureCatalogue;
import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.feature.TraitType;
import io.kohorte.core.platform.SharedData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.ZipFile;

/** A public data set as traits: numbers where all values are, days where all are dates, categories elsewhere; empty is missing. */
public record PublicTable(List<Feature> features, Labelled customers) {
    static PublicTable telco() {
        return read(lines(read("telco-churn/Telco-Customer-Churn.csv")), ",", "Churn", "Yes");
    }

    static PublicTable ifood() {
        return read(lines(read("ifood/marketing_campaign.csv")), ";", "Response", "1");
    }

    public static PublicTable bank() {
        try (ZipFile zip = new ZipFile(
                SharedData.find("bank-marketing/bank-additional.zip").toFile())) {
            byte[] csv = zip.getInputStream(zip.getEntry("bank-additional/bank-additional-full.csv"))
                    .readAllBytes();
            return read(lines(csv), ";", "y", "yes");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    PublicTable without(String... columns) {
        List<String> names = Arrays.stream(columns).map(PublicTable::trait).toList();
        return new PublicTable(
                features.stream()
                        .filter(feature -> !names.contains(feature.name()))
                        .toList(),
                customers.without(names));
    }

    PublicTable with(FeatureColumn column) {
        List<FeatureColumn> columns = new ArrayList<>(customers.table().columns());
        columns.add(column);
        List<Feature> all = new ArrayList<>(features);
        all.add(feature(column));
        return new PublicTable(
                all,
                new Labelled(
                        FeatureTable.of(customers.table().profiles(), columns),
                        customers.labels(),
                        customers.treated()));
    }

    static String trait(String name) {
        return FeatureCatalogue.TRAIT + name;
    }

    private static byte[] read(String file) {
        try {
            return Files.readAllBytes(SharedData.find(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(byte[] csv) {
        return new String(csv, StandardCharsets.UTF_8)
                .replace("\uFEFF", "")
                .replace("\"", "")
                .lines()
                .toList();
    }

    private static PublicTable read(List<String> lines, String delimiter, String target, String yes) {
        List<String> header = List.of(lines.get(0).split(delimiter, -1));
        List<String[]> rows =
                lines.stream().skip(1).map(line -> line.split(delimiter, -1)).toList();
        List<FeatureColumn> columns = new ArrayList<>();
        boolean[] labels = new boolean[rows.size()];
        for (int at = 0; at < header.size(); at++) {
            int column = at;
            List<String> values = rows.stream().map(row -> row[column].strip()).toList();
            if (header.get(at).equals(target)) {
                IntStream.range(0, labels.length)
                        .forEach(row -> labels[row] = values.get(row).equals(yes));
            } else {
                columns.add(column(trait(header.get(at)), values));
            }
        }
        FeatureTable table =
                FeatureTable.of(IntStream.rangeClosed(1, labels.length).toArray(), columns);
        return new PublicTable(
                columns.stream().map(PublicTable::feature).toList(),
                new Labelled(table, labels, new boolean[labels.length]));
    }

    private static Feature feature(FeatureColumn column) {
        return FeatureCatalogue.ofTrait(
                column.name().substring(FeatureCatalogue.TRAIT.length()),
                column.categorical() ? TraitType.TEXT : TraitType.NUMBER);
    }

    private static FeatureColumn column(String name, List<String> values) {
        if (values.stream().allMatch(value -> value.isEmpty() || value.matches("-?\\d+(\\.\\d+)?"))) {
            return numbers(
                    name,
                    values.stream()
                            .map(value -> value.isEmpty() ? Float.NaN : Float.parseFloat(value))
                            .toList());
        }
        if (values.stream().allMatch(value -> value.matches("\\d{4}-\\d\\d-\\d\\d"))) {
            return numbers(
                    name,
                    values.stream()
                            .map(value -> (float) LocalDate.parse(value).toEpochDay())
                            .toList());
        }
        List<String> levels = values.stream().distinct().sorted().toList();
        float[] codes = new float[values.size()];
        for (int row = 0; row < codes.length; row++) {
            codes[row] = levels.indexOf(values.get(row));
        }
        return FeatureColumn.categories(name, codes, levels);
    }

    private static FeatureColumn numbers(String name, List<Float> values) {
        float[] numbers = new float[values.size()];
        for (int row = 0; row < numbers.length; row++) {
            numbers[row] = values.get(row);
        }
        return FeatureColumn.numbers(name, numbers);
    }
}
