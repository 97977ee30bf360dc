// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.spi.Consent;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.SubjectKeys;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class VendorTextTest {

    private static final MemberChange MAX = new MemberChange(
            MemberChange.Kind.ADD,
            new SubjectKeys("4711", Map.of("email", "Max@Example.com", "phone", "+49 170 1234567")),
            Map.of("city", FieldValue.of("Marburg"), "country", FieldValue.of("DE")),
            Consent.NEVER_ASKED);

    @Test
    void becomes_one_line_without_control_characters() {
        assertThat(VendorText.clean("  bad\r\n\tvalue\u0000\u001b[31m \u202E\u2028 here "))
                .isEqualTo("bad value [31m here");
    }

    @Test
    void is_cut_where_it_goes_on_and_on() {
        assertThat(VendorText.clean("x".repeat(5_000_000)))
                .hasSize(VendorText.LONGEST)
                .endsWith("…");
    }

    @Test
    void does_not_quote_the_row_it_speaks_of() {
        assertThat(VendorText.clean("MAX@example.COM of MARBURG (DE), +49 170 1234567 is a duplicate", MAX))
                .isEqualTo("*** of *** (DE), *** is a duplicate");
    }

    @Test
    void does_not_quote_an_address_of_anyone_else() {
        assertThat(VendorText.clean("same as <erika.muster@example.org>: refused", MAX))
                .isEqualTo("same as <***>: refused");
    }

    @Test
    void a_half_character_is_no_reason_to_fail() {
        assertThat(VendorText.clean("a\uD800b")).isEqualTo("a b");
    }
}
