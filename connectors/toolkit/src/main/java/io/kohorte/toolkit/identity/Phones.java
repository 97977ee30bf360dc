// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.identity;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import java.util.Locale;
import java.util.Optional;

/** Phone numbers in international form; a number that cannot exist by its length is refused. */
final class Phones implements Normaliser {

    /** With plus and country code. Shorter numbers are short codes, which belong to nobody. */
    private static final int SHORTEST = 8;

    private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();

    /** E.164; the shortest that Meta's tools take is that short. */
    private static final int FEWEST_DIGITS = 6;

    private static final int MOST_DIGITS = 15;

    private final String region;

    Phones(String defaultRegion) {
        region = defaultRegion.isBlank() ? "ZZ" : defaultRegion.strip().toUpperCase(Locale.ROOT);
    }

    @Override
    public Optional<String> normalise(String raw) {
        try {
            var number = NUMBERS.parse(raw, region);
            return NUMBERS.isPossibleNumber(number)
                    ? Optional.of(NUMBERS.format(number, PhoneNumberFormat.E164))
                            .filter(text -> text.length() >= SHORTEST)
                    : Optional.empty();
        } catch (NumberParseException notANumber) {
            return Optional.empty();
        }
    }

    /** All digits, without leading zeros. */
    static Optional<String> digits(String raw) {
        var digits = new StringBuilder(raw.length());
        for (var i = 0; i < raw.length(); i++) {
            var c = raw.charAt(i);
            if (c >= '0' && c <= '9' && (c != '0' || digits.length() > 0)) {
                digits.append(c);
            }
        }
        return digits.length() < FEWEST_DIGITS || digits.length() > MOST_DIGITS
                ? Optional.empty()
                : Optional.of(digits.toString());
    }
}
