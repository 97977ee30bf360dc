// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.destination;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.core.destination.Connectors.BrokenPlugin;
import io.kohorte.spi.Limits;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Connector types: what is installed, and what a connector would send. */
@Path("/api/v1/connectors")
class ConnectorResource {

    private final Connectors connectors;
    private final PreviewRequests previews;

    ConnectorResource(Connectors connectors, PreviewRequests previews) {
        this.connectors = connectors;
        this.previews = previews;
    }

    /** @param broken jars in the plug-in folder that cannot be used, and why */
    record Catalogue(List<View> items, @Nullable String next, List<BrokenPlugin> broken) {}

    record View(
            String id,
            String name,
            String category,
            String version,
            List<String> capabilities,
            List<String> identifiers,
            Limits limits,
            JsonNode settingsSchema,
            JsonNode audienceSchema,
            List<String> accountSettings,
            String documentation,
            String origin) {

        static View of(Connector connector) {
            var descriptor = connector.descriptor();
            return new View(
                    descriptor.id(),
                    descriptor.name(),
                    descriptor.category().name().toLowerCase(Locale.ROOT),
                    descriptor.version(),
                    descriptor.capabilities().stream().map(Enum::name).sorted().toList(),
                    descriptor.identifiers(),
                    descriptor.limits(),
                    connector.settings().asJson(),
                    connector.audience().asJson(),
                    descriptor.accountSettings(),
                    descriptor.documentation(),
                    connector.origin());
        }
    }

    @GET
    public Catalogue list() {
        return new Catalogue(connectors.all().stream().map(View::of).toList(), null, connectors.broken());
    }

    @GET
    @Path("/{type}")
    public View show(@PathParam("type") String type) {
        return View.of(connectors.require(type));
    }

    @POST
    @Path("/{type}:preview")
    public PreviewRequests.Answer preview(
            @PathParam("type") String type, @Valid @NotNull PreviewRequests.Question question) {
        return previews.answer(connectors.require(type), question);
    }
}
