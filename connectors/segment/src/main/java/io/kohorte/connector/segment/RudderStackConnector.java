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
 * RudderStack: traits and audience events into a source of a data plane, deletion by regulations, events back by a
 * webhook.
 *
 * <p>The gateway takes a request or refuses it as a whole and then queues its events: accepted means that it took the
 * request. Its de-duplication by message id is off by default, so events on entering and leaving go only where somebody
 * says that repeated ones are dropped; traits that come twice are the same state of the same person.
 */
public final class RudderStackConnector implements ConnectorFactory {

    private static final ConnectorDescriptor DESCRIPTOR = new ConnectorDescriptor(
            "rudderstack",
            "RudderStack",
            ConnectorDescriptor.Category.CDP,
            SegmentConnector.VERSION,
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
            new Limits(
                    TrackingSettings.ROWS_PER_BATCH,
                    Vendor.RUDDERSTACK.requestBytes(),
                    1_000,
                    Duration.ofSeconds(1),
                    8),
            Resource.text(RudderStackConnector.class, "rudderstack.settings.schema.json"),
            Resource.text(RudderStackConnector.class, "rudderstack.audience.schema.json"),
            List.of("dataPlaneUrl"),
            "https://www.rudderstack.com/docs/api/http-api/");

    @Override
    public ConnectorDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public List<SettingProblem> check(Settings settings, ConnectorContext context) {
        try (var destination = new TrackingDestination(TrackingSettings.rudderStack(settings), context)) {
            return destination.problems("dataPlaneUrl", "apiToken", "apiUrl");
        }
    }

    @Override
    public Destination open(Settings settings, ConnectorContext context) {
        return new TrackingDestination(TrackingSettings.rudderStack(settings), context);
    }
}
