// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.duplicate;

import io.kohorte.core.duplicate.Comparison.Match;
import io.kohorte.core.platform.SharedData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** People of whom it is known who is who: rows, and the person each is of. Profile numbers are places in the list, from 1. */
record KnownPeople(List<Map<Field, String>> rows, List<String> persons) {

    /** How well a set of pairs answers the question. */
    record Quality(double precision, double recall) {
        double f1() {
            return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
        }
    }

    static KnownPeople file(String path, Set<Field> without, Function<List<String>, String> person) {
        try {
            List<List<String>> lines = Files.readAllLines(SharedData.find(path)).stream()
                    .map(line -> Arrays.stream(line.split(",", -1))
                            .map(String::strip)
                            .toList())
                    .toList();
            List<Map<Field, String>> rows = new ArrayList<>();
            List<String> persons = new ArrayList<>();
            for (List<String> line : lines.subList(1, lines.size())) {
                Map<Field, String> row = new EnumMap<>(Field.class);
                for (int i = 0; i < line.size(); i++) {
                    String value = line.get(i);
                    Field.named(lines.get(0).get(i))
                            .filter(field -> !without.contains(field))
                            .ifPresent(field -> row.put(field, value));
                }
                rows.add(row);
                persons.add(person.apply(line));
            }
            return new KnownPeople(rows, persons);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    People people() {
        return people(rows.size());
    }

    /** The first of them only. */
    People people(int first) {
        People.Builder builder = new People.Builder();
        for (int i = 0; i < first; i++) {
            builder.add(i + 1, rows.get(i));
        }
        return builder.build();
    }

    Quality pairs(List<Match> matches) {
        long right = matches.stream().filter(this::isRight).count();
        return quality(right, matches.size());
    }

    /** As if all pairs were merged, and with them what follows from them. */
    Quality merged(List<Match> matches) {
        int[] merged = new int[rows.size() + 1];
        Arrays.setAll(merged, number -> number);
        matches.forEach(match -> merged[top(merged, match.one())] = top(merged, match.other()));
        Map<Integer, Long> sizes = new HashMap<>();
        Map<String, Long> shared = new HashMap<>();
        for (int number = 1; number < merged.length; number++) {
            int group = top(merged, number);
            sizes.merge(group, 1L, Long::sum);
            shared.merge(String.format(Locale.ROOT, "%d %s", group, persons.get(number - 1)), 1L, Long::sum);
        }
        return quality(pairs(shared), pairs(sizes));
    }

    boolean isRight(Match match) {
        return persons.get(match.one() - 1).equals(persons.get(match.other() - 1));
    }

    long truePairs() {
        Map<String, Long> sizes = new HashMap<>();
        persons.forEach(person -> sizes.merge(person, 1L, Long::sum));
        return pairs(sizes);
    }

    private Quality quality(long right, long said) {
        return new Quality(said == 0 ? 1 : (double) right / said, (double) right / truePairs());
    }

    private static long pairs(Map<?, Long> sizes) {
        return sizes.values().stream().mapToLong(size -> size * (size - 1) / 2).sum();
    }

    private static int top(int[] merged, int number) {
        int top = number;
        while (merged[top] != top) {
            top = merged[top];
        }
        return top;
    }
}
