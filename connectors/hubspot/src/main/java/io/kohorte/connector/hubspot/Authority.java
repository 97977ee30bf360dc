// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.hubspot;

import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.Settings;
import io.kohorte.toolkit.Secret;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpCall;
import io.kohorte.toolkit.http.SafeHttp;
import io.kohorte.toolkit.oauth.ClientCredentials;
import io.kohorte.toolkit.oauth.RefreshToken;
import io.kohorte.toolkit.oauth.TokenSource;
import java.util.Map;

/** By what right we call: the token of a private app, which never ends, or one that is fetched with a refresh token. */
sealed interface Authority {

    HttpCall.Builder authorise(HttpCall.Builder call);

    HttpAnswer send(HttpCall call);

    /** The setting to look at when HubSpot does not accept it. */
    String pointer();

    /** @param host without a slash at its end */
    static Authority of(Settings settings, String host, SafeHttp http, ConnectorContext context) {
        if (!settings.text("auth", "token").equals("oauth")) {
            return new PrivateApp(http, new Secret(settings.text("accessToken")));
        }
        return new PublicApp(new TokenSource(
                http,
                context,
                new RefreshToken(
                        host + settings.text("tokenPath", "/oauth/v1/token"),
                        settings.text("clientId"),
                        new Secret(settings.text("clientSecret")),
                        new Secret(settings.text("refreshToken")),
                        ClientCredentials.Style.FORM,
                        Map.of())));
    }

    /** A static token. */
    record PrivateApp(SafeHttp http, Secret token) implements Authority {

        @Override
        public HttpCall.Builder authorise(HttpCall.Builder call) {
            return call.atAttempt("authorization", "Bearer " + Secret.MASK, attempt -> "Bearer " + token.reveal());
        }

        @Override
        public HttpAnswer send(HttpCall call) {
            return http.send(call);
        }

        @Override
        public String pointer() {
            return "/accessToken";
        }
    }

    /** OAuth; a token lives for half an hour. */
    record PublicApp(TokenSource tokens) implements Authority {

        @Override
        public HttpCall.Builder authorise(HttpCall.Builder call) {
            return tokens.authorise(call);
        }

        @Override
        public HttpAnswer send(HttpCall call) {
            return tokens.send(call);
        }

        @Override
        public String pointer() {
            return "/refreshToken";
        }
    }
}
