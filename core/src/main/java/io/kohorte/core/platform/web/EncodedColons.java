// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.platform.web;

import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.net.URI;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** {@code /syncs/7%3Arun} is {@code /syncs/7:run}: many clients encode the colon, which RFC 3986 leaves to them. */
@Singleton
final class EncodedColons {

    @ServerRequestFilter(preMatching = true)
    void decode(ContainerRequestContext request) {
        var uri = request.getUriInfo().getRequestUri().toString();
        var query = uri.indexOf('?');
        var path = query < 0 ? uri : uri.substring(0, query);
        if (path.contains("%3A") || path.contains("%3a")) {
            var decoded = path.replace("%3A", ":").replace("%3a", ":");
            request.setRequestUri(URI.create(decoded + (query < 0 ? "" : uri.substring(query))));
        }
    }
}
