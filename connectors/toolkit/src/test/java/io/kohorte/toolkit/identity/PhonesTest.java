// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers that are read without the library's patterns are read as the library reads them. */
final class PhonesTest {

    private static final PhoneNumberUtil LIBRARY = PhoneNumberUtil.getInstance();

    private static final List<String> BETWEEN = List.of("", " ", "-", "/", ".", ") ", " (", "  ");

    @ParameterizedTest
    @ValueSource(strings = {"DE", "AT", "CH", "FR", "GB", "NL", "BE", "SE", "IE", "US", "IT", "ZZ"})
    void whatever_stands_there_the_library_says_the_same(String region) {
        var phones = new Phones(region);
        var random = new Random(20261122);
        for (var i = 0; i < 20_000; i++) {
            var raw = number(random);
            assertThat(phones.normalise(raw)).as("'%s' in %s", raw, region).isEqualTo(byLibrary(raw, region));
        }
    }

    /** With a plus, two or no zeros before it, a code of a country near by, and 2 to 13 digits. */
    private static String number(Random random) {
        var starts = List.of("+", "+", "0", "0", "00", "", "+0", "(0", "(+");
        var codes = List.of("49", "43", "41", "33", "44", "31", "32", "46", "353", "1", "39", "352", "");
        var raw = new StringBuilder(starts.get(random.nextInt(starts.size())));
        var code = random.nextInt(3) == 0 ? "" : codes.get(random.nextInt(codes.size()));
        raw.append(code);
        for (var digits = 2 + random.nextInt(12); digits > 0; digits--) {
            raw.append(random.nextInt(5) == 0 ? BETWEEN.get(random.nextInt(BETWEEN.size())) : "")
                    .append((char) ('0' + random.nextInt(10)));
        }
        return raw.toString();
    }

    private static Optional<String> byLibrary(String raw, String region) {
        try {
            var number = LIBRARY.parse(raw, region);
            return LIBRARY.isPossibleNumber(number)
                    ? Optional.of(LIBRARY.format(number, PhoneNumberFormat.E164))
                            .filter(text -> text.length() >= 8)
                    : Optional.empty();
        } catch (NumberParseException notANumber) {
            return Optional.empty();
        }
    }
}
