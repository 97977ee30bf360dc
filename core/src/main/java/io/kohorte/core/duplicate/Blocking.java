// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.duplicate;

import io.kohorte.core.duplicate.People.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.roaringbitmap.RoaringBitmap;

/**
 * Who is compared with whom: everybody with everybody would be 500 billion pairs of a million. People meet who have a value in common, or
 * the beginnings of two, unless too many have it. Whoever would meet at several places meets at the first only.
 */
final class Blocking {

    private static final int LARGEST = 60;
    private static final int SMALLEST = 4;
    private static final long PAIRS_A_PERSON = 40;
    private static final long FEW = 2_000_000;

    private final People people;
    private final List<Rule> rules;
    private final int[][] beginnings;
    private final int largest;
    private final List<RoaringBitmap> crowds;

    private Blocking(People people, List<Rule> rules, int[][] beginnings, int largest) {
        this.people = people;
        this.rules = rules;
        this.beginnings = beginnings;
        this.largest = largest;
        this.crowds = eachRule(this::crowds);
    }

    /** A pair of people meets. */
    @FunctionalInterface
    interface Meeting {
        void of(int one, int other);
    }

    /** The same value of one field, where both are the same field, or the same beginnings of two. */
    private record Rule(int one, int other) {

        private boolean isValue() {
            return one == other;
        }

        private boolean holds(int values, int beginnings) {
            return isValue() ? (values >> one & 1) == 1 : (beginnings >> one & beginnings >> other & 1) == 1;
        }
    }

    @FunctionalInterface
    private interface Block {
        void of(long[] entries, int from, int to);
    }

    /** Blocks as large as the number of pairs allows: about forty for each person. */
    static Blocking asLargeAsSensible(People people) {
        Blocking all = of(people, LARGEST);
        long[] pairs = new long[LARGEST + 1];
        for (long[] ofRule : all.eachRule(all::pairsBySize)) {
            Arrays.setAll(pairs, size -> pairs[size] + ofRule[size]);
        }
        long budget = Math.max(FEW, PAIRS_A_PERSON * people.size());
        long sum = 0;
        int size = 1;
        while (size < LARGEST && (size < SMALLEST || sum + pairs[size + 1] <= budget)) {
            size++;
            sum += pairs[size];
        }
        return size == LARGEST ? all : of(people, size);
    }

    /** @param largest how many people may meet at one place */
    static Blocking of(People people, int largest) {
        List<Column> columns = people.columns();
        List<Rule> rules = new ArrayList<>();
        for (int one = 0; one < columns.size(); one++) {
            rules.add(new Rule(one, one));
        }
        for (int one = 0; one < columns.size(); one++) {
            for (int other = one + 1; other < columns.size(); other++) {
                rules.add(new Rule(one, other));
            }
        }
        int[][] beginnings = columns.stream()
                .map(column ->
                        IntStream.range(0, people.size()).map(column::beginning).toArray())
                .toArray(int[][]::new);
        return new Blocking(people, rules, beginnings, largest);
    }

    /** How many of them there are, one after the other for who hears of them. */
    int rules() {
        return rules.size();
    }

    int largest() {
        return largest;
    }

    /**
     * Lets every pair meet once. Rules are worked on side by side, each with a table of its own.
     *
     * @param heard is told how many rules are done, on whatever thread
     */
    <T> List<T> meet(Supplier<T> table, Function<T, Meeting> meeting, IntConsumer heard) {
        AtomicInteger done = new AtomicInteger();
        return eachRule(rule -> {
            T own = table.get();
            Meeting told = meeting.apply(own);
            blocks(rule, (entries, from, to) -> {
                if (to - from <= largest) {
                    meet(rule, entries, from, to, told);
                }
            });
            heard.accept(done.incrementAndGet());
            return own;
        });
    }

    private void meet(int rule, long[] entries, int from, int to, Meeting meeting) {
        for (int i = from; i < to; i++) {
            for (int j = i + 1; j < to; j++) {
                int one = (int) entries[i];
                int other = (int) entries[j];
                if (isFirst(rule, one, other)) {
                    meeting.of(one, other);
                }
            }
        }
    }

    private boolean isFirst(int rule, int one, int other) {
        int sameValues = 0;
        int sameBeginnings = 0;
        for (int field = 0; field < beginnings.length; field++) {
            int beginning = beginnings[field][one];
            if (beginning != 0 && beginning == beginnings[field][other]) {
                sameBeginnings |= 1 << field;
                int[] values = people.columns().get(field).values();
                if (values[one] == values[other]) {
                    sameValues |= 1 << field;
                }
            }
        }
        if (!rules.get(rule).holds(sameValues, sameBeginnings)) {
            return false;
        }
        for (int earlier = 0; earlier < rule; earlier++) {
            if (rules.get(earlier).holds(sameValues, sameBeginnings)
                    && !crowds.get(earlier).contains(key(earlier, one))) {
                return false;
            }
        }
        return true;
    }

    private RoaringBitmap crowds(int rule) {
        RoaringBitmap crowds = new RoaringBitmap();
        blocks(rule, (entries, from, to) -> {
            if (to - from > largest) {
                crowds.add((int) (entries[from] >>> 32));
            }
        });
        return crowds;
    }

    private long[] pairsBySize(int rule) {
        long[] pairs = new long[LARGEST + 1];
        blocks(rule, (entries, from, to) -> {
            int size = to - from;
            if (size <= LARGEST) {
                pairs[size] += size * (size - 1L) / 2;
            }
        });
        return pairs;
    }

    /** Each run of entries with the same key; an entry is a key and, in its lower half, a row. */
    private void blocks(int rule, Block block) {
        long[] entries = new long[people.size()];
        int size = 0;
        for (int row = 0; row < people.size(); row++) {
            int key = key(rule, row);
            if (key != 0) {
                entries[size++] = (long) key << 32 | row;
            }
        }
        Arrays.sort(entries, 0, size);
        int from = 0;
        for (int i = 1; i <= size; i++) {
            if (i == size || entries[i] >>> 32 != entries[from] >>> 32) {
                if (i - from > 1) {
                    block.of(entries, from, i);
                }
                from = i;
            }
        }
    }

    private int key(int rule, int row) {
        Rule at = rules.get(rule);
        if (at.isValue()) {
            return people.columns().get(at.one()).values()[row] + 1;
        }
        int one = beginnings[at.one()][row];
        int other = beginnings[at.other()][row];
        return one == 0 || other == 0 ? 0 : Math.max(1, (one * 0x9E3779B1) ^ (other * 0x85EBCA77));
    }

    private <T> List<T> eachRule(java.util.function.IntFunction<T> work) {
        return IntStream.range(0, rules.size()).parallel().mapToObj(work).toList();
    }
}
