// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** An address of this machine at which nobody listens. */
final class ClosedPort {

    private ClosedPort() {}

    static String url() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "http://127.0.0.1:" + socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
