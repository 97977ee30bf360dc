// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.braze;

import io.kohorte.spi.Capability;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.ConnectorDescriptor;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.ConnectorFactory;
import io.kohorte.spi.Destination;
import io.kohorte.spi.Problem;
import io.kohorte.spi.SettingProblem;
import io.kohorte.spi.Settings;
import io.kohorte.toolkit.Resource;
import java.util.List;
import java.util.Set;

/**
 * The connector type {@code braze}. Cohorts of partners are not used: their interface is not open to everybody. Custom
 * attributes do the same and are idempotent, which events are not: Braze never removes double events.
 */
public final class BrazeConnector implements ConnectorFactory {

    static final String ID = "braze";

    private static final ConnectorDescriptor DESCRIPTOR = new ConnectorDescriptor(
            ID,
            "Braze",
            ConnectorDescriptor.Category.EMAIL,
            "1.0.0",
            Set.of(
                    Capability.ADD,
                    Capability.REMOVE,
                    Capability.UPSERT_FIELDS,
                    Capability.FALLBACK_KEYS,
                    Capability.PER_RECORD_STATUS,
                    Capability.IDEMPOTENT,
                    Capability.CREATE_AUDIENCE,
                    Capability.ERASE,
                    Capability.FEEDBACK_PULL,
                    Capability.FEEDBACK_PUSH,
                    Capability.CAMPAIGN_FIGURES),
            List.of("external_id", "user_id", "customer_id", "braze_id", "email", "phone", "anonymous_id"),
            BrazeSettings.widest(),
            Resource.text(BrazeConnector.class, "settings.schema.json"),
            Resource.text(BrazeConnector.class, "audience.schema.json"),
            List.of("restEndpoint", "workspace"),
            "https://www.braze.com/docs/api/endpoints/user_data/post_user_track/");

    @Override
    public ConnectorDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public List<SettingProblem> check(Settings settings, ConnectorContext context) {
        try (var destination = new BrazeDestination(BrazeSettings.of(settings), context)) {
            destination.probe();
            return List.of();
        } catch (ConnectorException failure) {
            return List.of(new SettingProblem(pointer(failure.problem()), failure.problem()));
        }
    }

    @Override
    public Destination open(Settings settings, ConnectorContext context) {
        return new BrazeDestination(BrazeSettings.of(settings), context);
    }

    /** The setting a person would look at first. */
    private static String pointer(Problem problem) {
        return switch (problem.code().kind()) {
            case AUTH -> "/apiKey";
            case CONFIG -> problem.vendorCode().startsWith("permission") ? "/apiKey" : "/restEndpoint";
            case THROTTLED -> "";
            default -> "/restEndpoint";
        };
    }
}
