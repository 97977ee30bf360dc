// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.klaviyo;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.Settings;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.Secret;
import io.kohorte.toolkit.http.BaseUrl;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpBounds;
import io.kohorte.toolkit.http.HttpCall;
import io.kohorte.toolkit.http.SafeHttp;

/** The API of one account: address, key, revision and what its refusals mean. */
final class KlaviyoApi implements AutoCloseable {

    static final String REVISION = "2026-07-15";

    private static final String MEDIA_TYPE = "application/vnd.api+json";

    private final SafeHttp http;
    private final RateWindow window;
    private final String host;
    private final String revision;
    private final Secret key;

    KlaviyoApi(Settings settings, ConnectorContext context) {
        host = BaseUrl.of(settings, "baseUrl", "https://a.klaviyo.com");
        revision = settings.text("revision", REVISION);
        key = new Secret("Klaviyo-API-Key " + settings.text("apiKey"));
        http = new SafeHttp(context, HttpBounds.of(settings, 60));
        window = context.shared(
                new Account(host, settings.text("account")), RateWindow.class, () -> new RateWindow(context.clock()));
    }

    /** Windows are an account's, whichever of its keys is used. */
    private record Account(String host, String publicKey) {}

    HttpCall.Builder get(String path) {
        return signed(http.get(host + path));
    }

    HttpCall.Builder post(String path, JsonNode body) {
        return post(path, Json.write(body));
    }

    HttpCall.Builder post(String path, byte[] body) {
        return signed(http.post(host + path)).body(MEDIA_TYPE, body);
    }

    /** Klaviyo takes a body with DELETE. */
    HttpCall.Builder delete(String path, JsonNode body) {
        return delete(path).body(MEDIA_TYPE, Json.write(body));
    }

    HttpCall.Builder delete(String path) {
        return signed(http.delete(host + path)).idempotent();
    }

    /**
     * Sends a call, whatever its answer.
     *
     * @throws io.kohorte.spi.ConnectorException when there is no answer, and while Klaviyo takes no further request
     */
    HttpAnswer send(HttpCall call) {
        window.check();
        var answer = http.send(call);
        window.observe(answer);
        return answer;
    }

    /** As {@link #send}; an answer outside 200–299 is thrown. */
    HttpAnswer accepted(HttpCall call) {
        var answer = send(call);
        if (!answer.successful()) {
            throw ApiErrors.refusal(call, answer);
        }
        return answer;
    }

    /** As {@link #accepted}, and gives the document. */
    JsonNode expect(HttpCall call) {
        return accepted(call).json();
    }

    @Override
    public void close() {
        http.close();
    }

    private HttpCall.Builder signed(HttpCall.Builder call) {
        return call.header("accept", MEDIA_TYPE).header("revision", revision).secret("authorization", key);
    }
}
