// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.kohorte.toolkit.Surroundings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

final class SafeSocketsTest {

    @Test
    void connects_to_private_addresses_only_where_the_operator_allows_it() throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort());
            try (var socket = SafeSockets.of(Surroundings.open()).createSocket()) {
                socket.connect(address, 1_000);
                assertThat(socket.isConnected()).isTrue();
            }
            try (var socket = SafeSockets.of(Surroundings.guarded()).createSocket()) {
                var refusal = catchThrowable(() -> socket.connect(address, 1_000));
                assertThat(SafeSockets.refused(new IllegalStateException(new IOException("wrapped", refusal))))
                        .isTrue();
                assertThat(SafeSockets.refused(new IOException("something else")))
                        .isFalse();
            }
        }
    }

    @Test
    void permits_what_it_would_connect_to() throws IOException {
        var inner = InetAddress.getByName("10.0.0.1");
        var outer = InetAddress.getByName("93.184.216.34");
        assertThat(SafeSockets.permits(Surroundings.guarded(), inner)).isFalse();
        assertThat(SafeSockets.permits(Surroundings.open(), inner)).isTrue();
        assertThat(SafeSockets.permits(Surroundings.guarded(), outer)).isTrue();
    }
}
