// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.linkedinads;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.Settings;
import io.kohorte.toolkit.Secret;
import io.kohorte.toolkit.http.BaseUrl;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpBounds;
import io.kohorte.toolkit.http.HttpCall;
import io.kohorte.toolkit.http.SafeHttp;
import io.kohorte.toolkit.oauth.ClientCredentials;
import io.kohorte.toolkit.oauth.RefreshToken;
import io.kohorte.toolkit.oauth.TokenSource;
import java.time.Clock;
import java.util.Map;

/** The versioned REST API: addresses, headers, tokens, and what its errors mean. */
final class RestApi implements AutoCloseable {

    private final SafeHttp http;
    private final TokenSource tokens;
    private final Clock clock;
    private final String root;
    private final String version;
    private final String account;

    RestApi(Settings settings, ConnectorContext context) {
        root = BaseUrl.of(settings, "url", "https://api.linkedin.com/rest") + "/";
        version = settings.text("apiVersion", "202604");
        account = settings.text("accountId");
        clock = context.clock();
        http = new SafeHttp(context, HttpBounds.of(settings, 60));
        tokens = new TokenSource(
                http,
                context,
                new RefreshToken(
                        settings.text("tokenUrl", "https://www.linkedin.com/oauth/v2/accessToken"),
                        settings.text("clientId"),
                        new Secret(settings.text("clientSecret")),
                        new Secret(settings.text("refreshToken")),
                        ClientCredentials.Style.FORM,
                        Map.of()));
    }

    /** Number of the ad account. */
    String account() {
        return account;
    }

    /** {@code urn:li:sponsoredAccount:516848833}. */
    String accountUrn() {
        return "urn:li:sponsoredAccount:" + account;
    }

    HttpCall.Builder get(String path) {
        return versioned(http.get(root + path));
    }

    HttpCall.Builder post(String path) {
        return versioned(http.post(root + path));
    }

    HttpCall.Builder delete(String path) {
        return versioned(http.delete(root + path));
    }

    /**
     * Sends a call.
     *
     * @return an answer from 200 to 299
     * @throws io.kohorte.spi.ConnectorException for every other answer
     */
    HttpAnswer send(HttpCall call) {
        var answer = tokens.send(call);
        if (!answer.successful()) {
            throw RestErrors.of(call, answer, clock.instant());
        }
        return answer;
    }

    JsonNode expect(HttpCall call) {
        return send(call).json();
    }

    @Override
    public void close() {
        http.close();
    }

    private HttpCall.Builder versioned(HttpCall.Builder call) {
        return tokens.authorise(call.header("accept", "application/json")
                .header("linkedin-version", version)
                .header("x-restli-protocol-version", "2.0.0"));
    }
}
