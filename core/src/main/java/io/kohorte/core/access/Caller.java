// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.access;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Optional;

/**
 * Who is calling.
 *
 * @param user name of the user, also when a token of theirs is used
 * @param token name of the token; empty text for a password
 */
public record Caller(long userId, String user, Role role, String token) {

    static final String ATTRIBUTE = "kohorte.caller";

    /** Empty where a resource lets everybody in. */
    public static Optional<Caller> of(ContainerRequestContext request) {
        return Optional.ofNullable((Caller) request.getProperty(ATTRIBUTE));
    }

    public static Caller of(SecurityIdentity identity) {
        return identity.getAttribute(ATTRIBUTE);
    }

    /** As written in the audit log. */
    public String label() {
        return token.isEmpty() ? user : user + " (token " + token + ")";
    }
}
