// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.access;

import io.kohorte.core.platform.problem.ProblemException;
import io.kohorte.core.platform.web.Page;
import io.kohorte.core.platform.web.PageRequest;
import io.quarkus.panache.common.Sort;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.security.RolesAllowed;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Users: admins keep them, everybody sees and changes their own. */
@Path("/api/v1/users")
@RolesAllowed(Role.ADMIN_ONLY)
class UserResource {

    private final Users users;
    private final Passwords passwords;
    private final SecurityIdentity identity;
    private final Clock clock;

    UserResource(Users users, Passwords passwords, SecurityIdentity identity, Clock clock) {
        this.users = users;
        this.passwords = passwords;
        this.identity = identity;
        this.clock = clock;
    }

    record View(long id, String name, Role role, boolean passwordGenerated, Instant createdAt) {
        static View of(AppUser user) {
            return new View(user.id, user.name, user.role, user.passwordGenerated, user.createdAt);
        }
    }

    record NewUser(
            @NotNull
                    @Pattern(
                            regexp = "[A-Za-z0-9][A-Za-z0-9._@+-]{0,99}",
                            message = "is no user name: letters, digits and . _ @ + - only")
                    String name,
            @NotNull Role role,
            @NotBlank String password) {}

    record PasswordChange(
            @NotBlank String current, @com.fasterxml.jackson.annotation.JsonProperty("new") @NotBlank String next) {}

    /** What an admin changes about a user; what is absent stays. */
    record Change(@Nullable Role role, @Nullable String password) {}

    record Me(String name, Role role, boolean passwordGenerated) {}

    @GET
    @Transactional
    public Page<View> list(
            @QueryParam("limit") @Nullable Integer limit, @QueryParam("cursor") @Nullable String cursor) {
        var request = PageRequest.of(limit, cursor);
        var rows = users.find("id > ?1", Sort.by("id"), request.afterNumber().orElse(0L))
                .page(0, request.fetch())
                .list();
        return Page.of(rows, request, user -> Long.toString(user.id)).map(View::of);
    }

    @POST
    @Transactional
    public Response create(@Valid @NotNull NewUser wanted) {
        passwords.requireGood(wanted.password(), "/password");
        if (users.named(wanted.name()).isPresent()) {
            throw taken();
        }
        var user = new AppUser();
        user.name = wanted.name();
        user.role = wanted.role();
        user.passwordHash = passwords.hash(wanted.password());
        user.createdAt = clock.instant();
        try {
            users.persistAndFlush(user);
        } catch (PersistenceException e) {
            throw taken();
        }
        return Response.created(URI.create("/api/v1/users/" + user.id))
                .entity(View.of(user))
                .build();
    }

    /** Another role counts from the next call on, for the user's tokens too. */
    @PUT
    @Path("/{id}")
    @Transactional
    public View change(@PathParam("id") long id, @Valid @NotNull Change change) {
        var user = require(id);
        if (change.role() != null && change.role() != user.role) {
            requireAnotherAdmin(user);
            user.role = change.role();
        }
        if (change.password() != null) {
            passwords.requireGood(change.password(), "/password");
            user.passwordHash = passwords.hash(change.password());
            user.passwordGenerated = false;
        }
        return View.of(user);
    }

    @DELETE
    @Path("/{id}")
    @Transactional
    public void delete(@PathParam("id") long id) {
        var user = require(id);
        requireAnotherAdmin(user);
        users.delete(user);
    }

    @GET
    @Path("/me")
    @RolesAllowed("viewer")
    @Transactional
    public Me me() {
        var user = self();
        return new Me(user.name, Caller.of(identity).role(), user.passwordGenerated);
    }

    @PUT
    @Path("/me/password")
    @RolesAllowed("viewer")
    @Transactional
    public void changePassword(@Valid @NotNull PasswordChange change) {
        var user = self();
        if (!passwords.matches(change.current(), Optional.of(user.passwordHash))) {
            throw ProblemException.invalid(
                    "/current", "WRONG_PASSWORD", "This is not your present password.", "Type the present one again.");
        }
        passwords.requireGood(change.next(), "/new");
        user.passwordHash = passwords.hash(change.next());
        user.passwordGenerated = false;
    }

    private AppUser require(long id) {
        return users.findByIdOptional(id).orElseThrow(() -> ProblemException.notFound("user", id));
    }

    private void requireAnotherAdmin(AppUser leaving) {
        if (leaving.role == Role.ADMIN && users.admins() == 1) {
            throw ProblemException.conflict(
                    "LAST_ADMIN", "This is the last admin.", "Make another user an admin first.");
        }
    }

    private AppUser self() {
        var caller = Caller.of(identity);
        return users.findByIdOptional(caller.userId())
                .orElseThrow(() -> ProblemException.notFound("user", caller.userId()));
    }

    private static ProblemException taken() {
        return ProblemException.invalid(
                "/name", "NAME_TAKEN", "There is a user of this name already.", "Choose another name.");
    }
}
