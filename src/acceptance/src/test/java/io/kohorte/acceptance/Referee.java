// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Scores what was found against what is true. */
final class Referee {

    private Referee() {}

    /** Probability that one who did is ranked above one who did not (ties count half). */
    static double areaUnderCurve(Map<String, Double> scores, Set<String> positives) {
        List<Map.Entry<String, Double>> ascending = new ArrayList<>(scores.entrySet());
        ascending.sort(Map.Entry.comparingByValue());
        double ranks = 0;
        long found = 0;
        for (int from = 0; from < ascending.size(); ) {
            int to = from;
            while (to < ascending.size()
                    && ascending.get(to).getValue().equals(ascending.get(from).getValue())) {
                to++;
            }
            for (int i = from; i < to; i++) {
                if (positives.contains(ascending.get(i).getKey())) {
                    ranks += (from + 1 + to) / 2.0;
                    found++;
                }
            }
            from = to;
        }
        return (ranks - found * (found + 1) / 2.0) / (found * (double) (ascending.size() - found));
    }

    /** Adjusted Rand index (Hubert and Arabie 1985): 0 by chance, 1 when both partitions are the same. */
    static double adjustedRand(Map<String, ?> found, Map<String, ?> truth) {
        Map<Object, Long> rows = new HashMap<>();
        Map<Object, Long> columns = new HashMap<>();
        Map<List<Object>, Long> cells = new HashMap<>();
        found.forEach((who, group) -> {
            Object real = truth.get(who);
            rows.merge(group, 1L, Long::sum);
            columns.merge(real, 1L, Long::sum);
            cells.merge(List.of(group, real), 1L, Long::sum);
        });
        double together = pairs(cells);
        double expected = pairs(rows) * pairs(columns) / pairs(found.size());
        return (together - expected) / ((pairs(rows) + pairs(columns)) / 2 - expected);
    }

    private static double pairs(Map<?, Long> counts) {
        return counts.values().stream().mapToDouble(Referee::pairs).sum();
    }

    private static double pairs(long count) {
        return count * (count - 1) / 2.0;
    }
}
