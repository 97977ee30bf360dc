// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mparticle;

import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.Secret;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpBounds;
import io.kohorte.toolkit.http.HttpCall;
import io.kohorte.toolkit.http.SafeHttp;

/** Addresses and credentials: those of an input for events, those of the workspace for data subject requests. */
final class MparticleApi implements AutoCloseable {

    private final SafeHttp http;
    private final MparticleSettings settings;
    private final Usage usage;

    MparticleApi(MparticleSettings settings, ConnectorContext context) {
        this.settings = settings;
        http = new SafeHttp(context, HttpBounds.STANDARD.withCall(settings.timeout()));
        usage = context.shared(
                new Account(settings.eventsUrl(), settings.input(), settings.usageStop()),
                Usage.class,
                () -> new Usage(context.clock(), settings.usageStop()));
    }

    private record Account(String eventsUrl, Secret input, int usageStop) {}

    /** @param body a JSON array of batches */
    HttpCall.Builder bulkEvents(byte[] body) {
        return authorised(http.post(settings.eventsUrl() + "/bulkevents"), settings.input())
                .body("application/json", body)
                .idempotent();
    }

    HttpCall.Builder dsrGet(String resource) {
        return authorised(http.get(settings.dsrUrl() + resource), workspace());
    }

    HttpCall.Builder dsrPost(String resource) {
        return authorised(http.post(settings.dsrUrl() + resource), workspace());
    }

    /**
     * Sends users, unless mParticle said that its limit is nearly reached.
     *
     * @throws ConnectorException {@code RATE_LIMITED} during a pause
     */
    HttpAnswer sendEvents(HttpCall call) {
        usage.check();
        var answer = http.send(call);
        usage.observe(answer);
        return answer;
    }

    HttpAnswer sendDsr(HttpCall call) {
        return http.send(call);
    }

    @Override
    public void close() {
        http.close();
    }

    private Secret workspace() {
        return settings.workspace()
                .orElseThrow(() -> new ConnectorException(Problem.of(
                                ProblemCode.INVALID_SETTING,
                                "To erase people, enter key and secret of the workspace: those of an input cannot.")
                        .at("workspaceSecret")));
    }

    private static HttpCall.Builder authorised(HttpCall.Builder call, Secret credentials) {
        return call.header("accept", "application/json").secret("authorization", credentials);
    }
}
