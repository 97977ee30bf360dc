// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.oauth;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.Secret;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpCall;
import io.kohorte.toolkit.http.SafeHttp;
import io.kohorte.toolkit.http.StatusTable;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The access token of an account: fetched when first needed, renewed when it is stale or refused. However many threads of
 * however many open destinations with these credentials ask, one request goes out, and all get its token or its failure.
 * It lives in memory only, so each process fetches its own. Thread-safe.
 */
public final class TokenSource {

    /** A token is renewed this long before it ends, so that it does not end on its way. */
    private static final Duration HEAD_START = Duration.ofSeconds(30);

    /** A lifetime beyond this is not believed; keeps arithmetic with absurd numbers safe. */
    private static final long LONGEST_LIFE_SECONDS = Duration.ofDays(365).toSeconds();

    private final SafeHttp http;
    private final Clock clock;
    private final ClientCredentials credentials;
    private final Account account;

    public TokenSource(SafeHttp http, ConnectorContext context, ClientCredentials credentials) {
        this.http = http;
        this.clock = context.clock();
        this.credentials = credentials;
        this.account = context.shared(credentials, Account.class, Account::new);
    }

    /** What all with the same credentials share. Its own monitor guards it. */
    private static final class Account {
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
        var answer = http.send(call);
        if (answer.status() != 401) {
            return answer;
        }
        renew(used);
        return http.send(call);
    }

    /**
     * The token in use, fetched when there is none or it is stale.
     *
     * @throws ConnectorException {@code CREDENTIALS_REJECTED} when the vendor gives none, or why it cannot be asked
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

    private AccessToken fetch() {
        var form = new LinkedHashMap<String, String>();
        form.put("grant_type", "client_credentials");
        form.putAll(credentials.extras());
        var call = http.post(credentials.tokenUrl())
                .header("accept", "application/json")
                .idempotent();
        switch (credentials.style()) {
            case BASIC -> call.secret("authorization", basic());
            case FORM -> {
                form.put("client_id", credentials.clientId());
                form.put("client_secret", credentials.clientSecret().reveal());
            }
        }
        var body = encoded(form).getBytes(StandardCharsets.UTF_8);
        var request = call.body("application/x-www-form-urlencoded", body).build();
        var answer = http.send(request);
        return answer.successful() ? token(answer) : refused(request, answer);
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

    private static AccessToken refused(HttpCall call, HttpAnswer answer) {
        var problem =
                switch (answer.status()) {
                    case 400, 401, 403 ->
                        Problem.of(
                                ProblemCode.CREDENTIALS_REJECTED,
                                "The destination gives no access token for these credentials.");
                    case 404, 410 ->
                        Problem.of(ProblemCode.INVALID_SETTING, "No access tokens are given at this address.");
                    default -> throw StatusTable.STANDARD.refusal(call, answer);
                };
        throw new ConnectorException(problem.vendor(errorCode(answer)));
    }

    /** An error code of RFC 6749 §5.2; anything else may quote what we sent. */
    private static String errorCode(HttpAnswer answer) {
        return answer.maybeJson()
                .map(json -> json.path("error").asText(""))
                .filter(code -> code.length() <= 40 && code.chars().allMatch(c -> c == '_' || (c >= 'a' && c <= 'z')))
                .filter(code -> !code.isEmpty())
                .orElseGet(() -> Integer.toString(answer.status()));
    }

    private Secret basic() {
        var pair = form(credentials.clientId()) + ":"
                + form(credentials.clientSecret().reveal());
        return new Secret("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> form(field.getKey()) + "=" + form(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String form(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
