// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.iterable;

import io.kohorte.spi.AudienceWriter;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.Destination;
import io.kohorte.spi.FeedbackReader;
import io.kohorte.spi.Limits;
import io.kohorte.spi.Settings;
import java.time.Duration;

/** One Iterable project, seen with one server-side key. */
final class IterableDestination implements Destination {

    private final IterableApi api;
    private final Lists lists;
    private final Limits limits;
    private final AudienceWriter audiences;
    private final FeedbackReader feedback;

    IterableDestination(Settings settings, ConnectorContext context) {
        api = new IterableApi(settings, context);
        lists = new Lists(api);
        limits = new Limits(
                IterableConnector.ROWS_PER_BATCH,
                IterableConnector.BYTES_PER_REQUEST,
                settings.number("requestsPerSecond", 5),
                Duration.ofSeconds(1),
                settings.number("concurrency", 4));
        audiences = new IterableAudiences(api, lists, settings);
        feedback = new IterableFeedback(api, settings, context.clock());
    }

    /** The lightest call that needs a server-side key. */
    void probe() {
        lists.all();
    }

    @Override
    public Limits limits() {
        return limits;
    }

    @Override
    public AudienceWriter audiences() {
        return audiences;
    }

    @Override
    public FeedbackReader feedback() {
        return feedback;
    }

    @Override
    public void close() {
        api.close();
    }
}
