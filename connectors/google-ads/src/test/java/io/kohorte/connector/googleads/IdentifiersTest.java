// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.googleads;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.toolkit.identity.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms as Google's own formatter makes them (UserDataFormatterTest of googleads/data-manager-java). */
final class IdentifiersTest {

    private final Identifiers forms = new Identifiers("");

    @ParameterizedTest
    @CsvSource({
        "QuinnY@EXAMPLE.com, quinny@example.com",
        "user.name+NYC@Example.com, user.name+nyc@example.com",
        "jefferson.Loves.hiking@gmail.com, jeffersonloveshiking@gmail.com",
        "j.e.f..ferson.Loves.hiking@googlemail.com, jeffersonloveshiking@googlemail.com",
        "Jane.Doe+shopping@googlemail.com, janedoe@googlemail.com"
    })
    void addresses(String raw, String normalised) {
        assertThat(forms.email.normalise(raw)).contains(Hash.SHA256_HEX.of(normalised));
    }

    @ParameterizedTest
    @ValueSource(strings = {"quinn", "@example.com", " ", "a b@example.com"})
    void addresses_that_are_none(String raw) {
        assertThat(forms.email.normalise(raw)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1 800 555 0100, +18005550100",
        "18005550100, +18005550100",
        "+1 800-555-0100, +18005550100",
        "441134960987, +441134960987",
        "+44-113-496-0987, +441134960987"
    })
    void numbers(String raw, String normalised) {
        assertThat(forms.phone.normalise(raw)).contains(Hash.SHA256_HEX.of(normalised));
    }

    @ParameterizedTest
    @ValueSource(strings = {"+abc-DEF", "++++", " "})
    void numbers_that_are_none(String raw) {
        assertThat(forms.phone.normalise(raw)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "` Alex   `, alex",
                "` Mr. Alex   `, alex",
                "` Mrs. Alex   `, alex",
                "` Dr. Alex   `, alex",
                "` Alex Dr.`, alex",
                "` Mralex   `, mralex"
            })
    void first_names_lose_their_titles(String raw, String normalised) {
        assertThat(forms.givenName.normalise(raw)).contains(Hash.SHA256_HEX.of(normalised));
        assertThat(forms.givenName.normalise(" Mr. ")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "` Quinn   `, quinn",
                "`Quinn-Alex`, quinn-alex",
                "` Quinn, Jr.   `, quinn",
                "` Quinn,Jr.   `, quinn",
                "` Quinn Sr.  `, quinn",
                "`quinn, jr. dds`, quinn",
                "`quinn, jr., dds`, quinn",
                "`Boardds`, boardds",
                "`lacparm`, lacparm"
            })
    void last_names_lose_their_suffixes(String raw, String normalised) {
        assertThat(forms.familyName.normalise(raw)).contains(Hash.SHA256_HEX.of(normalised));
    }

    @ParameterizedTest
    @ValueSource(strings = {", Jr. ", ",Jr.,DDS "})
    void last_names_of_suffixes_alone_are_none(String raw) {
        assertThat(forms.familyName.normalise(raw)).isEmpty();
    }

    @Test
    void regions_and_postal_codes_stay_readable() {
        assertThat(forms.region.normalise("  us  ")).contains("US");
        assertThat(forms.postalCode.normalise("  1229-076  ")).contains("1229-076");
        for (var none : new String[] {"", "  ", "u", " usa ", " u s ", " u2 "}) {
            assertThat(forms.region.normalise(none)).isEmpty();
        }
    }

    @Test
    void digests_are_googles() {
        assertThat(forms.email.normalise("jefferson.Loves.hiking@googlemail.com"))
                .contains("2824967181c781aced84c32bf8bb51fc6401202eeff88263776f63c99df9314c");
        assertThat(forms.phone.normalise("+1 800-555-0100"))
                .contains("fb4f73a6ec5fdb7077d564cdd22c3554b43ce49168550c3b12c547b78c517b30");
        assertThat(forms.givenName.normalise(" Dr. Alex   "))
                .contains("4135aa9dc1b842a653dea846903ddb95bfb8c5a10c504a7fa16e10bc31d1fdf0");
        assertThat(forms.email.normalise("Max.Muster+x@gmail.com"))
                .contains("d9fd1dc85220f0a4395c6720b3592b7620f7bcf48550e5a49f625f33f259c657");
        assertThat(new Identifiers("DE").phone.normalise("0170 1234567"))
                .contains("b4267a2234e2072fa4d2e8d89fbe727c50fc414731d6ecacc2ed3d00f05038d1");
    }
}
