// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.duplicate;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.core.duplicate.Comparison.Match;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Public sets of people with planted duplicates: how well they are found, with nothing told about who is who. */
class KnownDuplicatesTest {

    private static final double MORE_PROBABLE_THAN_NOT = 0.5;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void nearlyAllPairsOfFebrlAreFoundAndHardlyAnyOther(int set) {
        KnownPeople known = febrl(set, Set.of());
        assertThat(known.pairs(matches(known)).f1()).isGreaterThanOrEqualTo(0.995);
    }

    @Test
    void withoutANumberThatTellsThePersonNamesAndAddressesAreEnough() {
        KnownPeople known = febrl(3, Set.of(Field.OFFICIAL_ID));
        assertThat(known.pairs(matches(known)).f1()).isGreaterThanOrEqualTo(0.970);
    }

    @Test
    void ofFewFieldsWithManyErrorsMostPairsAreFound() {
        KnownPeople known = KnownPeople.file("splink/fake_1000.csv", Set.of(), line -> line.get(line.size() - 1));
        List<Match> matches = matches(known);
        assertThat(known.pairs(matches).f1()).isGreaterThanOrEqualTo(0.715);
        assertThat(known.merged(matches).f1()).isGreaterThanOrEqualTo(0.811);
    }

    @Test
    void whoComesLaterIsFoundAsIfAllHadComeAtOnce() {
        KnownPeople known = febrl(2, Set.of());
        int half = known.rows().size() / 2;
        Comparison learned = Comparison.learned(known.people(half));
        List<Match> earlier = learned.matches(MORE_PROBABLE_THAN_NOT);
        Comparison all = Comparison.with(known.people(), learned.weights());
        List<Match> later = all.matches(
                MORE_PROBABLE_THAN_NOT,
                row -> row >= half
                        || earlier.stream().anyMatch(match -> match.one() == row + 1 || match.other() == row + 1),
                unheard -> {});
        assertThat(later).hasSizeGreaterThan(earlier.size()).isEqualTo(all.matches(MORE_PROBABLE_THAN_NOT));
    }

    private static List<Match> matches(KnownPeople known) {
        return Comparison.learned(known.people()).matches(MORE_PROBABLE_THAN_NOT);
    }

    private static KnownPeople febrl(int set, Set<Field> without) {
        return KnownPeople.file(
                "febrl/dataset" + set + ".csv", without, line -> line.get(0).replaceAll("rec-([0-9]+)-.*", "$1"));
    }
}
