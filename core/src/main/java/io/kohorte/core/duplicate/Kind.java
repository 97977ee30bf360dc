// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.duplicate;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How values of a field are made comparable, and when two of them are close or roughly the same. */
enum Kind {
    /** Names and addresses: typing errors, missing words at the end. */
    TEXT {
        @Override
        Agreement unequal(String one, String other) {
            double alike = Texts.jaroWinkler(one, other);
            if (alike >= 0.92 || Texts.within(1, one, other)) {
                return Agreement.CLOSE;
            }
            return alike >= 0.8 || one.startsWith(other) || other.startsWith(one)
                    ? Agreement.ROUGH
                    : Agreement.DIFFERENT;
        }
    },
    /** Days, as year, month and day: wrong or swapped digits. */
    DATE {
        @Override
        String written(String text) {
            Matcher german = DAY_FIRST.matcher(text);
            if (german.matches()) {
                return german.group(3) + twoDigits(german.group(2)) + twoDigits(german.group(1));
            }
            Matcher iso = YEAR_FIRST.matcher(text);
            return iso.matches() ? iso.group(1) + iso.group(2) + iso.group(3) : text;
        }

        @Override
        Agreement unequal(String one, String other) {
            if (Texts.within(1, one, other)) {
                return Agreement.CLOSE;
            }
            return Texts.within(2, one, other) || one.regionMatches(0, other, 0, YEAR)
                    ? Agreement.ROUGH
                    : Agreement.DIFFERENT;
        }
    },
    /** Numbers that name something: one wrong digit. */
    CODE {
        @Override
        Agreement unequal(String one, String other) {
            return Texts.within(1, one, other) ? Agreement.CLOSE : Agreement.DIFFERENT;
        }
    },
    /** With and without the country's code, however grouped: the last nine digits count. */
    PHONE {
        @Override
        String written(String text) {
            String digits = NO_DIGIT.matcher(text).replaceAll("");
            return digits.substring(Math.max(0, digits.length() - 9));
        }

        @Override
        Agreement unequal(String one, String other) {
            return CODE.unequal(one, other);
        }
    },
    /** Typing errors, or the same name at another provider. */
    EMAIL {
        @Override
        Agreement unequal(String one, String other) {
            if (Texts.within(2, one, other)) {
                return Agreement.CLOSE;
            }
            String oneName = one.substring(0, Math.max(0, one.indexOf('@')));
            String otherName = other.substring(0, Math.max(0, other.indexOf('@')));
            return !oneName.isEmpty() && !otherName.isEmpty() && Texts.jaroWinkler(oneName, otherName) >= 0.9
                    ? Agreement.ROUGH
                    : Agreement.DIFFERENT;
        }
    };

    private static final int YEAR = 4;
    private static final int LONGEST = 100;
    private static final Pattern NO_DIGIT = Pattern.compile("[^0-9]");
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern DAY_FIRST = Pattern.compile("([0-9]{1,2})[./]([0-9]{1,2})[./]([0-9]{4})");
    private static final Pattern YEAR_FIRST = Pattern.compile("([0-9]{4})-?([0-9]{2})-?([0-9]{2})(t.*)?");

    abstract Agreement unequal(String one, String other);

    /** How a value is written where it can be compared; empty where it says nothing. Longer texts are cut: they are hostile or no names. */
    final String comparable(String raw) {
        String text = BLANKS.matcher(raw.strip()).replaceAll(" ").toLowerCase(Locale.ROOT);
        return written(text.length() > LONGEST ? text.substring(0, LONGEST) : text);
    }

    String written(String text) {
        return text;
    }

    private static String twoDigits(String number) {
        return number.length() == 1 ? "0" + number : number;
    }
}
