// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.identity;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Phone numbers in international form; a number that cannot exist by its length is refused. */
final class Phones implements Normaliser {

    /** With plus and country code. Shorter numbers are short codes, which belong to nobody. */
    private static final int SHORTEST = 8;

    private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();

    /**
     * Countries that put {@code 0} before a number at home and nothing else, or nothing at all. Numbers there that are written
     * plainly need none of the library's patterns, which take most of the time a row takes; whether a number can exist is
     * asked of the library all the same.
     */
    private static final Map<String, Integer> PLAIN = Map.ofEntries(
            Map.entry("DE", 49),
            Map.entry("AT", 43),
            Map.entry("CH", 41),
            Map.entry("FR", 33),
            Map.entry("GB", 44),
            Map.entry("NL", 31),
            Map.entry("BE", 32),
            Map.entry("SE", 46),
            Map.entry("IE", 353));

    private static final Set<Integer> PLAIN_CODES = Set.copyOf(PLAIN.values());

    /** E.164; the shortest that Meta's tools take is that short. */
    private static final int FEWEST_DIGITS = 6;

    private static final int MOST_DIGITS = 15;

    private final String region;

    Phones(String defaultRegion) {
        region = defaultRegion.isBlank() ? "ZZ" : defaultRegion.strip().toUpperCase(Locale.ROOT);
    }

    @Override
    public Optional<String> normalise(String raw) {
        var plain = plain(raw);
        return plain.isPresent() ? plain : parsed(raw);
    }

    /** The number, when it is surely what the library would make of it; else empty. */
    private Optional<String> plain(String raw) {
        var digits = new StringBuilder(MOST_DIGITS + 1);
        var plus = false;
        for (var i = 0; i < raw.length(); i++) {
            var c = raw.charAt(i);
            if (c >= '0' && c <= '9') {
                digits.append(c);
            } else if (c == '+' && !plus && digits.isEmpty()) {
                plus = true;
            } else if (c != ' ' && c != '-' && c != '/' && c != '(' && c != ')' && c != '.') {
                return Optional.empty();
            }
        }
        if (digits.length() < SHORTEST || digits.length() > MOST_DIGITS) {
            return Optional.empty();
        }
        var code = plus ? code(digits) : PLAIN.getOrDefault(region, 0);
        var prefix = plus ? (code > 99 ? 3 : 2) : 1;
        if (code == 0 || plus == (digits.charAt(0) == '0') || digits.charAt(prefix) == '0') {
            return Optional.empty();
        }
        return possible(code, digits.substring(prefix));
    }

    private static int code(StringBuilder digits) {
        var three = Integer.parseInt(digits, 0, 3, 10);
        if (PLAIN_CODES.contains(three)) {
            return three;
        }
        return PLAIN_CODES.contains(three / 10) ? three / 10 : 0;
    }

    private static Optional<String> possible(int code, String national) {
        var number = new PhoneNumber().setCountryCode(code).setNationalNumber(Long.parseLong(national));
        return NUMBERS.isPossibleNumberWithReason(number) == ValidationResult.IS_POSSIBLE
                ? Optional.of("+" + code + national)
                : Optional.empty();
    }

    private Optional<String> parsed(String raw) {
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
