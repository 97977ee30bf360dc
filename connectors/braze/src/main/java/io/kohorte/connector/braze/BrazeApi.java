// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.braze;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.toolkit.Secret;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpBounds;
import io.kohorte.toolkit.http.HttpCall;
import io.kohorte.toolkit.http.SafeHttp;

/** The REST API of one workspace: addresses, the key, and what Braze says of its limits. */
final class BrazeApi implements AutoCloseable {

    static final String TRACK = "/users/track";
    static final String BULK = "/users/track/bulk";
    static final String DELETE = "/users/delete";

    private final SafeHttp http;
    private final BrazeSettings settings;
    private final RateWindow writes;

    BrazeApi(BrazeSettings settings, ConnectorContext context) {
        this.settings = settings;
        http = new SafeHttp(context, HttpBounds.STANDARD.withCall(settings.timeout()));
        writes = context.shared(
                new Account(settings.restEndpoint(), settings.apiKey(), settings.bulk()),
                RateWindow.class,
                () -> new RateWindow(context.clock()));
    }

    /** Each endpoint has a window of its own. */
    private record Account(String restEndpoint, Secret apiKey, boolean bulk) {}

    HttpCall.Builder get(String resource) {
        return authorised(http.get(settings.restEndpoint() + resource));
    }

    HttpCall.Builder post(String resource) {
        return authorised(http.post(settings.restEndpoint() + resource));
    }

    HttpAnswer send(HttpCall call) {
        return http.send(call);
    }

    /**
     * Sends users, unless Braze said that none may come until its window begins anew.
     *
     * @throws io.kohorte.spi.ConnectorException {@code RATE_LIMITED} while the window is spent
     */
    HttpAnswer sendUsers(HttpCall call) {
        writes.check();
        var answer = http.send(call);
        writes.observe(answer);
        return answer;
    }

    /**
     * Sends a call that reads.
     *
     * @return an object that says it is a success
     */
    JsonNode expect(HttpCall call) {
        var answer = http.send(call);
        if (!answer.successful()) {
            throw RequestErrors.of(call, answer);
        }
        var json = answer.json();
        if (!json.path("message").asText("").equals("success")) {
            throw answer.badResponse("without saying success");
        }
        return json;
    }

    @Override
    public void close() {
        http.close();
    }

    private HttpCall.Builder authorised(HttpCall.Builder call) {
        return call.header("accept", "application/json")
                .secret(
                        "authorization",
                        new Secret("Bearer " + settings.apiKey().reveal()));
    }
}
