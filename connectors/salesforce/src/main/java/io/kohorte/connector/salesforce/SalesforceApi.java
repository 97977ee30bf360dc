// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.Settings;
import io.kohorte.toolkit.Secret;
import io.kohorte.toolkit.http.HttpBounds;
import io.kohorte.toolkit.http.HttpCall;
import io.kohorte.toolkit.http.SafeHttp;
import io.kohorte.toolkit.oauth.ClientCredentials;
import io.kohorte.toolkit.oauth.TokenSource;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * The REST API of one organisation: addresses, tokens, and what its errors mean. The address is the setting, not the
 * {@code instance_url} of the token: with client credentials both are My Domain, and nothing a response says can send
 * personal data elsewhere.
 */
final class SalesforceApi implements AutoCloseable {

    private final SafeHttp http;
    private final TokenSource tokens;
    private final ApiUsage usage;
    private final String host;
    private final String path;

    SalesforceApi(Settings settings, ConnectorContext context) {
        host = settings.text("instanceUrl").replaceAll("/+$", "");
        path = "/services/data/" + settings.text("apiVersion", "v66.0");
        http = new SafeHttp(
                context, HttpBounds.STANDARD.withCall(Duration.ofSeconds(settings.number("timeoutSeconds", 60))));
        tokens = new TokenSource(
                http,
                context,
                new ClientCredentials(
                        host + "/services/oauth2/token",
                        settings.text("clientId"),
                        new Secret(settings.text("clientSecret")),
                        ClientCredentials.Style.BASIC,
                        Map.of()));
        usage = new ApiUsage(context.clock(), settings.number("apiUsageStop", 95));
    }

    /** Path of the API version, without the host: composite requests name their parts by it. */
    String path() {
        return path;
    }

    HttpCall.Builder get(String resource) {
        return authorised(http.get(url(resource)));
    }

    HttpCall.Builder post(String resource) {
        return authorised(http.post(url(resource)));
    }

    HttpCall.Builder patch(String resource) {
        return authorised(http.patch(url(resource)));
    }

    HttpCall.Builder delete(String resource) {
        return authorised(http.delete(url(resource)));
    }

    /** For queries without personal data; others go into the body of a composite request. */
    HttpCall query(String soql) {
        return get("/query?q=" + URLEncoder.encode(soql, StandardCharsets.UTF_8))
                .build();
    }

    /**
     * Sends a call and gives the JSON of its answer.
     *
     * @throws io.kohorte.spi.ConnectorException for every answer outside 200–299, an answer without JSON, and while the
     *     organisation's daily requests are nearly spent
     */
    JsonNode expect(HttpCall call) {
        usage.check();
        var answer = tokens.send(call);
        usage.observe(answer);
        if (!answer.successful()) {
            throw RequestErrors.of(call, answer);
        }
        return answer.json();
    }

    @Override
    public void close() {
        http.close();
    }

    private String url(String resource) {
        return host + path + resource;
    }

    private HttpCall.Builder authorised(HttpCall.Builder call) {
        return tokens.authorise(call.header("accept", "application/json"));
    }
}
