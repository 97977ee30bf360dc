// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.segment;

import io.kohorte.spi.Capability;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.ConnectorDescriptor;
import io.kohorte.spi.ConnectorFactory;
import io.kohorte.spi.Destination;
import io.kohorte.spi.Limits;
import io.kohorte.spi.SettingProblem;
import io.kohorte.spi.Settings;
import io.kohorte.toolkit.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Twilio Segment: traits and audience events into a source, deletion by regulations, events back by a webhook.
 *
 * <p>Segment answers yes to every request it can read, whatever becomes of its events. So no status of single rows is
 * claimed, nor counts of refused ones: accepted means that Segment took the request. What it would drop in silence (no
 * person, an event that is too large, too many traits) is held back here.
 */
public final class SegmentConnector implements ConnectorFactory {

    static final String VERSION = "1.0.0";

    private static final ConnectorDescriptor DESCRIPTOR = new ConnectorDescriptor(
            "segment",
            "Twilio Segment",
            ConnectorDescriptor.Category.CDP,
            VERSION,
            Set.of(
                    Capability.ADD,
                    Capability.REMOVE,
                    Capability.UPSERT_FIELDS,
                    Capability.FALLBACK_KEYS,
                    Capability.IDEMPOTENT,
                    Capability.CREATE_AUDIENCE,
                    Capability.ERASE,
                    Capability.FEEDBACK_PUSH),
            List.of("user_id", "external_id", "customer_id", "email", "anonymous_id"),
            new Limits(TrackingSettings.ROWS_PER_BATCH, Vendor.SEGMENT.requestBytes(), 1_000, Duration.ofSeconds(1), 8),
            Resource.text(SegmentConnector.class, "segment.settings.schema.json"),
            Resource.text(SegmentConnector.class, "audience.schema.json"),
            List.of("region", "url", "workspace"),
            "https://www.twilio.com/docs/segment/connections/sources/catalog/libraries/server/http-api");

    @Override
    public ConnectorDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public List<SettingProblem> check(Settings settings, ConnectorContext context) {
        try (var destination = new TrackingDestination(TrackingSettings.segment(settings), context)) {
            return destination.problems("url", "publicApiToken", "publicApiUrl");
        }
    }

    @Override
    public Destination open(Settings settings, ConnectorContext context) {
        return new TrackingDestination(TrackingSettings.segment(settings), context);
    }
}
