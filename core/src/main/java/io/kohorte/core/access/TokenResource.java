// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.access;

import io.kohorte.core.platform.problem.ProblemException;
import io.kohorte.core.platform.web.Page;
import io.kohorte.core.platform.web.PageRequest;
import io.quarkus.panache.common.Sort;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** API tokens: everybody keeps their own, an admin sees and revokes all. */
@Path("/api/v1/tokens")
@RolesAllowed("viewer")
class TokenResource {

    private static final Duration LONGEST = Duration.ofDays(3650);

    private final Tokens tokens;
    private final Users users;
    private final SecurityIdentity identity;
    private final Clock clock;

    TokenResource(Tokens tokens, Users users, SecurityIdentity identity, Clock clock) {
        this.tokens = tokens;
        this.users = users;
        this.identity = identity;
        this.clock = clock;
    }

    record View(long id, String name, Role role, String owner, Instant createdAt, @Nullable Instant expiresAt) {
        static View of(ApiToken token) {
            return new View(token.id, token.name, token.role, token.owner.name, token.createdAt, token.expiresAt);
        }
    }

    record NewToken(@NotBlank @Size(max = 100) String name, @Nullable Role role, @Nullable Duration expiresIn) {}

    /** @param token shown this once */
    record Created(long id, String name, Role role, String token, @Nullable Instant expiresAt) {}

    @GET
    @Transactional
    public Page<View> list(
            @QueryParam("limit") @Nullable Integer limit, @QueryParam("cursor") @Nullable String cursor) {
        var request = PageRequest.of(limit, cursor);
        var caller = Caller.of(identity);
        var rows = tokens.find(
                        "id > ?1 and (?2 = true or owner.id = ?3)",
                        Sort.by("id"),
                        request.afterNumber().orElse(0L),
                        caller.role() == Role.ADMIN,
                        caller.userId())
                .page(0, request.fetch())
                .list();
        return Page.of(rows, request, token -> Long.toString(token.id)).map(View::of);
    }

    @POST
    @Transactional
    public Response create(@Valid @NotNull NewToken wanted) {
        var caller = Caller.of(identity);
        var role = wanted.role() == null ? caller.role() : wanted.role();
        if (!caller.role().includes(role)) {
            throw ProblemException.of(
                    403,
                    "ROLE_TOO_HIGH",
                    "A token cannot do more than you may.",
                    "Choose the role " + caller.role().wire() + " or a lower one.");
        }
        var token = new ApiToken();
        var text = Secret.token();
        token.name = wanted.name();
        token.role = role;
        token.hash = Secret.hash(text);
        token.owner = users.findById(caller.userId());
        token.createdAt = clock.instant();
        token.expiresAt = expiry(wanted.expiresIn());
        tokens.persist(token);
        return Response.created(URI.create("/api/v1/tokens/" + token.id))
                .entity(new Created(token.id, token.name, token.role, text, token.expiresAt))
                .build();
    }

    @DELETE
    @Path("/{id}")
    @Transactional
    public void revoke(@PathParam("id") long id) {
        var caller = Caller.of(identity);
        var token = tokens.findByIdOptional(id)
                .filter(found -> caller.role() == Role.ADMIN || found.owner.id == caller.userId())
                .orElseThrow(() -> ProblemException.notFound("token", id));
        tokens.delete(token);
    }

    private @Nullable Instant expiry(@Nullable Duration expiresIn) {
        if (expiresIn == null) {
            return null;
        }
        if (expiresIn.isNegative() || expiresIn.isZero() || expiresIn.compareTo(LONGEST) > 0) {
            throw ProblemException.invalid(
                    "/expiresIn",
                    "INVALID_DURATION",
                    "A token lives for up to ten years.",
                    "Use a duration such as PT12H.");
        }
        return clock.instant().plus(expiresIn);
    }
}
