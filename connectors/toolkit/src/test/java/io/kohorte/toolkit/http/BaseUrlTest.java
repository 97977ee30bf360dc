// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.spi.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BaseUrlTest {

    @ParameterizedTest
    @ValueSource(strings = {"https://api.example/v1", "https://api.example/v1/", " https://api.example/v1// "})
    void however_an_address_is_entered_a_path_can_be_added(String entered) {
        assertThat(BaseUrl.of(entered) + "/people").isEqualTo("https://api.example/v1/people");
    }

    @Test
    void a_setting_that_nobody_made_has_the_vendors_address() {
        assertThat(BaseUrl.of(Settings.empty(), "baseUrl", "https://api.example"))
                .isEqualTo("https://api.example");
        assertThat(BaseUrl.of(Settings.of(Map.of("baseUrl", "https://eu.example/")), "baseUrl", "https://api.example"))
                .isEqualTo("https://eu.example");
    }
}
