// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.platform;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Where tests that want one start a mail server: a port that no connection going out is given meanwhile. */
public final class MailPortForTests implements QuarkusTestResourceLifecycleManager {

    private static final int FIRST = 20_000;
    private static final int LAST = 30_000;

    @Override
    public Map<String, String> start() {
        return Map.of(
                "kohorte.mail.host", "127.0.0.1",
                "kohorte.mail.port", Integer.toString(freePort()),
                "kohorte.mail.security", "none",
                "kohorte.mail.from", "kohorte@example.com");
    }

    @Override
    public void stop() {
        // nothing was started
    }

    private static int freePort() {
        return ThreadLocalRandom.current()
                .ints(FIRST, LAST)
                .filter(MailPortForTests::isFree)
                .findFirst()
                .orElseThrow();
    }

    private static boolean isFree(int port) {
        try (var probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
