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

/** Many people of the same few names, whose e-mail addresses are made of them and so are alike too; what tells them apart is the birthday. */
class NamesakeTest {

    private static final int PEOPLE = 6_000;

    private final SplittableRandom random = new SplittableRandom(11);

    @Test
    void whoOnlyHasTheSameNameIsNotTakenForTheSamePerson() {
        List<Map<Field, String>> rows = new ArrayList<>();
        List<String> persons = new ArrayList<>();
        for (int number = 0; number < PEOPLE; number++) {
            Map<Field, String> person = person();
            rows.add(person);
            persons.add("" + number);
            if (number % 10 == 0) {
                rows.add(misspelt(person));
                persons.add("" + number);
            }
        }
        KnownPeople known = new KnownPeople(rows, persons);

        List<Match> matches = Comparison.learned(known.people()).matches(0.5);

        assertThat(known.pairs(matches).precision()).isGreaterThan(0.95);
        assertThat(known.pairs(matches).recall()).isGreaterThan(0.9);
    }

    private Map<Field, String> person() {
        Map<Field, String> person = new EnumMap<>(Field.class);
        String first = "first" + (char) ('a' + random.nextInt(20)) + (char) ('a' + random.nextInt(2));
        String last = "last" + (char) ('a' + random.nextInt(20)) + (char) ('a' + random.nextInt(3));
        person.put(Field.GIVEN_NAME, first);
        person.put(Field.SURNAME, last);
        person.put(Field.EMAIL, first + "." + last + random.nextInt(1_000) + "@mail.example");
        person.put(
                Field.BIRTH_DATE,
                "%d-%02d-%02d".formatted(random.nextInt(1940, 2010), random.nextInt(1, 13), random.nextInt(1, 29)));
        return person;
    }

    private Map<Field, String> misspelt(Map<Field, String> person) {
        Map<Field, String> other = new EnumMap<>(person);
        Field field = List.of(Field.GIVEN_NAME, Field.SURNAME, Field.EMAIL).get(random.nextInt(3));
        other.computeIfPresent(field, (unused, text) -> text.substring(0, 2) + text.substring(3));
        return other;
    }
}
