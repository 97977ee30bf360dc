// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.access;

import io.kohorte.core.access.AuthorizationHeader.TokenRequest;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/** Lets a program in by its token, as its owner and with the token's role. */
@ApplicationScoped
class TokenLogin implements IdentityProvider<TokenRequest> {

    private final Tokens tokens;
    private final Clock clock;

    TokenLogin(Tokens tokens, Clock clock) {
        this.tokens = tokens;
        this.clock = clock;
    }

    @Override
    public Class<TokenRequest> getRequestType() {
        return TokenRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(TokenRequest request, AuthenticationRequestContext context) {
        return context.runBlocking(() -> QuarkusTransaction.joiningExisting()
                .call(() -> tokens.valid(Secret.hash(request.token), clock.instant()))
                .map(token ->
                        Identities.of(new Caller(token.owner.id, token.owner.name, token.effectiveRole(), token.name)))
                .orElseThrow(AuthenticationFailedException::new));
    }
}
