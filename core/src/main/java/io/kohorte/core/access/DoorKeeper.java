// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.access;

import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.AnnotatedElement;
import java.util.Arrays;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Who may call what. Every resource is closed unless it says {@code @PermitAll}; a read needs a viewer, a write an editor,
 * and {@code @RolesAllowed} names the exceptions. It decides by the method that was matched, never by the path's text.
 */
@Singleton
final class DoorKeeper {

    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

    private final CurrentIdentityAssociation current;

    DoorKeeper(CurrentIdentityAssociation current) {
        this.current = current;
    }

    @ServerRequestFilter(priority = Priorities.AUTHENTICATION)
    Uni<Void> admit(ContainerRequestContext request, ResourceInfo resource) {
        if (carries(resource, PermitAll.class)) {
            return Uni.createFrom().voidItem();
        }
        return current.getDeferredIdentity()
                .onItem()
                .invoke(identity -> admit(request, resource, identity))
                .replaceWithVoid();
    }

    private static void admit(ContainerRequestContext request, ResourceInfo resource, SecurityIdentity identity) {
        if (identity.isAnonymous()) {
            throw new UnauthorizedException();
        }
        if (!allowed(request.getMethod(), resource, identity)) {
            throw new ForbiddenException();
        }
        request.setProperty(Caller.ATTRIBUTE, Caller.of(identity));
    }

    private static boolean allowed(String method, ResourceInfo resource, SecurityIdentity identity) {
        var named = resource.getResourceMethod().getAnnotation(RolesAllowed.class);
        if (named == null) {
            named = resource.getResourceClass().getAnnotation(RolesAllowed.class);
        }
        if (named != null) {
            return Arrays.stream(named.value()).anyMatch(identity::hasRole);
        }
        return identity.hasRole((READS.contains(method) ? Role.VIEWER : Role.EDITOR).wire());
    }

    private static boolean carries(ResourceInfo resource, Class<PermitAll> annotation) {
        AnnotatedElement method = resource.getResourceMethod();
        return method.isAnnotationPresent(annotation)
                || (resource.getResourceClass().isAnnotationPresent(annotation)
                        && !method.isAnnotationPresent(RolesAllowed.class));
    }
}
