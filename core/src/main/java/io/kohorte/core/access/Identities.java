// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.access;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;

final class Identities {

    private Identities() {}

    static SecurityIdentity of(Caller caller) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(caller.user()))
                .addRoles(caller.role().names())
                .addAttribute(Caller.ATTRIBUTE, caller)
                .build();
    }
}
