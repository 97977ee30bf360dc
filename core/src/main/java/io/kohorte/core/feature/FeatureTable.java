// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.feature;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Features of many customers, column by column. Rows are ordered by profile number and columns by name, whatever the order they were
 * given in, so that nothing learned from a table depends on the order of its rows or columns.
 */
public final class FeatureTable {
    private final int[] profiles;
    private final List<FeatureColumn> columns;

    private FeatureTable(int[] profiles, List<FeatureColumn> columns) {
        this.profiles = profiles;
        this.columns = columns;
    }

    /** Throws {@link IllegalArgumentException} where a column's length differs from the number of profiles. */
    public static FeatureTable of(int[] profiles, List<FeatureColumn> columns) {
        for (FeatureColumn column : columns) {
            if (column.values().length != profiles.length) {
                throw new IllegalArgumentException("column " + column.name() + " has " + column.values().length
                        + " values for " + profiles.length + " profiles");
            }
        }
        List<FeatureColumn> named = columns.stream()
                .sorted(Comparator.comparing(FeatureColumn::name))
                .toList();
        FeatureTable table = new FeatureTable(profiles, named);
        return ascending(profiles) ? table : table.rows(byProfile(profiles));
    }

    public int size() {
        return profiles.length;
    }

    public int profile(int row) {
        return profiles[row];
    }

    /** The profile numbers themselves, ascending; not a copy. */
    public int[] profiles() {
        return profiles;
    }

    public List<FeatureColumn> columns() {
        return columns;
    }

    public Optional<FeatureColumn> column(String name) {
        return columns.stream().filter(column -> column.name().equals(name)).findFirst();
    }

    /** The given rows in the given order, which must be ascending to keep the table's promise. */
    public FeatureTable rows(int[] rows) {
        int[] picked = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            picked[i] = profiles[rows[i]];
        }
        return new FeatureTable(
                picked, columns.stream().map(column -> column.rows(rows)).toList());
    }

    /** This table with the named columns only. */
    public FeatureTable only(Collection<String> names) {
        return new FeatureTable(
                profiles,
                columns.stream().filter(column -> names.contains(column.name())).toList());
    }

    /** This table without the named columns. */
    public FeatureTable without(Collection<String> names) {
        return new FeatureTable(
                profiles,
                columns.stream()
                        .filter(column -> !names.contains(column.name()))
                        .toList());
    }

    /**
     * Tables of the same features at several moments, one below the other; a profile comes once per moment. Categories are joined by
     * their words, since each moment numbers them on its own.
     */
    public static FeatureTable stacked(List<FeatureTable> tables) {
        FeatureTable first = tables.get(0);
        if (tables.size() == 1) {
            return first;
        }
        int size = tables.stream().mapToInt(FeatureTable::size).sum();
        int[] profiles = new int[size];
        int at = 0;
        for (FeatureTable table : tables) {
            System.arraycopy(table.profiles, 0, profiles, at, table.size());
            at += table.size();
        }
        List<FeatureColumn> columns = new ArrayList<>();
        for (FeatureColumn column : first.columns) {
            columns.add(stackedColumn(
                    column.name(),
                    size,
                    tables.stream()
                            .map(table -> table.column(column.name()).orElseThrow())
                            .toList()));
        }
        return new FeatureTable(profiles, columns);
    }

    private static FeatureColumn stackedColumn(String name, int size, List<FeatureColumn> parts) {
        List<String> levels = parts.stream()
                .flatMap(part -> part.levels().stream())
                .distinct()
                .sorted()
                .toList();
        float[] values = new float[size];
        int at = 0;
        for (FeatureColumn part : parts) {
            for (int row = 0; row < part.values().length; row++) {
                values[at++] = part.categorical() && !part.missing(row)
                        ? levels.indexOf(part.category(row).orElseThrow())
                        : part.value(row);
            }
        }
        return levels.isEmpty() ? FeatureColumn.numbers(name, values) : FeatureColumn.categories(name, values, levels);
    }

    private static boolean ascending(int[] profiles) {
        for (int i = 1; i < profiles.length; i++) {
            if (profiles[i] < profiles[i - 1]) {
                return false;
            }
        }
        return true;
    }

    private static int[] byProfile(int[] profiles) {
        return IntStream.range(0, profiles.length)
                .boxed()
                .sorted(Comparator.comparingInt(row -> profiles[row]))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
