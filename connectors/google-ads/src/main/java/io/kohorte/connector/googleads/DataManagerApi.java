// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.googleads;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.ConnectorException;
import io.kohorte.toolkit.http.BaseUrl;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpCall;
import io.kohorte.toolkit.http.SafeHttp;
import io.kohorte.toolkit.oauth.TokenSource;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;

/** The Data Manager API, version 1: addresses, tokens, and what its errors mean. */
final class DataManagerApi {

    private final SafeHttp http;
    private final TokenSource tokens;
    private final Clock clock;
    private final String root;
    private final Optional<String> quotaProject;

    /** @param quotaProject that requests count for; empty for that of the credentials */
    DataManagerApi(SafeHttp http, TokenSource tokens, Clock clock, String url, Optional<String> quotaProject) {
        this.http = http;
        this.tokens = tokens;
        this.clock = clock;
        this.root = BaseUrl.of(url) + "/v1/";
        this.quotaProject = quotaProject;
    }

    HttpCall.Builder get(String path) {
        return authorised(http.get(root + path));
    }

    HttpCall.Builder post(String path) {
        return authorised(http.post(root + path));
    }

    HttpCall.Builder delete(String path) {
        return authorised(http.delete(root + path));
    }

    /** How far a request is. */
    HttpCall.Builder status(String requestId) {
        return get("requestStatus:retrieve?requestId=" + URLEncoder.encode(requestId, StandardCharsets.UTF_8));
    }

    /** Sends a call, whatever comes of it. */
    HttpAnswer attempt(HttpCall call) {
        return tokens.send(call);
    }

    /**
     * Sends a call.
     *
     * @throws ConnectorException for every answer outside 200–299, and one without JSON
     */
    JsonNode expect(HttpCall call) {
        var answer = attempt(call);
        if (!answer.successful()) {
            throw refusal(call, answer);
        }
        return answer.json();
    }

    ConnectorException refusal(HttpCall call, HttpAnswer answer) {
        return GoogleError.of(call, answer).refusal(clock.instant());
    }

    private HttpCall.Builder authorised(HttpCall.Builder call) {
        quotaProject.ifPresent(project -> call.header("x-goog-user-project", project));
        return tokens.authorise(call.header("accept", "application/json"));
    }
}
