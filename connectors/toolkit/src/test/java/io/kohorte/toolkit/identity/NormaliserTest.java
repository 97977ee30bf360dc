// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Digests were computed with openssl, so that these tests prove the rule and the hash together. */
final class NormaliserTest {

    @Test
    void email() {
        var hash = "60413d9ab7701a6dc32d9449d544abac094387b9236bed8da1836488a6a0fa2d";
        assertThat(Normaliser.email().normalise(" Max.Muster@Example.COM ")).contains("max.muster@example.com");
        assertThat(hex(Normaliser.email(), " Max.Muster@Example.COM ")).isEqualTo(hash);
    }

    @Test
    void email_at_gmail() {
        assertThat(Normaliser.gmail().normalise("Max.Muster+x@gmail.com")).contains("maxmuster@gmail.com");
        assertThat(Normaliser.gmail().normalise("jefferson.Loves.hiking@googlemail.com"))
                .contains("jeffersonloveshiking@googlemail.com");
        assertThat(Normaliser.gmail().normalise("max.muster+x@example.com")).contains("max.muster+x@example.com");
        assertThat(Normaliser.gmail(Set.of("gmail.com")).normalise("a.b@googlemail.com"))
                .contains("a.b@googlemail.com");
        assertThat(hex(Normaliser.gmail(), "Max.Muster+x@gmail.com"))
                .isEqualTo("d9fd1dc85220f0a4395c6720b3592b7620f7bcf48550e5a49f625f33f259c657");
        assertThat(Normaliser.gmail().hashed(Hash.SHA256_BASE64).normalise("Max.Muster+x@gmail.com"))
                .contains("2f0dyFIg8KQ5XGcgs1krdiD3vPSFUOWkn2JfM/JZxlc=");
        assertThat(Normaliser.gmail().normalise("+tag@gmail.com")).isEmpty();
    }

    @Test
    void phone() {
        assertThat(Normaliser.phone("DE").normalise("0170 1234567")).contains("+491701234567");
        assertThat(hex(Normaliser.phone("DE"), "0170 1234567"))
                .isEqualTo("b4267a2234e2072fa4d2e8d89fbe727c50fc414731d6ecacc2ed3d00f05038d1");
        assertThat(Normaliser.phoneDigits("DE").normalise("+49 (0) 170/123-4567"))
                .contains("491701234567");
        assertThat(hex(Normaliser.phoneDigits("de"), "0049 170 1234567"))
                .isEqualTo("8b47a52ed04d068c3a9c5632b98cec18780a9f9f4099d4f8afe233970ce116fe");
        assertThat(Normaliser.phone("").normalise("+1 800-555-0100")).contains("+18005550100");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-", "0", "12", "hello", "+", "+999123456789", "0170123456789012345678"})
    void no_phone(String raw) {
        assertThat(Normaliser.phone("DE").normalise(raw)).isEmpty();
    }

    @Test
    void a_national_number_needs_a_region() {
        assertThat(Normaliser.phone("").normalise("0170 1234567")).isEmpty();
    }

    @Test
    void names_keep_their_letters_however_they_were_composed() {
        assertThat(hex(Normaliser.name(), " Jürgen ")).isEqualTo(hex(Normaliser.name(), "Ju\u0308rgen"));
        assertThat(hex(Normaliser.name(), "Jürgen"))
                .isEqualTo("19b720a911fced55aecd96bf4ddcada1c69be5a96dc523d5be336b8efbde3109");
        assertThat(hex(Normaliser.name(), "MÜLLER"))
                .isEqualTo("2dbd218072117713f2d5996a726a9b216ed791ffd0783b6ba4ab6d61b8333192");
        assertThat(hex(Normaliser.name(), "München"))
                .isEqualTo("f75c175f552c8b2bf46ef4b282ee782c81cf8687f66a8fe8278cc56fa727503e");
        assertThat(Normaliser.name().normalise("李明华")).contains("李明华");
    }

    @Test
    void the_default_language_of_the_machine_changes_nothing() {
        var before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertThat(Normaliser.email().normalise("INFO@EXAMPLE.COM")).contains("info@example.com");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void latin_letters_only() {
        assertThat(Normaliser.latinLetters().normalise("München")).contains("mnchen");
        assertThat(Normaliser.latinLetters().normalise("---H-o-u-s-t-o-n---")).contains("houston");
        assertThat(hex(Normaliser.latinLetters(), "München"))
                .isEqualTo("ea3defc658f796efc039e19098dcb38fde17fe80827f6b4f04073991369d5319");
        assertThat(Normaliser.latinLetters().normalise("東京")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"10115, 10115", "'  \t60601 ', 60601", "77001-2345, 77001", "V6B 1A1, v6b1a1"})
    void zip(String raw, String normalised) {
        assertThat(Normaliser.zip().normalise(raw)).contains(normalised);
    }

    @Test
    void country_gender_birth() {
        assertThat(hex(Normaliser.country(), " DE "))
                .isEqualTo("959a45d44e6fcf58361ed004681556fe50129f2109e817dec098c00c9e5d2578");
        assertThat(Normaliser.country().normalise("Germany")).isEmpty();
        assertThat(Normaliser.country().upperCase().normalise("us")).contains("US");
        assertThat(hex(Normaliser.gender(), "Female"))
                .isEqualTo("252f10c83610ebca1a059c0bae8255eba2f95be4d1d7bcfa89d7248a82d9f111");
        assertThat(Normaliser.gender().normalise("unknown")).isEmpty();
        assertThat(Normaliser.dateOfBirth().normalise("1995-03-05")).contains("19950305");
        assertThat(Normaliser.dateOfBirth().normalise("5.3.1995")).isEmpty();
        assertThat(hex(Normaliser.zip(), "10115"))
                .isEqualTo("ac7bb74de6884ffce919c15fef4193749d4588026c643973946713ac46da540d");
    }

    @Test
    void md5_of_an_address_as_mailchimp_wants_it() {
        var md5 = Normaliser.email().hashed(Hash.MD5_HEX);
        assertThat(md5.normalise("Urist.McVankab@freddiesjokes.com")).contains("62eeb292278cc15f5817cb78f7790b08");
        assertThat(md5.normalise("max.muster@example.com")).contains("3e58dbf66ebf5384f05394686c77ef92");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "\t\n", "\u00a0\u200b\ufeff", "quinn", "@example.com", "a@", "a b@example.com", "a@b@c"
            })
    void what_is_no_address_is_never_hashed(String raw) {
        assertThat(Normaliser.email().hashed(Hash.SHA256_HEX).normalise(raw)).isEmpty();
    }

    @Test
    void invisible_marks_around_an_address_are_no_part_of_it() {
        assertThat(Normaliser.email().normalise("\u200bmax@example.com\ufeff")).contains("max@example.com");
    }

    @Test
    void an_address_is_no_longer_than_a_mail_server_takes() {
        var domain = "@" + "d".repeat(240) + ".com";
        assertThat(Normaliser.email().normalise("a".repeat(9) + domain)).isPresent();
        assertThat(Normaliser.email().normalise("a".repeat(10) + domain)).isEmpty();
    }

    @Test
    void what_is_longer_than_a_hash_is_none() {
        var longer = "a".repeat(65);
        assertThat(hex(Normaliser.asIs(), longer)).isNotEqualTo(longer);
    }

    @Test
    void what_is_hashed_already_passes() {
        var hash = "60413d9ab7701a6dc32d9449d544abac094387b9236bed8da1836488a6a0fa2d";
        assertThat(hex(Normaliser.email(), hash)).isEqualTo(hash);
        assertThat(hex(Normaliser.phone("DE"), " " + hash.toUpperCase(Locale.ROOT)))
                .isEqualTo(hash);
        assertThat(Normaliser.email().hashed(Hash.SHA256_BASE64).normalise(hash))
                .contains("YEE9mrdwGm3DLZRJ1USrrAlDh7kja+2NoYNkiKag+i0=");
    }

    private static String hex(Normaliser rule, String raw) {
        return rule.hashed(Hash.SHA256_HEX).normalise(raw).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "1-(555)-123-4567, 15551234567",
        "555-123-4567, 5551234567",
        "0049 170 1234567, 491701234567",
        "+49 (0)170 1234567, 491701234567"
    })
    void without_a_region_a_number_is_dialled_as_it_stands(String raw, String digits) {
        assertThat(Normaliser.dialled("").normalise(raw)).contains(digits);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "{}", "12345", "1234567890123456", ""})
    void what_nobody_could_dial_is_refused(String raw) {
        assertThat(Normaliser.dialled("").normalise(raw)).isEmpty();
    }

    @Test
    void with_a_region_a_number_is_read_as_people_there_write_it() {
        assertThat(Normaliser.dialled("DE").normalise("0170 1234567")).contains("491701234567");
        assertThat(Normaliser.dialled("DE").normalise("12")).isEmpty();
    }
}
