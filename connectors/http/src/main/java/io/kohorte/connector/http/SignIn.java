// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.http;

import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.Settings;
import io.kohorte.toolkit.Secret;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpCall;
import io.kohorte.toolkit.http.SafeHttp;
import io.kohorte.toolkit.oauth.ClientCredentials;
import io.kohorte.toolkit.oauth.TokenSource;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Optional;

/** How we say who we are. */
final class SignIn {

    private final Settings settings;
    private final SafeHttp http;
    private final Optional<TokenSource> tokens;

    SignIn(Settings settings, SafeHttp http, ConnectorContext context) {
        this.settings = settings;
        this.http = http;
        this.tokens = method(settings).equals("oauth2")
                ? Optional.of(new TokenSource(http, context, credentials(settings)))
                : Optional.empty();
    }

    private static String method(Settings settings) {
        return settings.text("auth", "none");
    }

    private static ClientCredentials credentials(Settings settings) {
        var extras = new LinkedHashMap<String, String>();
        settings.optionalText("scope").ifPresent(scope -> extras.put("scope", scope));
        settings.optionalText("oauthAudience").ifPresent(audience -> extras.put("audience", audience));
        return new ClientCredentials(
                settings.text("tokenUrl"),
                settings.text("clientId"),
                new Secret(settings.text("clientSecret")),
                settings.text("clientAuth", "basic").equals("form")
                        ? ClientCredentials.Style.FORM
                        : ClientCredentials.Style.BASIC,
                extras);
    }

    HttpCall.Builder on(HttpCall.Builder call) {
        return switch (method(settings)) {
            case "bearer" ->
                call.atAttempt(
                        "authorization", "Bearer " + Secret.MASK, attempt -> "Bearer " + settings.text("bearerToken"));
            case "basic" -> call.secret("authorization", new Secret("Basic " + pair()));
            case "api-key" ->
                call.secret(settings.text("apiKeyHeader", "X-Api-Key"), new Secret(settings.text("apiKey")));
            case "oauth2" -> tokens.orElseThrow().authorise(call);
            default -> call;
        };
    }

    private String pair() {
        var pair = settings.text("username") + ":" + settings.text("password", "");
        return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a call that was signed {@link #on}. */
    HttpAnswer send(HttpCall call) {
        return tokens.map(source -> source.send(call)).orElseGet(() -> http.send(call));
    }

    /** The setting to mend when the credentials are refused. */
    static String setting(Settings settings) {
        return switch (method(settings)) {
            case "bearer" -> "bearerToken";
            case "basic" -> "password";
            case "api-key" -> "apiKey";
            case "oauth2" -> "clientSecret";
            default -> "auth";
        };
    }
}
