// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.watch;

import com.fasterxml.jackson.annotation.JsonValue;
import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.Numbers;
import io.kohorte.core.learn.Share;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Whether a version treats the groups of a sensitive trait alike.
 *
 * @param threshold who has this score or more is selected
 * @param groups largest first
 */
public record Fairness(String trait, double threshold, Word word, Wording reason, List<Group> groups) {
    /** Of fewer customers nothing is said. */
    static final int FEWEST = 100;

    /** Of fewer who did it nothing is said about how many of them were found. */
    static final int FEWEST_POSITIVES = 30;

    private static final int MOST_GROUPS = 12;

    /** Whether groups are treated alike, in a word. */
    public enum Word {
        EVEN,
        UNEVEN,
        /** Both could be: the groups are too small to tell. */
        UNCLEAR;

        @JsonValue
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One group.
     *
     * @param selected how many of it are selected
     * @param found of those of it who did it, how many had been selected; absent without enough known outcomes
     * @param foreseen the mean probability given to those whose outcome is known
     * @param came the share of those who did it: apart from {@code foreseen}, probabilities are off for this group
     */
    public record Group(
            String value,
            long customers,
            boolean tooSmall,
            Share selected,
            @Nullable Share found,
            @Nullable Double foreseen,
            @Nullable Share came) {}

    /** Customers whose selection is looked at. */
    @SuppressWarnings("ArrayRecordComponent") // rows in bulk, never compared
    record People(double[] scores, List<String> groups) {}

    /** What is counted of a group. */
    private static final class Tally {
        private long customers;
        private long selected;
        private long known;
        private long did;
        private long found;
        private double foreseen;

        Group group(String value) {
            boolean small = customers < FEWEST;
            boolean judged = !small && known >= FEWEST;
            return new Group(
                    value,
                    customers,
                    small,
                    Share.of(selected, customers),
                    judged && did >= FEWEST_POSITIVES ? Share.of(found, did) : null,
                    judged ? (Double) (foreseen / known) : null,
                    judged ? Share.of(did, known) : null);
        }
    }

    /** @param outcomes what came true since, where it is known yet */
    static Fairness of(String trait, double threshold, People people, Optional<Outcomes> outcomes) {
        Map<String, Tally> tallies = new HashMap<>();
        for (int row = 0; row < people.scores().length; row++) {
            Tally tally = tallies.computeIfAbsent(people.groups().get(row), unused -> new Tally());
            tally.customers++;
            tally.selected += people.scores()[row] >= threshold ? 1 : 0;
        }
        outcomes.ifPresent(came -> IntStream.range(0, came.labels().length).forEach(row -> {
            Tally tally = tallies.computeIfAbsent(came.groups().get(row), unused -> new Tally());
            boolean did = came.labels()[row];
            tally.known++;
            tally.did += did ? 1 : 0;
            tally.found += did && came.scores()[row] >= threshold ? 1 : 0;
            tally.foreseen += came.scores()[row];
        }));
        List<Group> groups = tallies.entrySet().stream()
                .filter(entry -> !entry.getKey().isEmpty())
                .map(entry -> entry.getValue().group(entry.getKey()))
                .sorted(Comparator.comparingLong(Group::customers).reversed().thenComparing(Group::value))
                .limit(MOST_GROUPS)
                .toList();
        return judged(trait, threshold, groups);
    }

    private static Fairness judged(String trait, double threshold, List<Group> groups) {
        List<Group> large = groups.stream().filter(group -> !group.tooSmall()).toList();
        if (large.size() < 2) {
            return new Fairness(
                    trait,
                    threshold,
                    Word.UNCLEAR,
                    Numbers.fill(
                            new Wording(
                                    "Fewer than two groups have %s customers: there is nothing to compare.",
                                    "Weniger als zwei Gruppen haben %s Kunden: Es gibt nichts zu vergleichen."),
                            Numbers.amount(FEWEST)),
                    groups);
        }
        List<Gap> gaps = new ArrayList<>();
        gaps.add(Gap.of(
                large,
                Group::selected,
                new Wording("Of '%s' %s are selected, of '%s' %s", "Von „%s“ werden %s ausgewählt, von „%s“ %s")));
        List<Group> found =
                large.stream().filter(group -> group.found() != null).toList();
        if (found.size() >= 2) {
            gaps.add(Gap.of(
                    found,
                    group -> Objects.requireNonNull(group.found()),
                    new Wording(
                            "Of those of '%s' who did it %s had been selected, of '%s' %s",
                            "Von denen aus „%s“, die es taten, waren %s ausgewählt, bei „%s“ %s")));
        }
        Gap widest = gaps.stream()
                .min(Comparator.comparing(Gap::word, Comparator.comparing(Fairness::urgency))
                        .thenComparing(Gap::ratio))
                .orElseThrow();
        return new Fairness(trait, threshold, widest.word(), widest.reason(), groups);
    }

    /** What is sure comes before what is unclear. */
    private static int urgency(Word word) {
        return switch (word) {
            case UNEVEN -> 0;
            case UNCLEAR -> 1;
            case EVEN -> 2;
        };
    }
}
