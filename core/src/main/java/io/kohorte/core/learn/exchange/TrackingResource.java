// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.exchange;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.kohorte.core.access.Role;
import io.kohorte.core.platform.problem.ProblemException;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.toolkit.Secret;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.net.URI;
import java.net.URISyntaxException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The MLflow server that is told of trainings. Its token goes in and never comes out. */
@Path("/api/v1")
@RolesAllowed(Role.ADMIN_ONLY)
class TrackingResource {
    private final Tracking tracking;
    private final TrackingReports reports;
    private final ConnectorContext context;

    TrackingResource(Tracking tracking, TrackingReports reports, ConnectorContext context) {
        this.tracking = tracking;
        this.reports = reports;
        this.context = context;
    }

    /** @param token sent as the mask it stays as it is */
    @JsonIgnoreProperties({"owed", "reportedAt", "problem"})
    record Draft(
            @NotBlank @Size(max = 2_000) String url,
            @Nullable @Size(max = 200) String experiment,
            @Nullable @Size(max = 200) String user,
            @Nullable @Size(max = 4_000) String token) {}

    /** @param owed versions the server has not been told of */
    record View(
            String url,
            String experiment,
            @Nullable String user,
            @Nullable String token,
            int owed,
            @Nullable Instant reportedAt,
            @Nullable String problem) {}

    /** @param problem absent when the server can be told */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Checked(boolean ok, @Nullable String problem) {}

    /** Nothing where there is none. */
    @GET
    @Path("/tracking")
    public @Nullable View show() throws SQLException {
        return tracking.standing().map(TrackingResource::view).orElse(null);
    }

    @PUT
    @Path("/tracking")
    public @Nullable View change(@Valid @NotNull Draft draft) throws SQLException {
        if (!isUsable(address(draft.url()))) {
            throw ProblemException.invalid(
                    "/url",
                    "INVALID_ADDRESS",
                    "This is no address of a web server.",
                    "It starts with https:// and names a host, without a user name or a password.");
        }
        Optional<TrackingServer> before = tracking.standing().map(Tracking.Standing::server);
        tracking.tell(new TrackingServer(
                address(draft.url()),
                text(draft.experiment()).orElse("Kohorte"),
                text(draft.user()),
                token(draft, before)));
        return show();
    }

    @DELETE
    @Path("/tracking")
    public void forget() throws SQLException {
        tracking.forget();
    }

    /** Asks the server now. */
    @POST
    @Path("/tracking:check")
    public Checked check() throws SQLException {
        Tracking.Standing standing = tracking.standing()
                .orElseThrow(() -> ProblemException.conflict(
                        "NO_TRACKING_SERVER", "No tracking server is told of trainings.", "Enter its address first."));
        try {
            reports.check(standing.server());
            return new Checked(true, null);
        } catch (TrackingFailed e) {
            return new Checked(false, e.sentence());
        }
    }

    /** A token is never sent to another address than it was entered for. */
    private static Optional<Secret> token(Draft draft, Optional<TrackingServer> before) {
        Optional<String> given = text(draft.token());
        if (given.isEmpty() || !given.get().equals(Secret.MASK)) {
            return given.map(Secret::new);
        }
        if (before.isPresent() && !before.get().url().equals(address(draft.url()))) {
            throw ProblemException.invalid(
                    "/token",
                    "ENTER_AGAIN",
                    "The token was entered for another address.",
                    "Enter the token of this server.");
        }
        return before.flatMap(TrackingServer::token);
    }

    private static View view(Tracking.Standing standing) {
        TrackingServer server = standing.server();
        return new View(
                server.url(),
                server.experiment(),
                server.user().orElse(null),
                server.token().map(Secret::toString).orElse(null),
                standing.owed(),
                standing.reportedAt().orElse(null),
                standing.problem().orElse(null));
    }

    private static Optional<String> text(@Nullable String given) {
        return Optional.ofNullable(given).map(String::strip).filter(text -> !text.isEmpty());
    }

    /** Where it leads is checked with every call: names change their minds. */
    private boolean isUsable(String address) {
        try {
            URI uri = new URI(address);
            return address.matches(context.privateAddressesAllowed() ? "https?://.+" : "https://.+")
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static String address(String given) {
        return given.strip().replaceAll("/+$", "");
    }
}
