// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.hubspot;

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

/** The connector type {@code hubspot}. */
public final class HubspotConnector implements ConnectorFactory {

    static final String ID = "hubspot";

    /** Batch endpoints of contacts take 100 inputs. */
    static final int ROWS_PER_BATCH = 100;

    static final int BYTES_PER_REQUEST = 4 << 20;

    /** Calls are counted over ten rolling seconds. */
    static final Duration WINDOW = Duration.ofSeconds(10);

    private static final ConnectorDescriptor DESCRIPTOR = new ConnectorDescriptor(
            ID,
            "HubSpot",
            ConnectorDescriptor.Category.CRM,
            "0.1.0",
            Set.of(
                    Capability.ADD,
                    Capability.REMOVE,
                    Capability.UPSERT_FIELDS,
                    Capability.PER_RECORD_STATUS,
                    Capability.IDEMPOTENT,
                    Capability.CREATE_AUDIENCE,
                    Capability.DELETE_AUDIENCE,
                    Capability.ERASE,
                    Capability.FEEDBACK_PULL,
                    Capability.FEEDBACK_PUSH),
            List.of("email", "external_id", "customer_id", "user_id"),
            new Limits(ROWS_PER_BATCH, BYTES_PER_REQUEST, 125, WINDOW, 10),
            Resource.text(HubspotConnector.class, "settings.schema.json"),
            Resource.text(HubspotConnector.class, "audience.schema.json"),
            List.of("baseUrl", "portalId"),
            "https://developers.hubspot.com/docs/api-reference/latest/crm/objects/contacts/guide");

    @Override
    public ConnectorDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public List<SettingProblem> check(Settings settings, ConnectorContext context) {
        try (var destination = new HubspotDestination(settings, context)) {
            return destination.probe();
        }
    }

    @Override
    public Destination open(Settings settings, ConnectorContext context) {
        return new HubspotDestination(settings, context);
    }
}
