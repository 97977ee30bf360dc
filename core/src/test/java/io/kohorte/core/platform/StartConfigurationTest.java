// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StartConfigurationTest {

    private static final String RECEIVER = "quarkus.otel.exporter.otlp.endpoint";

    @AfterEach
    void noReceiver() {
        System.clearProperty(RECEIVER);
    }

    @Test
    void nothingIsTracedUnlessAReceiverIsNamed() throws IOException {
        assertThat(StartConfiguration.read().traced()).isFalse();

        System.setProperty(RECEIVER, "http://collector:4317");

        assertThat(StartConfiguration.read().traced()).isTrue();
    }
}
