// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.duplicate;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.core.duplicate.Comparison.Match;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Towns full of families: everybody shares a surname, an address and a telephone with the people they live with. */
class HouseholdTest {

    private static final List<String> NAMES = List.of(
            "anna", "bernd", "clara", "david", "emma", "felix", "greta", "hannes", "ida", "jonas", "karla", "lukas",
            "maria", "niklas", "olga", "peter", "rosa", "stefan", "thea", "ulrich", "vera", "walter", "xenia",
            "yannick", "zita", "moritz", "helene", "konrad");
    private static final List<String> SYLLABLES = List.of(
            "ber", "gel", "hof", "lin", "mar", "nau", "rich", "sen", "tau", "wal", "zim", "kra", "dorf", "stein",
            "bach", "feld");

    private final SplittableRandom random = new SplittableRandom(7);

    @Test
    void noFamilyIsMergedWithoutAskingAndTrueDuplicatesAreFound() {
        KnownPeople town = town(1500, 0.1);
        List<Match> matches = Comparison.learned(town.people()).matches(0.5);
        assertThat(matches.stream().filter(match -> !match.household()))
                .isNotEmpty()
                .allSatisfy(match -> assertThat(town.isRight(match)).isTrue());
        assertThat(matches.stream().filter(match -> !town.isRight(match)))
                .as("twins and namesakes of two generations only, for a person to decide")
                .allSatisfy(match -> assertThat(match.reasons())
                        .anyMatch(reason -> (reason.field() == Field.GIVEN_NAME || reason.field() == Field.BIRTH_DATE)
                                && reason.agreement() == Agreement.EXACT));
        assertThat(town.pairs(matches).recall()).isGreaterThan(0.95);
    }

    @Test
    void whereNobodyIsThereTwiceNobodyIsMerged() {
        KnownPeople town = town(1500, 0);
        assertThat(Comparison.learned(town.people()).matches(0.5).stream().filter(match -> !match.household()))
                .isEmpty();
    }

    /** Families of two to five; twins now and then, and a child called like its parent. */
    private KnownPeople town(int households, double twice) {
        List<Map<Field, String>> rows = new ArrayList<>();
        List<String> persons = new ArrayList<>();
        for (int household = 0; household < households; household++) {
            Map<Field, String> home = new EnumMap<>(Field.class);
            home.put(Field.SURNAME, word(2));
            home.put(Field.STREET, word(3) + "weg " + random.nextInt(1, 90));
            home.put(Field.POSTCODE, "" + random.nextInt(10_000, 10_080));
            home.put(Field.CITY, "stadt " + random.nextInt(12));
            home.put(Field.PHONE, "030" + random.nextInt(10_000_000, 99_999_999));
            String birthday = birthday();
            int members = random.nextInt(2, 6);
            int first = random.nextInt(NAMES.size());
            for (int member = 0; member < members; member++) {
                Map<Field, String> person = new EnumMap<>(home);
                boolean junior = member == 1 && household % 20 == 0;
                person.put(Field.GIVEN_NAME, NAMES.get((first + (junior ? 0 : member)) % NAMES.size()));
                boolean twin = member == 1 && household % 20 == 10;
                String born = twin ? birthday : birthday();
                person.put(Field.BIRTH_DATE, member == 0 ? birthday : born);
                rows.add(person);
                persons.add(household + " " + member);
                if (random.nextDouble() < twice) {
                    rows.add(misspelt(person));
                    persons.add(household + " " + member);
                }
            }
        }
        return new KnownPeople(rows, persons);
    }

    private Map<Field, String> misspelt(Map<Field, String> person) {
        Map<Field, String> other = new EnumMap<>(person);
        Field field = List.of(Field.SURNAME, Field.STREET, Field.PHONE).get(random.nextInt(3));
        other.computeIfPresent(field, (unused, text) -> text.substring(0, 3) + text.substring(4));
        if (random.nextInt(3) == 0) {
            other.remove(Field.PHONE);
        }
        return other;
    }

    private String birthday() {
        return "%d-%02d-%02d".formatted(random.nextInt(1940, 2010), random.nextInt(1, 13), random.nextInt(1, 29));
    }

    private String word(int syllables) {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < syllables; i++) {
            word.append(SYLLABLES.get(random.nextInt(SYLLABLES.size())));
        }
        return word.toString();
    }
}
