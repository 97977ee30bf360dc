// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.event;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Lets pages of any site send events (CORS), on the addresses of the tracking API only: the key says where they go, and no answer tells anything. */
@Singleton
final class TrackingAccess {

    private static final int BEFORE_RESOURCES = -100;

    void register(@Observes Router router) {
        router.route("/v1/*").order(BEFORE_RESOURCES).handler(TrackingAccess::allow);
    }

    private static void allow(RoutingContext call) {
        var response = call.response()
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "POST, OPTIONS")
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, "Authorization, Content-Type, Content-Encoding")
                .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, "86400");
        if (call.request().method().equals(HttpMethod.OPTIONS)) {
            response.setStatusCode(204).end();
        } else {
            call.next();
        }
    }
}
