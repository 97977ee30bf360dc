// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.platform.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.kohorte.core.platform.problem.ProblemException;
import io.kohorte.core.platform.web.Idempotency.Answer;
import io.kohorte.core.platform.web.Idempotency.Claim;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/**
 * {@code Idempotency-Key}: the same key with the same request gets the same answer and does nothing twice; with another
 * request it is refused. The body of an upload is not read for this: its length stands for it.
 */
@Provider
public final class IdempotentWrites implements ReaderInterceptor {

    private static final String HEADER = "Idempotency-Key";
    private static final String CLAIMED = "kohorte.idempotency";
    private static final int LONGEST_KEY = 200;
    private static final Set<String> WRITES = Set.of("POST", "PUT", "PATCH", "DELETE");

    private final Idempotency idempotency;
    private final SecurityIdentity identity;
    private final ObjectMapper json;

    IdempotentWrites(Idempotency idempotency, SecurityIdentity identity, ObjectMapper json) {
        this.idempotency = idempotency;
        this.identity = identity;
        this.json = json;
    }

    /** A key on its way through one call: what was asked, and whose answer it is once claimed. */
    private static final class Pending {
        private final String actor;
        private final String key;
        private final String head;
        private boolean claimed;

        Pending(String actor, String key, String head) {
            this.actor = actor;
            this.key = key;
            this.head = head;
        }
    }

    @ServerRequestFilter(priority = Priorities.USER)
    @Nullable
    Response before(ContainerRequestContext request) throws SQLException {
        var key = request.getHeaderString(HEADER);
        if (key == null || !WRITES.contains(request.getMethod()) || request.getProperty("kohorte.caller") == null) {
            return null;
        }
        if (key.isBlank() || key.length() > LONGEST_KEY) {
            throw ProblemException.of(
                    400,
                    "INVALID_IDEMPOTENCY_KEY",
                    "An Idempotency-Key has 1 to " + LONGEST_KEY + " characters.",
                    "Use a random UUID per write.");
        }
        var length = Optional.ofNullable(request.getHeaderString(HttpHeaders.CONTENT_LENGTH));
        var json = isJson(request.getMediaType());
        var head = request.getMethod() + "\n"
                + request.getUriInfo().getRequestUri().getRawPath() + "\n"
                + request.getUriInfo().getRequestUri().getRawQuery() + "\n" + (json ? "" : length.orElse("0")) + "\n";
        var pending = new Pending(identity.getPrincipal().getName(), key, head);
        request.setProperty(CLAIMED, pending);
        var bodyFollows = json && !length.orElse("1").equals("0");
        return bodyFollows ? null : claim(pending, new byte[0]);
    }

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        if (context.getProperty(CLAIMED) instanceof Pending pending && !pending.claimed) {
            try (InputStream in = new BodyLimit.Bounded(context.getInputStream(), BodyLimit.LARGEST_JSON)) {
                var body = in.readAllBytes();
                var answer = claim(pending, body);
                if (answer != null) {
                    throw new WebApplicationException(answer);
                }
                context.setInputStream(new ByteArrayInputStream(body));
            } catch (SQLException e) {
                throw new IOException(e);
            }
        }
        return context.proceed();
    }

    @ServerResponseFilter
    void after(ContainerRequestContext request, ContainerResponseContext response) throws SQLException, IOException {
        if (!(request.getProperty(CLAIMED) instanceof Pending pending) || !pending.claimed) {
            return;
        }
        var status = response.getStatus();
        if (status >= 500 || status == 429) {
            idempotency.release(pending.actor, pending.key);
            return;
        }
        var entity = response.getEntity();
        var body = entity == null ? null : entity instanceof byte[] bytes ? bytes : json.writeValueAsBytes(entity);
        if (body != null) {
            response.setEntity(body);
        }
        idempotency.answered(
                pending.actor,
                pending.key,
                new Answer(
                        status,
                        Optional.ofNullable(response.getMediaType()).map(MediaType::toString),
                        Optional.ofNullable(response.getHeaderString(HttpHeaders.LOCATION)),
                        body));
    }

    private @Nullable Response claim(Pending pending, byte[] body) throws SQLException {
        var claim = idempotency.claim(pending.actor, pending.key, digest(pending.head, body));
        if (claim instanceof Claim.Answered answered) {
            return replay(answered.answer());
        }
        if (claim instanceof Claim.Running) {
            throw ProblemException.conflict(
                    "REQUEST_IN_PROGRESS",
                    "A request with this Idempotency-Key is being answered.",
                    "Ask again shortly.");
        }
        if (claim instanceof Claim.Different) {
            throw ProblemException.of(
                    422,
                    "IDEMPOTENCY_KEY_REUSED",
                    "This Idempotency-Key was used for a different request.",
                    "Use a new key for a new request.");
        }
        pending.claimed = true;
        return null;
    }

    private static Response replay(Answer answer) {
        var response = Response.status(answer.status()).header("Idempotency-Replayed", "true");
        answer.contentType().ifPresent(response::type);
        answer.location().ifPresent(location -> response.header(HttpHeaders.LOCATION, location));
        return response.entity(answer.body()).build();
    }

    private static boolean isJson(@Nullable MediaType type) {
        return type != null && type.getSubtype().endsWith("json");
    }

    private static byte[] digest(String head, byte[] body) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(head.getBytes(StandardCharsets.UTF_8));
            return digest.digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
