// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.customerio;

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

/** The connector type {@code customerio}. */
public final class CustomerIoConnector implements ConnectorFactory {

    static final String ID = "customerio";

    /** People a request about a segment takes; a batch of changes is cut by its bytes. */
    static final int PEOPLE_PER_REQUEST = 1_000;

    /** A batch of the Track API has to stay below 500 kB. */
    static final int BYTES_PER_REQUEST = 499_000;

    /** Fair use is 100 requests a second; half of that leaves room for others. */
    static final int REQUESTS_PER_MINUTE = 3_000;

    static final int CONCURRENCY = 8;

    private static final ConnectorDescriptor DESCRIPTOR = new ConnectorDescriptor(
            ID,
            "Customer.io",
            ConnectorDescriptor.Category.EMAIL,
            "0.1.0",
            Set.of(
                    Capability.ADD,
                    Capability.REMOVE,
                    Capability.UPSERT_FIELDS,
                    Capability.FALLBACK_KEYS,
                    Capability.PER_RECORD_STATUS,
                    Capability.IDEMPOTENT,
                    Capability.CREATE_AUDIENCE,
                    Capability.DELETE_AUDIENCE,
                    Capability.ERASE,
                    Capability.FEEDBACK_PUSH),
            PersonKey.NAMESPACES,
            new Limits(PEOPLE_PER_REQUEST, BYTES_PER_REQUEST, REQUESTS_PER_MINUTE, Duration.ofMinutes(1), CONCURRENCY),
            Resource.text(CustomerIoConnector.class, "settings.schema.json"),
            Resource.text(CustomerIoConnector.class, "audience.schema.json"),
            List.of("siteId"),
            "https://docs.customer.io/integrations/api/track/");

    @Override
    public ConnectorDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public List<SettingProblem> check(Settings settings, ConnectorContext context) {
        try (var api = new CustomerIoApi(settings, context)) {
            return new Probe(api, settings).problems();
        }
    }

    @Override
    public Destination open(Settings settings, ConnectorContext context) {
        return new CustomerIoDestination(settings, context);
    }
}
