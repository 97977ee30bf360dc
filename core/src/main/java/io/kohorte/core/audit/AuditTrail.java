// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.audit;

import io.kohorte.core.access.Caller;
import io.kohorte.core.access.LoginRefused;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Records every write that a known caller makes, in one place, so that no resource forgets it. */
@Singleton
final class AuditTrail {

    private static final Set<String> WRITES = Set.of("POST", "PUT", "PATCH", "DELETE");

    /** Questions that come as a POST because they have a body: a builder asks one with every keystroke. */
    private static final Set<String> QUESTIONS =
            Set.of("estimate", "inspect", "preview", "dry-run", "undo-dry-run", "look");

    private final Audit audit;

    AuditTrail(Audit audit) {
        this.audit = audit;
    }

    @ServerResponseFilter
    void record(ContainerRequestContext request, ContainerResponseContext response, HttpServerRequest call) {
        var path = request.getUriInfo().getRequestUri().getPath();
        if (!WRITES.contains(request.getMethod()) || QUESTIONS.contains(path.substring(path.lastIndexOf(':') + 1))) {
            return;
        }
        Caller.of(request)
                .ifPresent(caller -> audit.record(
                        caller.label(),
                        request.getMethod(),
                        path,
                        Integer.toString(response.getStatus()),
                        call.remoteAddress().hostAddress()));
    }

    void record(@Observes LoginRefused refused) {
        audit.record(refused.user(), "login", "user " + refused.user(), "refused", refused.address());
    }
}
