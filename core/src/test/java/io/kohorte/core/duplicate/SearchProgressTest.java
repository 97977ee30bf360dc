// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.duplicate;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.core.run.Progress;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Whoever waits for a search sees how far it is. */
class SearchProgressTest {

    private static final List<String> TOWNS = List.of("Ulm", "Jena", "Kiel");

    private final Queue<Progress> heard = new ConcurrentLinkedQueue<>();

    @Test
    void learningAndComparingAreToldStepByStepUpToTheLast() {
        Comparison comparison = Comparison.learned(people(), heard::add);
        assertThat(heard).allMatch(step -> step.phase().equals("learning"));
        assertThat(heard).extracting(Progress::done).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(heard).extracting(Progress::total).containsOnly(6L);

        heard.clear();
        assertThat(comparison.matches(0.5, row -> true, heard::add)).isNotNull();
        assertThat(heard).allMatch(step -> step.phase().equals("comparing"));
        assertThat(heard).extracting(Progress::done).containsExactlyInAnyOrder(1L, 2L, 3L);
        assertThat(heard).extracting(Progress::total).containsOnly(3L);
    }

    /** Two fields: three places to meet at. */
    private static People people() {
        People.Builder people = new People.Builder();
        for (int profile = 1; profile <= 30; profile++) {
            people.add(
                    profile,
                    Map.of(Field.SURNAME, "Family" + profile / 2, Field.CITY, TOWNS.get(profile % TOWNS.size())));
        }
        return people.build();
    }
}
