// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.profile;

import io.kohorte.core.platform.problem.ProblemException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One customer, with what they did and what was sent about them. */
@Path("/api/v1/profiles/{profile}")
class ProfileDetailResource {

    private static final int EVENTS = 100;
    private static final int MOST_EVENTS = 1000;

    private final Profiles profiles;
    private final SentDeliveries deliveries;

    ProfileDetailResource(Profiles profiles, SentDeliveries deliveries) {
        this.profiles = profiles;
        this.deliveries = deliveries;
    }

    /** @param events how many of the newest events to show */
    @GET
    public ProfileDetail show(@PathParam("profile") int profile, @QueryParam("events") @Nullable Integer events)
            throws SQLException {
        int living = profiles.living(profile).orElseThrow(() -> ProblemException.notFound("profile", profile));
        int shown =
                Math.max(0, Math.min(MOST_EVENTS, Optional.ofNullable(events).orElse(EVENTS)));
        return profiles.detail(living, shown).with(deliveries.about(living));
    }
}
