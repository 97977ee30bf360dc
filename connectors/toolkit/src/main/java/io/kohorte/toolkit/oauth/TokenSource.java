// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.oauth;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.ConnectorException;
import io.kohorte.toolkit.Secret;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpCall;
import io.kohorte.toolkit.http.SafeHttp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The access token of an account: fetched when first needed, renewed when it is stale or refused. However many threads of
 * however many open destinations with this grant ask, one request goes out, and all get its token or its failure.
 * It lives in memory only, so each process fetches its own. Thread-safe.
 */
public final class TokenSource {

    /** A token is renewed this long before it ends, so that it does not end on its way. */
    private static final Duration HEAD_START = Duration.ofSeconds(30);

    /** A lifetime beyond this is not believed; keeps arithmetic with absurd numbers safe. */
    private static final long LONGEST_LIFE_SECONDS = Duration.ofDays(365).toSeconds();

    private final TokenRequest request;
    private final Clock clock;
    private final Account account;

    public TokenSource(SafeHttp http, ConnectorContext context, Grant grant) {
        this.request = new TokenRequest(http, grant);
        this.clock = context.clock();
        this.account = context.shared(grant, Account.class, Account::new);
    }

    /** What all with the same grant share. Its own monitor guards it. */
    private static final class Account {
        /** Given in place of that of the grant, and used from then on. */
        private @Nullable Secret refreshToken;

        private @Nullable AccessToken token;
        private @Nullable CompletableFuture<AccessToken> flight;
    }

    /** Adds the {@code Authorization} header; the token is looked up when the call is sent, a preview shows none. */
    public HttpCall.Builder authorise(HttpCall.Builder call) {
        return call.atAttempt(
                "authorization",
                "Bearer " + Secret.MASK,
                attempt -> "Bearer " + current().value().reveal());
    }

    /**
     * Sends an {@link #authorise authorised} call. When the answer is 401, the token is renewed once and the call sent once
     * more; a second 401 is returned as it is.
     */
    public HttpAnswer send(HttpCall call) {
        var used = current();
        var answer = request.http().send(call);
        if (answer.status() != 401) {
            return answer;
        }
        renew(used);
        return request.http().send(call);
    }

    /**
     * The token in use, fetched when there is none or it is stale.
     *
     * @throws ConnectorException {@code CREDENTIALS_REJECTED} when the vendor gives none, {@code CREDENTIALS_EXPIRED} when
     *     it takes the refresh token no more, or why it cannot be asked
     */
    public AccessToken current() {
        return newerThan(null);
    }

    /** The vendor refused this token: gives another one, whoever fetches it. */
    public AccessToken renew(AccessToken refused) {
        return newerThan(refused);
    }

    private AccessToken newerThan(@Nullable AccessToken refused) {
        CompletableFuture<AccessToken> joined;
        var mine = false;
        synchronized (account) {
            var known = account.token;
            if (known != null && !known.equals(refused) && !known.staleAt(clock.instant())) {
                return known;
            }
            if (account.flight == null) {
                account.flight = new CompletableFuture<>();
                mine = true;
            }
            joined = account.flight;
        }
        if (mine) {
            land(joined);
        }
        try {
            return joined.join();
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof ConnectorException known
                    ? new ConnectorException(known.problem(), known.after())
                    : failure;
        }
    }

    /** Whatever happens, the flight ends: those who wait would wait for ever. */
    @SuppressWarnings("CatchingUnchecked") // handed on to everyone who waits
    private void land(CompletableFuture<AccessToken> waiting) {
        try {
            var fetched = fetch();
            synchronized (account) {
                account.token = fetched;
                account.flight = null;
            }
            waiting.complete(fetched);
        } catch (RuntimeException | Error failure) {
            synchronized (account) {
                account.flight = null;
            }
            waiting.completeExceptionally(failure);
        }
    }

    /** Only one thread is here at a time: the one whose flight it is. */
    private AccessToken fetch() {
        var call = request.call(clock.instant(), rotated());
        var answer = request.http().send(call);
        if (!answer.successful()) {
            throw request.refusal(call, answer);
        }
        keepRotated(answer.json().path("refresh_token").asText(""));
        return token(answer);
    }

    private Optional<Secret> rotated() {
        synchronized (account) {
            return Optional.ofNullable(account.refreshToken);
        }
    }

    private void keepRotated(String refreshToken) {
        if (!refreshToken.isBlank()) {
            synchronized (account) {
                account.refreshToken = new Secret(refreshToken);
            }
        }
    }

    private AccessToken token(HttpAnswer answer) {
        var json = answer.json();
        var value = json.path("access_token");
        if (!value.isTextual() || value.asText().isBlank()) {
            throw answer.badResponse("without an access token");
        }
        var extras = new LinkedHashMap<String, String>();
        json.properties().forEach(property -> {
            if (property.getValue().isTextual() && !property.getKey().endsWith("_token")) {
                extras.put(property.getKey(), property.getValue().asText());
            }
        });
        return new AccessToken(new Secret(value.asText()), staleAt(json.path("expires_in")), extras);
    }

    /** Some vendors write the lifetime as text, some write none. */
    private Optional<Instant> staleAt(JsonNode expiresIn) {
        var seconds = Math.min(expiresIn.asLong(-1), LONGEST_LIFE_SECONDS);
        if (seconds < 0) {
            return Optional.empty();
        }
        var life = Duration.ofSeconds(seconds);
        var headStart = HEAD_START.compareTo(life.dividedBy(2)) < 0 ? HEAD_START : life.dividedBy(2);
        return Optional.of(clock.instant().plus(life).minus(headStart));
    }
}
