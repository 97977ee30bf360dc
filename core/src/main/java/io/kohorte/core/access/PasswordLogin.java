// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.access;

import io.kohorte.core.access.AuthorizationHeader.PasswordRequest;
import io.kohorte.core.platform.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;

/** Signs a user in by name and password. */
@ApplicationScoped
class PasswordLogin implements IdentityProvider<PasswordRequest> {

    private final Users users;
    private final Passwords passwords;
    private final LoginThrottle throttle;
    private final Event<LoginRefused> refused;

    PasswordLogin(Users users, Passwords passwords, LoginThrottle throttle, Event<LoginRefused> refused) {
        this.users = users;
        this.passwords = passwords;
        this.throttle = throttle;
        this.refused = refused;
    }

    @Override
    public Class<PasswordRequest> getRequestType() {
        return PasswordRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(PasswordRequest request, AuthenticationRequestContext context) {
        return context.runBlocking(() -> login(request));
    }

    private SecurityIdentity login(PasswordRequest request) {
        var wait = throttle.wait(request.address, request.name);
        if (!wait.isZero()) {
            throw new AuthenticationFailedException(
                    ProblemException.tooMany(wait, "There were too many wrong passwords for this user."));
        }
        var user = QuarkusTransaction.joiningExisting().call(() -> users.named(request.name));
        if (!passwords.matches(request.password, user.map(found -> found.passwordHash))) {
            throttle.failed(request.address, request.name);
            if (user.isPresent()) {
                refused.fire(new LoginRefused(request.name, request.address));
            }
            throw new AuthenticationFailedException();
        }
        throttle.succeeded(request.address, request.name);
        var found = user.orElseThrow();
        return Identities.of(new Caller(found.id, found.name, found.role, ""));
    }
}
