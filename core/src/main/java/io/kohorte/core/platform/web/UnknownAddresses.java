// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.platform.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kohorte.core.platform.problem.ProblemDetail;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/** An address of the API that does not exist is a problem, never a page of the user interface. */
@Singleton
final class UnknownAddresses {

    /** After all resources, before the user interface takes what is left. */
    private static final int AFTER_RESOURCES = 40_000;

    private final ObjectMapper json;

    UnknownAddresses(ObjectMapper json) {
        this.json = json;
    }

    void register(@Observes Router router) {
        for (var prefix : List.of("/api/*", "/v1/*")) {
            router.route(prefix).order(AFTER_RESOURCES).handler(this::answer);
        }
    }

    private void answer(RoutingContext call) {
        var problem = ProblemDetail.of(
                404, "NOT_FOUND", "There is nothing at this address.", "See /q/openapi for all addresses.");
        try {
            call.response()
                    .setStatusCode(problem.status())
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                    .end(json.writeValueAsString(problem));
        } catch (JsonProcessingException e) {
            call.fail(e);
        }
    }
}
