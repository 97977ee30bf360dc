// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.metaads;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.connector.metaads.Columns.Column;
import io.kohorte.toolkit.identity.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Forms as Meta's own normalisers make them: digests were made by them, not by us. */
final class ColumnsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    EMAIL   | ` test@example.com`     | 973dfe463ec85785f5f95af5ba3906eedb2d931c24e69824a89ea65dba4e813b
                    EMAIL   | TEST@EXAMPLE.COM        | 973dfe463ec85785f5f95af5ba3906eedb2d931c24e69824a89ea65dba4e813b
                    EMAIL   | test$name@example.com   | 8e2f0b76ed6a1a82166e3b7ff1f3ed320054dde1d2d7049504f6ee72f8bf0536
                    EMAIL   | ` Max.Muster@Example.COM ` | 60413d9ab7701a6dc32d9449d544abac094387b9236bed8da1836488a6a0fa2d
                    PHONE   | 1-(555)-123-4567        | d6736136ea896c1bfdc553e0e86e702c70d060d805696ca3e4e9e0961353860a
                    PHONE   | 555-123-4567            | 3c95277da5fd0da6a1a44ee3fdf56d20af6c6d242695a40e18e6e90dc3c5872c
                    PHONE   | 1234567890              | c775e7b757ede630cd0aa1113bd102661ab38829ca52a6422ab782862f268646
                    PHONE   | 4792813113              | f42306983821e408cada89d0f1840682989439e2b0c5e169b8e0808e807930c9
                    PHONE   | 0049 170 1234567        | 8b47a52ed04d068c3a9c5632b98cec18780a9f9f4099d4f8afe233970ce116fe
                    PHONE   | +49 (0)170 1234567      | 8b47a52ed04d068c3a9c5632b98cec18780a9f9f4099d4f8afe233970ce116fe
                    FN      | `  Karen  `             | 904294d8c54b1c63e40832fa1d95bcde534b310df6d42882ce4baf28f3e0184a
                    FN      | Jürgen                  | 19b720a911fced55aecd96bf4ddcada1c69be5a96dc523d5be336b8efbde3109
                    FN      | 李明华                   | 0af1b77170555748c980f87a83527447b92f952dc0f1f0c2fc03257766a99801
                    FN      | محمد                    | 0cb4c9b21062de4d2c0edd48efc9fa86b97fdc8a6a4e7fa7092544f84e121f61
                    LN      | Müller                  | 2dbd218072117713f2d5996a726a9b216ed791ffd0783b6ba4ab6d61b8333192
                    CT      | ---H-o-u-s-t-o-n---     | 56fe43f748e258de06b4955e2b8978bbc1c28ff9ba53917387d6dca8fb920018
                    CT      | München                 | ea3defc658f796efc039e19098dcb38fde17fe80827f6b4f04073991369d5319
                    ST      | AR                      | ab5b62081b1d305e78d0daadb2cd23470b3faeb65af7370627798b7219ea2061
                    ST      | ab123                   | fb8e20fc2e4c3f248c60c39bd652f3c1347298bb977b8b4d5903b85055620603
                    ZIP     | `77001-2345 `           | 30002e7e0c5a6a65bc1fd3990428217f437f021c36ccc05e04746559b67ec261
                    ZIP     | V6B1A1                  | 6d236b8ff3cd271aca11a9c2d6f7e3c39ad0f0a4fae5fb5b1772f7087b5a90dc
                    ZIP     | CODE_عربي               | 1ffbcf84dcc0cf338813103eeb562629dcbcf6ffb3812ec28238bb5e524112c4
                    COUNTRY | `  US  `                | 79adb2a2fce5c6ba215fe5f27f532d4e7edbac4b6a5e09e1ef3a08084a904621
                    COUNTRY | de                      | 959a45d44e6fcf58361ed004681556fe50129f2109e817dec098c00c9e5d2578
                    GEN     | `     f    `            | 252f10c83610ebca1a059c0bae8255eba2f95be4d1d7bcfa89d7248a82d9f111
                    GEN     | M                       | 62c66a7a5dd70c3146618063c344e531e6d4b59e379808443ce962b3abd63c5a
                    """)
    void hashes_as_meta_hashes(String key, String raw, String digest) {
        assertThat(column(key).form().normalise(raw)).contains(digest);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    EMAIL   | @@@@@@@@
                    EMAIL   | test space@example.com
                    EMAIL   | müller@example.com
                    EMAIL   | max@münchen.de
                    EMAIL   | max(1)@example.com
                    EMAIL   | max;muster@example.com
                    EMAIL   | max@[127.0.0.1]
                    EMAIL   | max@localhost
                    PHONE   | 0
                    PHONE   | {}
                    PHONE   | 12345
                    FN      | `  \t  `
                    FN      | --
                    CT      | 東京
                    ST      | 12
                    ZIP     | 1
                    COUNTRY | 555
                    COUNTRY | Germany
                    COUNTRY | zz
                    GEN     | ` `
                    DOBM    | 13
                    DOBD    | 32
                    DOBY    | 95
                    """)
    void leaves_out_what_meta_refuses(String key, String raw) {
        assertThat(column(key).form().normalise(raw)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "DOBY, 1995-03-05, 1995",
        "DOBM, 1995-03-05, 03",
        "DOBD, 19950305, 05",
        "DOBY, 1995, 1995",
        "DOBM, 3, 03",
        "DOBD, 31, 31"
    })
    void cuts_a_day_of_birth_into_metas_three_keys(String key, String raw, String part) {
        assertThat(column(key).form().normalise(raw)).contains(Hash.SHA256_HEX.of(part));
    }

    @Test
    void sends_ids_of_devices_and_customers_as_they_are() {
        assertThat(column("MADID").form().normalise(" 6D92078A-8246-4BA4-AE5B-76104861E7DC "))
                .contains("6d92078a-8246-4ba4-ae5b-76104861e7dc");
        assertThat(column("EXTERN_ID").form().normalise(" Kunde-4711 ")).contains("Kunde-4711");
    }

    @Test
    void hashes_nothing_twice() {
        var hashed = Hash.SHA256_HEX.of("test@example.com");
        assertThat(column("EMAIL").form().normalise(hashed)).contains(hashed);
        assertThat(column("PHONE").form().normalise(hashed.toUpperCase(java.util.Locale.ROOT)))
                .contains(hashed);
    }

    @Test
    void reads_national_numbers_by_the_region_chosen() {
        var german = Columns.forRegion("DE").stream()
                .filter(column -> column.key().equals("PHONE"))
                .findFirst()
                .orElseThrow();
        assertThat(german.form().normalise("0170 1234567"))
                .contains("8b47a52ed04d068c3a9c5632b98cec18780a9f9f4099d4f8afe233970ce116fe");
    }

    private static Column column(String key) {
        return Columns.forRegion("").stream()
                .filter(column -> column.key().equals(key))
                .findFirst()
                .orElseThrow();
    }
}
