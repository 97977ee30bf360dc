// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.duplicate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Everybody in the form people are compared in: every value is kept once, a person is a row of numbers of values. A million people of ten
 * fields take about 40 MB of rows, and their texts.
 */
final class People {

    /** No value. */
    static final int NONE = -1;

    private static final int BEGINNING = 4;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final int[] profiles;
    private final List<Column> columns;

    private People(int[] profiles, List<Column> columns) {
        this.profiles = profiles;
        this.columns = columns;
    }

    /**
     * One field of everybody.
     *
     * @param values by row, the number of the value or {@link #NONE}
     * @param texts by number of the value
     * @param counts by number of the value, how many have it
     * @param known how many have any
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, only read
    record Column(Field field, int[] values, String[] texts, int[] counts, int known) {

        Agreement agreement(int one, int other) {
            int a = values[one];
            int b = values[other];
            if (a == NONE || b == NONE) {
                return Agreement.MISSING;
            }
            return a == b ? Agreement.EXACT : field.unequal(texts[a], texts[b]);
        }

        /** The share of people who have the value of this row. */
        double share(int row) {
            return (double) counts[values[row]] / known;
        }

        /** A number for how the value of a row begins; 0 where it has none. */
        int beginning(int row) {
            int value = values[row];
            if (value == NONE) {
                return 0;
            }
            String text = texts[value];
            int hash = 17;
            for (int i = 0; i < Math.min(BEGINNING, text.length()); i++) {
                hash = 31 * hash + text.charAt(i);
            }
            return hash == 0 ? 1 : hash;
        }
    }

    int size() {
        return profiles.length;
    }

    int profile(int row) {
        return profiles[row];
    }

    List<Column> columns() {
        return columns;
    }

    List<Field> fields() {
        return columns.stream().map(Column::field).toList();
    }

    /** What is known about one person, as a number that is another when that is (but for chance). */
    long content(int row) {
        long hash = 1;
        for (Column column : columns) {
            int value = column.values()[row];
            if (value != NONE) {
                hash = 31 * hash + column.field().wire().hashCode();
                String text = column.texts()[value];
                for (int i = 0; i < text.length(); i++) {
                    hash = (hash ^ text.charAt(i)) * FNV_PRIME;
                }
            }
        }
        return hash;
    }

    /** Takes in people one after the other. */
    static final class Builder {

        private final EnumMap<Field, Growing> columns = new EnumMap<>(Field.class);
        private int[] profiles = new int[1024];
        private int size;

        /** @param values raw values by field; what is blank counts as not known */
        void add(int profile, Map<Field, String> values) {
            if (size == profiles.length) {
                profiles = Arrays.copyOf(profiles, size * 2);
            }
            profiles[size] = profile;
            values.forEach((field, raw) -> {
                String text = field.comparable(raw);
                if (!text.isEmpty()) {
                    columns.computeIfAbsent(field, unused -> new Growing()).set(size, text);
                }
            });
            size++;
        }

        /** Fields of which nobody has a value are left out. */
        People build() {
            List<Column> built = new ArrayList<>();
            columns.forEach((field, column) -> built.add(column.build(field, size)));
            return new People(Arrays.copyOf(profiles, size), List.copyOf(built));
        }
    }

    private static final class Growing {

        private final Map<String, Integer> numbers = new HashMap<>();
        private int[] values = new int[0];

        void set(int row, String text) {
            reach(row + 1);
            values[row] = Objects.requireNonNull(numbers.computeIfAbsent(text, unused -> numbers.size()));
        }

        Column build(Field field, int size) {
            reach(size);
            String[] texts = new String[numbers.size()];
            numbers.forEach((text, number) -> texts[number] = text);
            int[] counts = new int[texts.length];
            int known = 0;
            for (int row = 0; row < size; row++) {
                if (values[row] != NONE) {
                    counts[values[row]]++;
                    known++;
                }
            }
            return new Column(field, Arrays.copyOf(values, size), texts, counts, known);
        }

        private void reach(int size) {
            int before = values.length;
            if (size > before) {
                values = Arrays.copyOf(values, Math.max(size, before * 2));
                Arrays.fill(values, before, values.length, NONE);
            }
        }
    }
}
