// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.tealium;

import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.Secret;
import io.kohorte.toolkit.http.ErrorTable;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpCall;
import io.kohorte.toolkit.http.SafeHttp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The token of an API user, and the host that serves the profile's region. Tealium gives one for 30 minutes and throttles
 * who asks for another too soon, so all open destinations of a user share it, and only one of them fetches it at a time.
 */
final class Session {

    private static final Duration LIFE = Duration.ofMinutes(29);

    private final TealiumSettings settings;
    private final SafeHttp http;
    private final Clock clock;
    private final Holder holder;

    /** By what sessions are the same. */
    private record Key(String authUrl, String account, String profile, String username, Secret apiKey) {}

    /**
     * Its own monitor guards it, also while a token is fetched: the others wait for that one. When it cannot be fetched, those
     * who waited hear the same, instead of asking one after the other.
     */
    private static final class Holder {
        private final AtomicLong failures = new AtomicLong();
        private @Nullable Token token;
        private @Nullable ConnectorException failure;
    }

    /**
     * @param host with its scheme
     * @param staleAt when to fetch another
     */
    record Token(Secret value, String host, Instant staleAt) {
        @Override
        public String toString() {
            return "token";
        }
    }

    Session(TealiumSettings settings, SafeHttp http, ConnectorContext context) {
        this.settings = settings;
        this.http = http;
        this.clock = context.clock();
        var key = new Key(
                settings.authUrl(), settings.account(), settings.profile(), settings.username(), settings.apiKey());
        this.holder = context.shared(key, Holder.class, Holder::new);
    }

    /** @throws ConnectorException {@code CREDENTIALS_REJECTED} where the key is wrong, or why Tealium cannot be asked */
    Token current() {
        return newerThan(null);
    }

    /**
     * Sends a call made for a token; when that is refused, once more with a new one.
     *
     * @param made from the token to the call
     */
    HttpAnswer send(Function<Token, HttpCall> made) {
        var token = current();
        var answer = http.send(made.apply(token));
        return answer.status() == 401 ? http.send(made.apply(newerThan(token))) : answer;
    }

    private Token newerThan(@Nullable Token refused) {
        var seen = holder.failures.get();
        synchronized (holder) {
            var known = holder.token;
            if (known != null && !known.equals(refused) && clock.instant().isBefore(known.staleAt())) {
                return known;
            }
            if (holder.failure != null && holder.failures.get() != seen) {
                throw new ConnectorException(holder.failure.problem(), holder.failure.after());
            }
            return fetched();
        }
    }

    /** Guarded by the holder's monitor. A token that was refused is not used again, whether there is another or not. */
    private Token fetched() {
        holder.token = null;
        try {
            var token = fetch();
            holder.token = token;
            return token;
        } catch (ConnectorException failure) {
            holder.failure = failure;
            holder.failures.incrementAndGet();
            throw failure;
        }
    }

    private Token fetch() {
        var call = http.post(settings.authUrl() + "/v3/auth" + settings.place())
                .body(
                        Form.TYPE,
                        new Form(
                                        "username",
                                        settings.username(),
                                        "key",
                                        settings.apiKey().reveal())
                                .bytes())
                .idempotent()
                .build();
        var answer = http.send(call);
        if (!answer.successful()) {
            throw refusal(call, answer);
        }
        var token = answer.json().path("token");
        var host = answer.json().path("host");
        if (!token.isTextual() || token.asText().isBlank() || !host.isTextual()) {
            throw answer.badResponse("without a token and its host");
        }
        return new Token(
                new Secret(token.asText()),
                address(host.asText(), answer),
                clock.instant().plus(LIFE));
    }

    /** Personal data goes there, and the token: to a host of Tealium's, or to where the settings say. */
    private String address(String host, HttpAnswer answer) {
        if (settings.collectUrl().isPresent()) {
            return settings.collectUrl().get();
        }
        if (!host.matches("[a-z0-9-]{1,60}([.][a-z0-9-]{1,60})*[.]tealiumapis[.]com")) {
            throw answer.badResponse("with a host that is none of Tealium's");
        }
        return "https://" + host;
    }

    private static ConnectorException refusal(HttpCall call, HttpAnswer answer) {
        return switch (answer.status()) {
            case 400, 401 ->
                new ConnectorException(
                        Problem.of(ProblemCode.CREDENTIALS_REJECTED, "Tealium gives no token for this user and key.")
                                .vendor(Integer.toString(answer.status())));
            case 404 ->
                new ConnectorException(
                        Problem.of(ProblemCode.INVALID_SETTING, "Tealium knows no such account or profile.")
                                .vendor("404"));
            default -> ErrorTable.STANDARD.refusal(call, answer);
        };
    }
}
