// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kohorte.core.learn.Share;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FairnessTest {

    /** Customers group by group, as they are added. */
    private final List<Double> scores = new ArrayList<>();

    private final List<String> groups = new ArrayList<>();
    private final List<Boolean> labels = new ArrayList<>();

    @Test
    void groups_selected_equally_often_are_treated_evenly() {
        add("women", 5_000, 1_000, 500, 250);
        add("men", 5_000, 1_010, 500, 250);

        assertThat(fairness(true).word()).isEqualTo(Fairness.Word.EVEN);
    }

    @Test
    void a_group_selected_half_as_often_is_treated_unevenly_and_the_reason_names_both() {
        add("women", 2_000, 200, 100, 50);
        add("men", 2_000, 400, 100, 50);

        Fairness fairness = fairness(false);

        assertThat(fairness.word()).isEqualTo(Fairness.Word.UNEVEN);
        assertThat(fairness.reason().en()).startsWith("Of 'women' 10% are selected, of 'men' 20%: 0.50 times as often");
        assertThat(fairness.reason().de()).contains("„women“").contains("0,50");
    }

    @Test
    void equal_selection_hides_no_group_of_whose_buyers_fewer_are_found() {
        add("women", 2_000, 400, 400, 100);
        add("men", 2_000, 400, 400, 300);

        Fairness fairness = fairness(true);

        assertThat(fairness.word()).isEqualTo(Fairness.Word.UNEVEN);
        assertThat(fairness.reason().en()).startsWith("Of those of 'women' who did it 25% had been selected");
        assertThat(group(fairness, "women").found().share()).isCloseTo(.25, within(1e-9));
    }

    @Test
    void what_chance_could_have_done_is_unclear() {
        add("women", 150, 13, 40, 10);
        add("men", 150, 20, 40, 10);

        assertThat(fairness(false).word()).isEqualTo(Fairness.Word.UNCLEAR);
    }

    @Test
    void a_small_group_is_said_to_be_too_small_and_counts_for_nothing() {
        add("women", 5_000, 1_000, 500, 250);
        add("men", 5_000, 1_000, 500, 250);
        add("others", 99, 0, 20, 0);

        Fairness fairness = fairness(true);

        assertThat(group(fairness, "others").tooSmall()).isTrue();
        assertThat(group(fairness, "others").came()).isNull();
        assertThat(fairness.word()).isEqualTo(Fairness.Word.EVEN);
    }

    @Test
    void whoever_has_no_value_of_the_trait_is_no_group() {
        add("", 500, 500, 100, 50);
        add("women", 500, 10, 100, 10);

        Fairness fairness = fairness(false);

        assertThat(fairness.groups()).extracting(Fairness.Group::value).containsExactly("women");
        assertThat(fairness.reason().en()).startsWith("Fewer than two groups have 100 customers");
    }

    /** Wilson 1927, as in every table of it. */
    @Test
    void an_interval_is_as_in_the_books() {
        Share share = Share.of(5, 10);

        assertThat(share.from()).isCloseTo(.2366, within(1e-4));
        assertThat(share.to()).isCloseTo(.7634, within(1e-4));
    }

    private static Fairness.Group group(Fairness fairness, String value) {
        return fairness.groups().stream()
                .filter(group -> group.value().equals(value))
                .findFirst()
                .orElseThrow();
    }

    /** @param found of those who did it, how many are among the selected */
    private void add(String group, int customers, int selected, int did, int found) {
        for (int i = 0; i < customers; i++) {
            scores.add(i < selected ? .9 : .1);
            groups.add(group);
            labels.add(i < found || (i >= selected && i < selected + did - found));
        }
    }

    private Fairness fairness(boolean known) {
        double[] all = scores.stream().mapToDouble(Double::doubleValue).toArray();
        boolean[] came = new boolean[all.length];
        IntStream.range(0, came.length).forEach(row -> came[row] = labels.get(row));
        return Fairness.of(
                "gender",
                .5,
                new Fairness.People(all, groups),
                known ? Optional.of(new Outcomes(Instant.EPOCH, all, came, groups)) : Optional.empty());
    }
}
