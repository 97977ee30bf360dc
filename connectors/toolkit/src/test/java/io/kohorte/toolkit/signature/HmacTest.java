// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.toolkit.Secret;
import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HmacTest {

    private static final Secret JEFE = new Secret("Jefe");
    private static final byte[] MESSAGE = "what do ya want for nothing?".getBytes(UTF_8);
    private static final String SHA1 = "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79";

    /** Test case 2 of RFC 2202 and of RFC 4231. */
    @Test
    void signs_as_the_standards_say() {
        assertThat(HexFormat.of().formatHex(Hmac.SHA1.sign(JEFE, MESSAGE))).isEqualTo(SHA1);
        assertThat(HexFormat.of().formatHex(Hmac.SHA256.sign(JEFE, MESSAGE)))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    @Test
    void verifies_in_either_case() {
        assertThat(Hmac.SHA1.verifiesHex(JEFE, MESSAGE, SHA1)).isTrue();
        assertThat(Hmac.SHA1.verifiesHex(JEFE, MESSAGE, SHA1.toUpperCase(Locale.ROOT)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "effcdf6ae5eb2fa2d27416d5f184df9c259a7c78",
                "effcdf6ae5eb2fa2d27416d5f184df9c259a7c",
                "no hex at all",
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
            })
    void verifies_nothing_else(String signature) {
        assertThat(Hmac.SHA1.verifiesHex(JEFE, MESSAGE, signature)).isFalse();
    }
}
