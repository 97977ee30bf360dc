// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.alert;

import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.ConnectorException;
import io.kohorte.toolkit.http.HttpBounds;
import io.kohorte.toolkit.http.HttpCall;
import io.kohorte.toolkit.http.SafeHttp;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;

/** HTTP for notices, with the same caution as for destinations: no private address, no redirect, no secret in a message. */
@Singleton
class Outlet {

    private static final HttpBounds BOUNDS = new HttpBounds(Duration.ofSeconds(5), Duration.ofSeconds(15), 1 << 20);

    private final SafeHttp http;

    Outlet(ConnectorContext context) {
        this.http = new SafeHttp(context, BOUNDS);
    }

    HttpCall.Builder post(String url) {
        return http.post(url);
    }

    void send(HttpCall call) throws Undelivered {
        try {
            var answer = http.send(call);
            if (!answer.successful()) {
                throw new Undelivered("The receiver answered with status " + answer.status() + ".");
            }
        } catch (ConnectorException e) {
            throw new Undelivered(e.problem().message());
        }
    }

    @PreDestroy
    void close() {
        http.close();
    }
}
