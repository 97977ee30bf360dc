// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.duplicate;

import io.kohorte.core.duplicate.Comparison.Match;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Searches a town of made-up people, one in ten of whom is in it twice with a slip of the pen, a new telephone or a move, and tells what that takes
 * and how many of them it finds. {@code -Dbench.people}; half of it and a quarter are searched before, to see how it grows.
 */
public final class DuplicatesAmongMany {

    private static final int GIVEN_NAMES = 600;
    private static final int SURNAMES = 30_000;
    private static final int POSTCODES = 8_000;
    private static final double MORE_PROBABLE_THAN_NOT = 0.5;

    private final SplittableRandom random = new SplittableRandom(7);
    private final String[] givenNames = words(GIVEN_NAMES);
    private final String[] surnames = words(SURNAMES);
    private final String[] streets = words(20_000);
    private int twins;

    private DuplicatesAmongMany() {}

    public static void main(String[] arguments) {
        int most = Integer.getInteger("bench.people", 1_000_000);
        double before = new DuplicatesAmongMany().measure(most / 4);
        for (int people = most / 2; people <= most; people *= 2) {
            double now = new DuplicatesAmongMany().measure(people);
            System.out.printf(Locale.ROOT, "growth per profile: %.2f times the time of half as many%n", now / before);
            before = now;
        }
    }

    /** Seconds a profile. */
    private double measure(int size) {
        long begun = System.nanoTime();
        People people = people(size);
        long built = System.nanoTime();
        Comparison comparison = Comparison.learned(people);
        long learned = System.nanoTime();
        List<Match> found = comparison.matches(MORE_PROBABLE_THAN_NOT);
        long matched = System.nanoTime();
        long right = found.stream().filter(this::isTwins).count();
        Runtime machine = Runtime.getRuntime();
        System.gc();
        System.out.printf(
                Locale.ROOT,
                "%,d profiles, %,d of them twice: %.1f s to take in, %.1f s to learn, %.1f s to compare;"
                        + " %,d pairs found, precision %.4f, recall %.4f; %,d MB of heap kept%n",
                people.size(),
                twins,
                seconds(begun, built),
                seconds(built, learned),
                seconds(learned, matched),
                found.size(),
                (double) right / found.size(),
                (double) right / twins,
                (machine.totalMemory() - machine.freeMemory()) >> 20);
        return seconds(begun, matched) / size;
    }

    private boolean isTwins(Match match) {
        return match.other() - match.one() == 1 && match.one() % 11 == 10;
    }

    /** Ten people, and the tenth once more: profiles 11, 22, … are somebody again. */
    private People people(int size) {
        People.Builder people = new People.Builder();
        Map<Field, String> person = Map.of();
        for (int profile = 1; profile <= size; profile++) {
            if (profile % 11 == 0) {
                twins++;
                person = again(person);
            } else {
                person = somebody();
            }
            people.add(profile, person);
        }
        return people.build();
    }

    private Map<Field, String> somebody() {
        Map<Field, String> person = new EnumMap<>(Field.class);
        person.put(Field.GIVEN_NAME, givenNames[rare(GIVEN_NAMES)]);
        person.put(Field.SURNAME, surnames[rare(SURNAMES)]);
        person.put(
                Field.BIRTH_DATE,
                "%04d-%02d-%02d".formatted(random.nextInt(1940, 2006), random.nextInt(1, 13), random.nextInt(1, 29)));
        move(person);
        person.put(Field.PHONE, "+49" + random.nextLong(1_000_000_000L, 9_999_999_999L));
        return person;
    }

    private void move(Map<Field, String> person) {
        int postcode = random.nextInt(POSTCODES);
        person.put(Field.STREET, streets[random.nextInt(streets.length)]);
        person.put(Field.HOUSE_NUMBER, Integer.toString(random.nextInt(1, 120)));
        person.put(Field.POSTCODE, "%05d".formatted(postcode));
        person.put(Field.CITY, "Town " + postcode / 20);
    }

    private Map<Field, String> again(Map<Field, String> before) {
        Map<Field, String> person = new EnumMap<>(before);
        switch (random.nextInt(4)) {
            case 0 -> slip(person, Field.SURNAME);
            case 1 -> slip(person, Field.GIVEN_NAME);
            case 2 -> person.remove(Field.PHONE);
            default -> move(person);
        }
        if (random.nextInt(3) == 0) {
            slip(person, Field.STREET);
        }
        return person;
    }

    /** Two letters changed places, or one is missing. */
    private void slip(Map<Field, String> person, Field field) {
        person.computeIfPresent(field, (unchanged, text) -> {
            int at = random.nextInt(text.length() - 1);
            return random.nextBoolean()
                    ? text.substring(0, at) + text.charAt(at + 1) + text.charAt(at) + text.substring(at + 2)
                    : text.substring(0, at) + text.substring(at + 1);
        });
    }

    /** Few names are common, most are not: the lower number the more often. */
    private int rare(int of) {
        return (int) (of * Math.pow(random.nextDouble(), 3));
    }

    private String[] words(int count) {
        String[] words = new String[count];
        for (int i = 0; i < count; i++) {
            StringBuilder word = new StringBuilder();
            for (int syllable = random.nextInt(2, 5); syllable > 0; syllable--) {
                word.append("bdfghklmnprstvwz".charAt(random.nextInt(16))).append("aeiou".charAt(random.nextInt(5)));
            }
            words[i] = word.append("nrstl".charAt(random.nextInt(5))).toString();
        }
        return words;
    }

    private static double seconds(long from, long to) {
        return (to - from) / 1e9;
    }
}
