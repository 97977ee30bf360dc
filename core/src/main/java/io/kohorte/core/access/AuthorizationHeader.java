// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.access;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.identity.request.BaseAuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;

/** Reads {@code Authorization: Basic …} and {@code Authorization: Bearer khr_…}. */
@Singleton
class AuthorizationHeader implements HttpAuthenticationMechanism {

    /** A password, with where the attempt comes from. */
    static final class PasswordRequest extends BaseAuthenticationRequest {
        final String name;
        final String password;
        final String address;

        PasswordRequest(String name, String password, String address) {
            this.name = name;
            this.password = password;
            this.address = address;
        }
    }

    /** A token of ours. */
    static final class TokenRequest extends BaseAuthenticationRequest {
        final String token;

        TokenRequest(String token) {
            this.token = token;
        }
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext call, IdentityProviderManager providers) {
        var header = call.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null) {
            return Uni.createFrom().nullItem();
        }
        var space = header.indexOf(' ');
        var scheme = space < 0 ? header : header.substring(0, space);
        var credentials = space < 0 ? "" : header.substring(space + 1).strip();
        if (scheme.equalsIgnoreCase("Bearer")) {
            return providers.authenticate(new TokenRequest(credentials));
        }
        if (scheme.equalsIgnoreCase("Basic")) {
            return basic(call, providers, credentials);
        }
        return Uni.createFrom().failure(new AuthenticationFailedException());
    }

    private static Uni<SecurityIdentity> basic(
            RoutingContext call, IdentityProviderManager providers, String credentials) {
        try {
            var plain = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
            var colon = plain.indexOf(':');
            if (colon > 0) {
                return providers.authenticate(new PasswordRequest(
                        plain.substring(0, colon),
                        plain.substring(colon + 1),
                        call.request().remoteAddress().hostAddress()));
            }
        } catch (IllegalArgumentException e) {
            return Uni.createFrom().failure(new AuthenticationFailedException());
        }
        return Uni.createFrom().failure(new AuthenticationFailedException());
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext call) {
        return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", "Basic realm=\"Kohorte\""));
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of(PasswordRequest.class, TokenRequest.class);
    }
}
