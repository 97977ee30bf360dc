// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.unomi;

import io.kohorte.spi.Capability;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.ConnectorDescriptor;
import io.kohorte.spi.ConnectorException;
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
 * Apache Unomi: properties of profiles, a segment or a list of members, consents, erasure, events back.
 *
 * <p>From Unomi's source: a profile that is saved is merged into the one that is there, {@code null} takes a property
 * away, lists and segments are replaced. From memory: the names of the members of a search's answer, and that a private
 * key of a tenant may search events.
 */
public final class UnomiConnector implements ConnectorFactory {

    private static final ConnectorDescriptor DESCRIPTOR = new ConnectorDescriptor(
            "unomi",
            "Apache Unomi",
            ConnectorDescriptor.Category.CDP,
            "1.0.0",
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
                    Capability.FEEDBACK_PULL),
            List.of("user_id", "external_id", "customer_id", "email", "phone"),
            new Limits(UnomiSettings.ROWS_PER_BATCH, 4 << 20, 1_000, Duration.ofSeconds(1), 4),
            Resource.text(UnomiConnector.class, "settings.schema.json"),
            Resource.text(UnomiConnector.class, "audience.schema.json"),
            List.of("baseUrl", "tenantId"),
            "https://unomi.apache.org/manual/latest/");

    @Override
    public ConnectorDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public List<SettingProblem> check(Settings settings, ConnectorContext context) {
        try (var destination = new UnomiDestination(UnomiSettings.of(settings), context)) {
            destination.probe();
            return List.of();
        } catch (ConnectorException refusal) {
            var tenant = settings.text("auth", "tenant").equals("tenant");
            var pointer =
                    switch (refusal.problem().code()) {
                        case CREDENTIALS_REJECTED, CREDENTIALS_EXPIRED -> tenant ? "/privateKey" : "/password";
                        case NOT_PERMITTED -> tenant ? "/tenantId" : "/username";
                        case RATE_LIMITED, QUOTA_SPENT -> "";
                        default -> "/baseUrl";
                    };
            return List.of(new SettingProblem(pointer, refusal.problem()));
        }
    }

    @Override
    public Destination open(Settings settings, ConnectorContext context) {
        return new UnomiDestination(UnomiSettings.of(settings), context);
    }
}
