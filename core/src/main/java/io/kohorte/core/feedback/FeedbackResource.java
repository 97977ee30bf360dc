// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.feedback;

import io.kohorte.core.destination.Accounts;
import io.kohorte.core.destination.DestinationId;
import io.kohorte.core.platform.problem.ProblemException;
import io.kohorte.core.platform.web.BodyLimit;
import io.kohorte.segmentsync.FeedbackCollection;
import io.kohorte.segmentsync.FeedbackSink;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.InboundCall;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.UnsupportedCapabilityException;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;

/** Where destinations tell what people did. Open to everybody: the connector verifies the signature over the raw bytes. */
@Path("/api/v1/feedback")
@PermitAll
class FeedbackResource {

    private static final long LARGEST_CALL = 1024L * 1024;

    private final Accounts accounts;
    private final FeedbackCollection collection;
    private final Clock clock;

    FeedbackResource(Accounts accounts, FeedbackCollection collection, Clock clock) {
        this.accounts = accounts;
        this.collection = collection;
        this.clock = clock;
    }

    /** Some vendors ask first whether somebody is there; whose destination it is, is not said. */
    @GET
    @Path("/{destination}")
    @Produces(MediaType.TEXT_PLAIN)
    public String probe(@PathParam("destination") long id) {
        return "Kohorte takes feedback here, signed and by POST.\n";
    }

    @POST
    @Path("/{destination}")
    @Consumes(MediaType.WILDCARD)
    public Response receive(
            @PathParam("destination") long id, InputStream body, @Context HttpHeaders headers, @Context UriInfo uri)
            throws IOException {
        var destination = new DestinationId(id);
        var call = new InboundCall(
                "POST",
                uri.getRequestUri().toString(),
                headers.getRequestHeaders(),
                new BodyLimit.Bounded(body, LARGEST_CALL).readAllBytes(),
                clock.instant());
        return Response.accepted(receive(destination, call)).build();
    }

    private FeedbackSink.Taken receive(DestinationId id, InboundCall call) {
        try (var destination = accounts.open(id)) {
            return collection.receive(ConversionIntake.feed(id.value()), destination, call);
        } catch (UnsupportedCapabilityException e) {
            throw ProblemException.of(
                    422,
                    "UNSUPPORTED",
                    "This destination's connector takes no calls.",
                    "Send conversions to /api/v1/conversions instead.");
        } catch (ConnectorException e) {
            throw refused(e);
        }
    }

    private static ProblemException refused(ConnectorException e) {
        var code = e.problem().code();
        if (code == ProblemCode.CREDENTIALS_REJECTED || code == ProblemCode.CREDENTIALS_EXPIRED) {
            return ProblemException.of(
                    401,
                    "SIGNATURE_REJECTED",
                    e.problem().message(),
                    "Sign the raw body with the secret of this destination, and send it within minutes.");
        }
        var refusal = ProblemException.of(
                400, "FEEDBACK_UNREADABLE", e.problem().message(), "Compare the message with the connector's guide.");
        return e.problem()
                .namedField()
                .map(field -> new ProblemException(refusal.problem().at(field.startsWith("/") ? field : "/" + field)))
                .orElse(refusal);
    }
}
