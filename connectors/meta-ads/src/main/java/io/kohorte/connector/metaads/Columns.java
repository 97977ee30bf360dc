// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.metaads;

import io.kohorte.toolkit.identity.Hash;
import io.kohorte.toolkit.identity.Normaliser;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The keys by which Meta matches people, with the form of each. Forms follow Meta's own normalisers (business SDK,
 * parameter builder); names keep letters of every script, cities and states a to z only.
 */
final class Columns {

    /** Value of a person in a value-based audience; a number that is sent as it is. */
    static final String VALUE = "LOOKALIKE_VALUE";

    /** A day of birth in one field, which fills the three keys that Meta has for it. */
    static final String DAY_OF_BIRTH = "DOB";

    private static final Pattern EMAIL =
            Pattern.compile("[a-z0-9.!#$%&'*+/=?^_`{|}~-]++@(?:[a-z0-9-]++\\.)++[a-z]{2,}+");

    private static final Pattern PUNCTUATION = Pattern.compile("\\p{P}+");

    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    private Columns() {}

    /**
     * One key.
     *
     * @param key Meta's name of it, and the name under which a field may be mapped to it
     * @param namespace identity that fills it where nothing is mapped; empty when none does
     * @param form to what is sent; empty for what is not usable
     */
    record Column(String key, String namespace, Normaliser form) {

        boolean isValue() {
            return key.equals(VALUE);
        }

        /** Part of the day of birth. */
        boolean isOfBirth() {
            return key.startsWith(DAY_OF_BIRTH);
        }
    }

    /** @param region ISO 3166 alpha-2 for phone numbers without a country code; empty to read them as Meta does */
    static List<Column> forRegion(String region) {
        return List.of(
                new Column("EXTERN_ID", "external_id", Normaliser.asIs()),
                hashed("EMAIL", "email", email()),
                hashed("PHONE", "phone", Normaliser.dialled(region)),
                hashed("GEN", "", Normaliser.gender()),
                hashed("DOBY", "", part(0, 4, "[0-9]{4}")),
                hashed("DOBM", "", part(4, 6, "0[1-9]|1[0-2]")),
                hashed("DOBD", "", part(6, 8, "0[1-9]|[12][0-9]|3[01]")),
                hashed("LN", "", name()),
                hashed("FN", "", name()),
                hashed("FI", "", raw -> name().normalise(raw).map(Columns::initial)),
                hashed("CT", "", Normaliser.latinLetters()),
                hashed("ST", "", Normaliser.latinLetters()),
                hashed("ZIP", "", zip()),
                hashed("COUNTRY", "", country()),
                new Column("MADID", "maid", Normaliser.name()),
                new Column(VALUE, "", Normaliser.asIs()));
    }

    private static Column hashed(String key, String namespace, Normaliser form) {
        return new Column(key, namespace, form.hashed(Hash.SHA256_HEX));
    }

    /** Meta's normalisers take no letters beyond ASCII and no {@code [ ( < , ; : " \}. */
    private static Normaliser email() {
        var plain = Normaliser.email();
        return raw -> plain.normalise(raw).filter(text -> EMAIL.matcher(text).matches());
    }

    private static Normaliser name() {
        var lower = Normaliser.name();
        return raw -> lower.normalise(raw)
                .map(text -> text.chars().allMatch(Character::isLetter)
                        ? text
                        : PUNCTUATION.matcher(text).replaceAll("").strip())
                .filter(text -> !text.isEmpty());
    }

    private static String initial(String name) {
        return name.substring(0, name.offsetByCodePoints(0, 1));
    }

    private static Normaliser zip() {
        var zip = Normaliser.zip();
        return raw -> zip.normalise(raw).filter(text -> text.length() >= 2);
    }

    private static Normaliser country() {
        var letters = Normaliser.latinLetters();
        return raw -> letters.normalise(raw).filter(text -> COUNTRIES.contains(text.toUpperCase(Locale.ROOT)));
    }

    /** Year, month or day by itself, or cut out of a whole day of birth. */
    private static Normaliser part(int from, int to, String wellFormed) {
        var whole = Normaliser.dateOfBirth();
        var form = Pattern.compile(wellFormed);
        return raw -> {
            var text = raw.strip();
            var alone = text.length() == 1 && to - from == 2 ? "0" + text : text;
            return whole.normalise(text)
                    .map(day -> day.substring(from, to))
                    .or(() -> Optional.of(alone))
                    .filter(part -> form.matcher(part).matches());
        };
    }
}
