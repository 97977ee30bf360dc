// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.customerio;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.Settings;
import io.kohorte.toolkit.Secret;
import io.kohorte.toolkit.http.BaseUrl;
import io.kohorte.toolkit.http.ErrorTable;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpBounds;
import io.kohorte.toolkit.http.HttpCall;
import io.kohorte.toolkit.http.SafeHttp;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Two interfaces with a key each: the Track API, which is written to, and the App API, which knows segments. */
final class CustomerIoApi implements AutoCloseable {

    /** Neither says how long to wait after 429. */
    private static final ErrorTable STATUSES = ErrorTable.STANDARD;

    private final SafeHttp http;
    private final String track;
    private final String app;
    private final Secret trackKey;
    private final Optional<Secret> appKey;

    CustomerIoApi(Settings settings, ConnectorContext context) {
        var subdomain = settings.text("region", "us").equals("eu") ? "-eu" : "";
        track = host(settings, "trackUrl", "https://track" + subdomain + ".customer.io");
        app = host(settings, "appUrl", "https://api" + subdomain + ".customer.io");
        var pair = settings.text("siteId") + ":" + settings.text("trackApiKey");
        trackKey = new Secret("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        appKey = settings.optionalText("appApiKey").map(key -> new Secret("Bearer " + key));
        http = new SafeHttp(context, HttpBounds.of(settings, 30));
    }

    /** Whether there is a key of the App API. */
    boolean knowsSegments() {
        return appKey.isPresent();
    }

    HttpCall.Builder trackGet(String path) {
        return http.get(track + path).secret("authorization", trackKey);
    }

    /** Whatever is posted there, twice is as good as once. */
    HttpCall.Builder trackPost(String path) {
        return http.post(track + path).secret("authorization", trackKey).idempotent();
    }

    HttpCall.Builder appGet(String path) {
        return http.get(app + path).secret("authorization", appKey());
    }

    HttpCall.Builder appPost(String path) {
        return http.post(app + path).secret("authorization", appKey());
    }

    HttpCall.Builder appDelete(String path) {
        return http.delete(app + path).secret("authorization", appKey()).idempotent();
    }

    HttpAnswer send(HttpCall call) {
        return http.send(call);
    }

    /** @throws ConnectorException for every answer outside 200–299, and one without JSON */
    JsonNode expect(HttpCall call) {
        var answer = send(call);
        if (!answer.successful()) {
            throw refusal(call, answer);
        }
        return answer.json();
    }

    static ConnectorException refusal(HttpCall call, HttpAnswer answer) {
        return STATUSES.refusal(call, answer);
    }

    @Override
    public void close() {
        http.close();
    }

    private Secret appKey() {
        return appKey.orElseThrow(() -> new ConnectorException(Problem.of(
                        ProblemCode.INVALID_SETTING,
                        "A segment is found and made with a key of the App API: enter one, or mark members by attribute.")
                .at("appApiKey")));
    }

    private static String host(Settings settings, String name, String fallback) {
        return BaseUrl.of(settings, name, fallback);
    }
}
