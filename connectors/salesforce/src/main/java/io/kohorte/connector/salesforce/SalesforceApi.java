// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Settings;
import io.kohorte.toolkit.http.BaseUrl;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpBounds;
import io.kohorte.toolkit.http.HttpCall;
import io.kohorte.toolkit.http.SafeHttp;
import io.kohorte.toolkit.oauth.TokenSource;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The REST API of one organisation: addresses, tokens, and what its errors mean. The address is the setting, not the
 * {@code instance_url} of the token: nothing a response says can send personal data elsewhere.
 */
final class SalesforceApi implements AutoCloseable {

    /** Results of a job repeat what was uploaded. */
    private static final int ANSWER_BYTES = 2 * Job.UPLOAD_BYTES;

    private final SafeHttp http;
    private final TokenSource tokens;
    private final ApiUsage usage;
    private final String host;
    private final String path;

    SalesforceApi(Settings settings, ConnectorContext context) {
        host = BaseUrl.of(settings.text("instanceUrl"));
        path = "/services/data/" + settings.text("apiVersion", "v66.0");
        http = new SafeHttp(
                context,
                new HttpBounds(
                        HttpBounds.STANDARD.connect(),
                        Duration.ofSeconds(settings.number("timeoutSeconds", 60)),
                        ANSWER_BYTES));
        tokens = new TokenSource(http, context, SignIn.grant(settings, host));
        var stop = settings.number("apiUsageStop", 95);
        usage = context.shared(new Organisation(host, stop), ApiUsage.class, () -> new ApiUsage(context.clock(), stop));
    }

    /** All applications of an organisation share its requests; it is to be left in peace from this percentage on. */
    private record Organisation(String host, int stop) {}

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

    HttpCall.Builder put(String resource) {
        return authorised(http.put(url(resource)));
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

    /** Fetches a token, for nothing but to see whether there is one. */
    void signIn() {
        tokens.current();
    }

    /**
     * Sends a call.
     *
     * @throws ConnectorException while the organisation's daily requests are nearly spent, and when no answer comes
     */
    HttpAnswer send(HttpCall call) {
        usage.check();
        var answer = tokens.send(call);
        usage.observe(answer);
        return answer;
    }

    /** @throws ConnectorException as {@link #send}, and for every answer outside 200–299 */
    HttpAnswer success(HttpCall call) {
        var answer = send(call);
        if (!answer.successful()) {
            throw RequestErrors.of(call, answer);
        }
        return answer;
    }

    /** @throws ConnectorException as {@link #success}, and for an answer without JSON */
    JsonNode expect(HttpCall call) {
        return success(call).json();
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
