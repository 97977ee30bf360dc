// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.shop;

import java.text.Normalizer;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/** Invents people: names with every letter a shop in Europe meets, addresses, and gaps where real master data has gaps. */
final class People {

    private static final List<String> WOMEN = List.of(
            "Anna",
            "Käthe",
            "Jördis",
            "Zoë",
            "Léa",
            "Małgorzata",
            "Søs",
            "İpek",
            "Marlene",
            "Sofia",
            "Noémie",
            "Ayşe",
            "Grete",
            "Hannah",
            "Björk",
            "Łucja",
            "Chloé",
            "Ursula",
            "Frieda",
            "Inês",
            "Olivia",
            "Kateřina",
            "Siobhán",
            "Mia");
    private static final List<String> MEN = List.of(
            "Jürgen",
            "Søren",
            "Łukasz",
            "René",
            "Günther",
            "Mehmet",
            "José",
            "Paul",
            "Åke",
            "Ondřej",
            "Émile",
            "Tomáš",
            "Kurt",
            "Björn",
            "Anton",
            "Jean-Luc",
            "Ömer",
            "Liam",
            "Matthias",
            "Stanisław",
            "Götz",
            "Noah",
            "Sean",
            "Iñaki");
    private static final List<String> FAMILIES = List.of(
            "Müller",
            "Großmann",
            "Weiß",
            "Jäger",
            "Kröger",
            "Lefèvre",
            "Dubois",
            "O'Brien",
            "D'Angelo",
            "van den Berg",
            "Novák",
            "Wiśniewski",
            "Łęcki",
            "Øster",
            "Sørensen",
            "Özdemir",
            "Yılmaz",
            "García",
            "Ibáñez",
            "Schmidt-Rottluff",
            "Bauer",
            "Fuchs",
            "Köhler",
            "Schäfer",
            "Vogt",
            "Winter",
            "Smith",
            "Taylor",
            "Rossi",
            "François",
            "Ångström",
            "Groß",
            "Huber",
            "Gruber",
            "Zürcher",
            "Keller",
            "Meier",
            "Bühler",
            "Ünal",
            "Señoranes");
    private static final List<Town> TOWNS = List.of(
            new Town("Berlin", "Berlin", "10", "DE", "+491512", 9),
            new Town("Köln", "Nordrhein-Westfalen", "50", "DE", "+491512", 6),
            new Town("München", "Bayern", "80", "DE", "+491512", 7),
            new Town("Hamburg", "Hamburg", "20", "DE", "+491512", 6),
            new Town("Görlitz", "Sachsen", "02", "DE", "+491512", 2),
            new Town("Lübeck", "Schleswig-Holstein", "23", "DE", "+491512", 3),
            new Town("Wien", "Wien", "1", "AT", "+43660", 5),
            new Town("St. Pölten", "Niederösterreich", "3", "AT", "+43660", 2),
            new Town("Zürich", "Zürich", "8", "CH", "+4179", 4),
            new Town("Genève", "Genève", "1", "CH", "+4179", 2),
            new Town("Besançon", "Bourgogne-Franche-Comté", "25", "FR", "+3361", 2),
            new Town("Paris", "Île-de-France", "75", "FR", "+3361", 3),
            new Town("Łódź", "Łódzkie", "90", "PL", "+4860", 2),
            new Town("Malmö", "Skåne", "21", "SE", "+4670", 2),
            new Town("London", "Greater London", "SW", "GB", "+44740", 3));
    private static final double[] TOWN_WEIGHTS =
            TOWNS.stream().mapToDouble(Town::weight).toArray();
    private static final List<String> STREETS = List.of(
            "Bahnhofstraße",
            "Am Bächle",
            "Goethestr.",
            "Rue de l'Église",
            "Mühlgasse",
            "Lindenweg",
            "High Street",
            "Ringallee");
    private static final List<String> MAILBOXES =
            List.of("post.example", "mail.example", "web.example", "inbox.example");

    private final LocalDate today;

    People(LocalDate today) {
        this.today = today;
    }

    Person born(int number, Dice dice) {
        boolean woman = dice.chance(0.56);
        String first = dice.oneOf(woman ? WOMEN : MEN);
        String last = dice.oneOf(FAMILIES);
        Town town = TOWNS.get(dice.weighted(TOWN_WEIGHTS));
        String birthday =
                today.minusDays((long) (365.25 * (18 + 62 * dice.uniform()))).toString();
        return new Person(
                "C" + (100_000 + number),
                dice.chance(0.04) ? "" : address(first, last, number, dice),
                dice.chance(0.35) ? "" : phone(town, number, dice),
                first,
                last,
                dice.chance(0.06) ? "" : woman ? "female" : "male",
                dice.chance(0.2) ? "" : birthday,
                home(town, dice),
                new Person.Consents(answer(dice, 0.84, 0.06), answer(dice, 0.90, 0.05), answer(dice, 0.62, 0.15)),
                dice.oneOf(List.of("web", "store", "app")));
    }

    Person.Home home(Dice dice) {
        return home(TOWNS.get(dice.weighted(TOWN_WEIGHTS)), dice);
    }

    private static Person.Home home(Town town, Dice dice) {
        return new Person.Home(
                dice.oneOf(STREETS) + " " + dice.between(1, 140),
                town.zip + dice.between(100, 999),
                town.name,
                town.region,
                town.country);
    }

    private static String address(String first, String last, int number, Dice dice) {
        String name = plain(first) + "." + plain(last) + number;
        // people type capitals into forms
        String typed = dice.chance(0.06) ? Character.toUpperCase(name.charAt(0)) + name.substring(1) : name;
        return typed + "@" + dice.oneOf(MAILBOXES);
    }

    /** Unique: multiplying by a number prime to 10^7 permutes the seven digits. */
    private static String phone(Town town, int number, Dice dice) {
        String digits =
                String.valueOf(10_000_000 + (number * 7_368_787L) % 10_000_000).substring(1);
        String prefix = town.phonePrefix;
        return dice.chance(0.05)
                ? prefix.substring(0, 3) + " (0) " + prefix.substring(3) + " " + digits.substring(0, 3) + "-"
                        + digits.substring(3)
                : prefix + digits;
    }

    private static String answer(Dice dice, double yes, double never) {
        double drawn = dice.uniform();
        return drawn < yes ? "true" : drawn < yes + never ? "" : "false";
    }

    private static String plain(String name) {
        String spelled = name.toLowerCase(Locale.ROOT)
                .replace("ä", "ae")
                .replace("ö", "oe")
                .replace("ü", "ue")
                .replace("ß", "ss")
                .replace("ø", "oe")
                .replace("ł", "l")
                .replace("ı", "i");
        return Normalizer.normalize(spelled, Normalizer.Form.NFD).replaceAll("[^a-z-]", "");
    }

    /** @param phonePrefix of a mobile number there, to be followed by seven digits */
    private record Town(String name, String region, String zip, String country, String phonePrefix, double weight) {}
}
