// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.profile;

import io.kohorte.core.platform.problem.ProblemException;
import io.kohorte.core.platform.web.Page;
import io.kohorte.core.platform.web.PageRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Customers: find one. */
@Path("/api/v1/profiles")
class ProfileResource {

    private final Profiles profiles;

    ProfileResource(Profiles profiles) {
        this.profiles = profiles;
    }

    /**
     * @param identity namespace and value: {@code email:a@example.com}
     * @param q the beginning of any identifier, or the number of a profile
     */
    @GET
    public Page<ProfileView> list(
            @QueryParam("identity") @Nullable String identity,
            @QueryParam("q") @Nullable String q,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor)
            throws SQLException {
        if (identity != null) {
            Optional<Identity> wanted = identity(identity);
            return new Page<>(
                    wanted.isEmpty()
                            ? List.of()
                            : profiles.named(wanted.get()).stream().toList(),
                    null);
        }
        PageRequest request = PageRequest.of(limit, cursor);
        int after = Math.toIntExact(
                Math.min(Integer.MAX_VALUE, request.afterNumber().orElse(0L)));
        List<ProfileView> found = q == null || q.isBlank()
                ? profiles.list(after, request.fetch())
                : profiles.search(q.strip(), after, request.fetch());
        return Page.of(found, request, profile -> Integer.toString(profile.id()));
    }

    private static Optional<Identity> identity(String text) {
        int colon = text.indexOf(':');
        if (colon < 1 || !Identity.isNamespace(text.substring(0, colon))) {
            throw ProblemException.of(
                    400,
                    "INVALID_IDENTITY",
                    "An identity is a namespace, a colon and a value.",
                    "Ask for example for identity=email:a@example.com.");
        }
        return Identity.of(text.substring(0, colon), text.substring(colon + 1));
    }
}
