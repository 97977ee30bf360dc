// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.uplift;

import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.platform.SharedData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.IntStream;

/** 64,000 customers of a shop, a third of whom got an e-mail about men's fashion, a third about women's and a third none (Hillstrom 2008). */
record Hillstrom(List<String> header, List<String[]> rows) {

    static final String MENS = "Mens E-Mail";
    static final String WOMENS = "Womens E-Mail";
    private static final String NONE = "No E-Mail";

    static Hillstrom read() {
        try {
            List<String> lines = Files.readAllLines(SharedData.find("hillstrom/hillstrom.csv"));
            return new Hillstrom(
                    List.of(lines.get(0).split(",")),
                    lines.stream()
                            .skip(1)
                            .map(line -> line.replace("$1,000", "$1000").split(","))
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Moments outcomes(String arm, String column) {
        return Moments.of(rows.stream()
                .filter(row -> value(row, "segment").equals(arm))
                .mapToDouble(row -> Double.parseDouble(value(row, column)))
                .toArray());
    }

    Moments heldOut(String column) {
        return outcomes(NONE, column);
    }

    /** Those who got the e-mail, and those who got none; whether they visited the shop. */
    Trial against(String arm) {
        List<String[]> people = rows.stream()
                .filter(row -> value(row, "segment").equals(arm)
                        || value(row, "segment").equals(NONE))
                .toList();
        boolean[] treated = new boolean[people.size()];
        boolean[] visited = new boolean[people.size()];
        for (int row = 0; row < treated.length; row++) {
            treated[row] = value(people.get(row), "segment").equals(arm);
            visited[row] = value(people.get(row), "visit").equals("1");
        }
        FeatureTable table = FeatureTable.of(
                IntStream.rangeClosed(1, treated.length).toArray(),
                List.of(
                        numbers(people, "recency"),
                        numbers(people, "history"),
                        numbers(people, "mens"),
                        numbers(people, "womens"),
                        numbers(people, "newbie"),
                        categories(people, "history_segment"),
                        categories(people, "zip_code"),
                        categories(people, "channel")));
        return new Trial(table, treated, visited);
    }

    private FeatureColumn numbers(List<String[]> people, String column) {
        float[] values = new float[people.size()];
        for (int row = 0; row < values.length; row++) {
            values[row] = Float.parseFloat(value(people.get(row), column));
        }
        return FeatureColumn.numbers(column, values);
    }

    private FeatureColumn categories(List<String[]> people, String column) {
        List<String> levels = people.stream()
                .map(row -> value(row, column))
                .distinct()
                .sorted()
                .toList();
        float[] codes = new float[people.size()];
        for (int row = 0; row < codes.length; row++) {
            codes[row] = levels.indexOf(value(people.get(row), column));
        }
        return FeatureColumn.categories(column, codes, levels);
    }

    private String value(String[] row, String column) {
        return row[header.indexOf(column)];
    }
}
