// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** Everybody, and whom a draw hits. */
final class People {

    static final List<String> LISTS = List.of("a", "b");

    /** Rows of people from there are refused, one by one. */
    static final String REFUSED_CITY = "Nowhere";

    /** A message with one of these in it is refused whole. */
    static final String POISONOUS_TIER = "cursed";

    static final String GOLD = "gold";

    /** So few that people often go back to one they had. */
    private static final int MANY_ADDRESSES = 4;

    private static final List<String> CITIES =
            List.of("Ulm", "Wien", "Basel", "Trier", "Graz", "Jena", "Köln", REFUSED_CITY);
    private static final List<String> TIERS =
            List.of(GOLD, GOLD, GOLD, "silver", "silver", "bronze", "bronze", "bronze");

    private final List<Person> all = new ArrayList<>();
    private int words;

    static People drawn(int count, RandomGenerator random) {
        People people = new People();
        for (int i = 0; i < count; i++) {
            people.add(random);
        }
        return people;
    }

    /** One in twenty has no e-mail address, and can go nowhere. */
    Person add(RandomGenerator random) {
        String userId = "C" + all.size();
        Optional<String> email = random.nextInt(20) == 0
                ? Optional.empty()
                : Optional.of(userId.toLowerCase(java.util.Locale.ROOT) + "@mail.example");
        Person person = new Person(userId, email, city(random), tier(random), random.nextInt(10) < 8);
        all.add(person);
        LISTS.forEach(list -> {
            if (random.nextBoolean()) {
                person.lists.add(list);
            }
        });
        return person;
    }

    /** An address of their own: a new one or one they had, and not the one of now. */
    static String otherAddress(Person person, RandomGenerator random) {
        List<String> former = person.emails.stream()
                .filter(address -> !person.email.equals(Optional.of(address)))
                .toList();
        return former.isEmpty() || (random.nextBoolean() && person.emails.size() < MANY_ADDRESSES)
                ? "%s.%d@mail.example".formatted(person.userId.toLowerCase(java.util.Locale.ROOT), person.emails.size())
                : former.get(random.nextInt(former.size()));
    }

    static String city(RandomGenerator random) {
        return CITIES.get(random.nextInt(CITIES.size()));
    }

    /** One in a hundred is poison. */
    static String tier(RandomGenerator random) {
        return random.nextInt(100) == 0 ? POISONOUS_TIER : TIERS.get(random.nextInt(TIERS.size()));
    }

    List<Person> present() {
        return all.stream().filter(person -> !person.gone).toList();
    }

    /** As many different people, in the order they came. */
    List<Person> some(int count, RandomGenerator random) {
        List<Person> left = new ArrayList<>(present());
        List<Person> drawn = new ArrayList<>();
        while (drawn.size() < count && !left.isEmpty()) {
            drawn.add(left.remove(random.nextInt(left.size())));
        }
        drawn.sort(java.util.Comparator.comparingInt(all::indexOf));
        return drawn;
    }

    /** Two of those who can be joined, the one who stays first. */
    List<Person> twoWithNumbers(RandomGenerator random, Predicate<Person> those) {
        List<Person> left = new ArrayList<>(present().stream()
                .filter(person -> person.number < Integer.MAX_VALUE)
                .filter(those)
                .toList());
        Person one = left.remove(random.nextInt(left.size()));
        Person other = left.remove(random.nextInt(left.size()));
        return one.number < other.number ? List.of(one, other) : List.of(other, one);
    }

    /** @param numbers profile numbers by user id */
    void number(Map<String, String> numbers) {
        all.stream()
                .filter(person -> numbers.containsKey(person.userId))
                .forEach(person -> person.number = Integer.parseInt(numbers.get(person.userId)));
    }

    void say(Person person, boolean granted) {
        person.marketing = granted;
        person.marketingSaid = ++words;
    }
}
