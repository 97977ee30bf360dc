// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.unomi;

import io.kohorte.spi.AudienceWriter;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.Destination;
import io.kohorte.spi.FeedbackReader;
import io.kohorte.spi.Limits;
import io.kohorte.toolkit.http.HttpBounds;
import io.kohorte.toolkit.http.SafeHttp;

/** One tenant of a Unomi server, or the server where it knows none. */
final class UnomiDestination implements Destination {

    private final UnomiSettings settings;
    private final SafeHttp http;
    private final UnomiApi api;

    UnomiDestination(UnomiSettings settings, ConnectorContext context) {
        this.settings = settings;
        this.http = new SafeHttp(context, HttpBounds.STANDARD.withCall(settings.timeout()));
        this.api = new UnomiApi(settings, http);
    }

    /** The lightest private call: a number. */
    void probe() {
        var answer = api.expect(api.get("/profiles/count"));
        if (!answer.json().isNumber()) {
            throw UnomiApi.setting("Something else than Unomi answers at this address.");
        }
    }

    @Override
    public Limits limits() {
        return settings.limits();
    }

    @Override
    public AudienceWriter audiences() {
        return new UnomiAudiences(settings, api);
    }

    @Override
    public FeedbackReader feedback() {
        return new Events(settings, api);
    }

    @Override
    public void close() {
        http.close();
    }
}
