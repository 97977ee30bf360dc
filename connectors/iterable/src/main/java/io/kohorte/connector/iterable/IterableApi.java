// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.iterable;

import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.Settings;
import io.kohorte.toolkit.Secret;
import io.kohorte.toolkit.http.BaseUrl;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpBounds;
import io.kohorte.toolkit.http.HttpCall;
import io.kohorte.toolkit.http.SafeHttp;

/** The API of one project: addresses, the key, and what its errors mean. */
final class IterableApi implements AutoCloseable {

    /** An export of a day may be long. */
    private static final int LONGEST_ANSWER = 64 << 20;

    private final SafeHttp http;
    private final Secret key;
    private final String host;

    IterableApi(Settings settings, ConnectorContext context) {
        http = new SafeHttp(context, HttpBounds.of(settings, 60).withAnswer(LONGEST_ANSWER));
        key = new Secret(settings.text("apiKey"));
        host = BaseUrl.of(settings, "baseUrl", "https://api.iterable.com");
    }

    HttpCall.Builder get(String resource) {
        return keyed(http.get(host + "/api" + resource));
    }

    HttpCall.Builder post(String resource) {
        return keyed(http.post(host + "/api" + resource));
    }

    HttpCall.Builder delete(String resource) {
        return keyed(http.delete(host + "/api" + resource));
    }

    HttpAnswer ask(HttpCall call) {
        return http.send(call);
    }

    /** @throws io.kohorte.spi.ConnectorException also for every answer outside 200–299 */
    HttpAnswer expect(HttpCall call) {
        var answer = ask(call);
        if (!answer.successful()) {
            throw RequestErrors.of(call, answer);
        }
        return answer;
    }

    @Override
    public void close() {
        http.close();
    }

    private HttpCall.Builder keyed(HttpCall.Builder call) {
        return call.secret("api-key", key);
    }
}
