// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.ui;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageAddressesTest {

    @ParameterizedTest
    @ValueSource(strings = {"/login", "/segments/7/history", "/runs/44", "/apiary", "/quality"})
    void addressesOfPagesGetTheDocument(String path) {
        assertThat(PageAddresses.isPage(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/api", "/api/v1/segments", "/v1/track", "/q/health", "/assets/index-1a.js", "/favicon.svg"
            })
    void filesAndTheApiAnswerThemselves(String path) {
        assertThat(PageAddresses.isPage(path)).isFalse();
    }
}
