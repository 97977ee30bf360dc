// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.tealium;

import io.kohorte.spi.AudienceWriter;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.Destination;
import io.kohorte.spi.FeedbackReader;
import io.kohorte.spi.Limits;
import io.kohorte.toolkit.http.HttpBounds;
import io.kohorte.toolkit.http.SafeHttp;

/** One profile of a Tealium account. */
final class TealiumDestination implements Destination {

    private final TealiumSettings settings;
    private final SafeHttp http;
    private final Collect collect;
    private final Visitors visitors;

    TealiumDestination(TealiumSettings settings, ConnectorContext context) {
        this.settings = settings;
        this.http = new SafeHttp(context, HttpBounds.STANDARD.withCall(settings.timeout()));
        var session = new Session(settings, http, context);
        this.collect = new Collect(settings, http, session);
        this.visitors = new Visitors(settings, http, session);
    }

    void probe() {
        collect.probe();
    }

    @Override
    public Limits limits() {
        return settings.limits();
    }

    @Override
    public AudienceWriter audiences() {
        return new TealiumWriter(settings, collect, visitors);
    }

    @Override
    public FeedbackReader feedback() {
        return new Feedback(settings);
    }

    @Override
    public void close() {
        http.close();
    }
}
