// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.consent;

import io.kohorte.core.consent.Suppressions.Suppression;
import io.kohorte.core.platform.problem.ProblemException;
import io.kohorte.core.platform.web.Page;
import io.kohorte.core.platform.web.PageRequest;
import io.kohorte.core.profile.Identity;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who must never be sent. */
@Path("/api/v1/suppressions")
class SuppressionResource {

    private final Suppressions suppressions;

    SuppressionResource(Suppressions suppressions) {
        this.suppressions = suppressions;
    }

    /** People to suppress, and why. */
    record Wanted(
            @NotEmpty @Size(max = 10_000) List<@Valid @NotNull Who> identities,
            @NotBlank @Size(max = 500) String reason) {}

    /** An identity in a request. */
    record Who(@NotNull String namespace, @NotNull String value) {}

    /** @param added entries that were not there before */
    record Added(int added) {}

    /** @param profile only those that hold back this person */
    @GET
    public Page<Suppression> list(
            @QueryParam("profile") @Nullable Integer profile,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor)
            throws SQLException {
        if (profile != null) {
            return new Page<>(suppressions.of(profile), null);
        }
        PageRequest request = PageRequest.of(limit, cursor);
        Optional<Identity> after = request.after().map(key -> {
            int colon = Math.max(0, key.indexOf(':'));
            return new Identity(key.substring(0, colon), key.substring(Math.min(key.length(), colon + 1)));
        });
        return Page.of(suppressions.list(after, request.fetch()), request, row -> row.namespace() + ":" + row.value());
    }

    @POST
    public Added add(@NotNull @Valid Wanted wanted) throws SQLException {
        List<Identity> identities = new ArrayList<>();
        for (int i = 0; i < wanted.identities().size(); i++) {
            identities.add(identity(wanted.identities().get(i), "/identities/" + i));
        }
        return new Added(suppressions.add(identities, wanted.reason().strip()));
    }

    /** The identity is in the body: addresses end up in logs, and people's names must not. */
    @DELETE
    public void remove(@NotNull @Valid Who who) throws SQLException {
        if (!suppressions.remove(identity(who, ""))) {
            throw ProblemException.of(
                    404, "NOT_FOUND", "There is no such suppression.", "List the suppressions first.");
        }
    }

    private static Identity identity(Who who, String pointer) {
        return Identity.of(who.namespace(), who.value())
                .orElseThrow(() -> ProblemException.invalid(
                        pointer, "IDENTIFIER_INVALID", "This can name nobody.", "Send a namespace and a value of it."));
    }
}
