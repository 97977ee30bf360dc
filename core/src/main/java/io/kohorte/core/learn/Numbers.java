// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn;

import io.kohorte.core.feature.Wording;
import java.text.NumberFormat;
import java.util.Locale;
import java.util.function.Function;

/** Numbers as people of each language write them. */
public final class Numbers {
    private Numbers() {}

    /** Whole above a hundred, one decimal above ten, two below. */
    public static Wording amount(double value) {
        int digits = Math.abs(value) >= 100 || value == Math.rint(value) ? 0 : Math.abs(value) >= 10 ? 1 : 2;
        return inBoth(locale -> decimal(value, digits, locale));
    }

    /** German sets the sign apart, by a space that does not break. */
    public static Wording percent(double share) {
        int digits = share > 0 && share < .095 ? 1 : 0;
        return inBoth(
                locale -> decimal(100 * share, digits, locale) + (locale.equals(Locale.GERMAN) ? "\u00a0%" : "%"));
    }

    /** With exactly so many decimals, for figures that are compared. */
    public static Wording exact(double value, int digits) {
        return inBoth(locale -> {
            NumberFormat format = NumberFormat.getNumberInstance(locale);
            format.setMinimumFractionDigits(digits);
            format.setMaximumFractionDigits(digits);
            return format.format(value);
        });
    }

    /** {@code template} with {@code %s} filled by the words of its language. */
    public static Wording fill(Wording template, Wording... words) {
        Object[] english = new Object[words.length];
        Object[] german = new Object[words.length];
        for (int i = 0; i < words.length; i++) {
            english[i] = words[i].en();
            german[i] = words[i].de();
        }
        return new Wording(template.en().formatted(english), template.de().formatted(german));
    }

    private static Wording inBoth(Function<Locale, String> format) {
        return new Wording(format.apply(Locale.ENGLISH), format.apply(Locale.GERMAN));
    }

    private static String decimal(double value, int digits, Locale locale) {
        NumberFormat format = NumberFormat.getNumberInstance(locale);
        format.setMaximumFractionDigits(digits);
        return format.format(value == 0 ? 0 : value);
    }
}
