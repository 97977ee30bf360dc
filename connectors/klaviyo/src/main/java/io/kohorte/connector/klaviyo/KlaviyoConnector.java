// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.klaviyo;

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

/** The connector type {@code klaviyo}. */
public final class KlaviyoConnector implements ConnectorFactory {

    static final String ID = "klaviyo";

    /** Profiles a bulk import job takes (reference of revision 2026-07-15, "Bulk Import Profiles"). */
    static final int PROFILES_PER_JOB = 10_000;

    /** Bytes a bulk import job takes: 5 MB. */
    static final int BYTES_PER_JOB = 5_000_000;

    /** Bulk import jobs a minute (tier M); look-ups have five times as many. */
    static final int REQUESTS_PER_MINUTE = 150;

    static final int CONCURRENCY = 5;

    private static final ConnectorDescriptor DESCRIPTOR = new ConnectorDescriptor(
            ID,
            "Klaviyo",
            ConnectorDescriptor.Category.EMAIL,
            "0.1.0",
            Set.of(
                    Capability.ADD,
                    Capability.REMOVE,
                    Capability.UPSERT_FIELDS,
                    Capability.FALLBACK_KEYS,
                    Capability.PER_RECORD_STATUS,
                    Capability.IDEMPOTENT,
                    Capability.ASYNC_JOB,
                    Capability.CREATE_AUDIENCE,
                    Capability.DELETE_AUDIENCE,
                    Capability.ERASE,
                    Capability.FEEDBACK_PULL),
            ProfileKey.NAMESPACES,
            new Limits(PROFILES_PER_JOB, BYTES_PER_JOB, REQUESTS_PER_MINUTE, Duration.ofMinutes(1), CONCURRENCY),
            Resource.text(KlaviyoConnector.class, "settings.schema.json"),
            Resource.text(KlaviyoConnector.class, "audience.schema.json"),
            List.of("baseUrl", "account"),
            "https://developers.klaviyo.com/en/reference/bulk_import_profiles");

    @Override
    public ConnectorDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public List<SettingProblem> check(Settings settings, ConnectorContext context) {
        try (var api = new KlaviyoApi(settings, context)) {
            return new Probe(api, settings).problems();
        }
    }

    @Override
    public Destination open(Settings settings, ConnectorContext context) {
        return new KlaviyoDestination(settings, context);
    }
}
