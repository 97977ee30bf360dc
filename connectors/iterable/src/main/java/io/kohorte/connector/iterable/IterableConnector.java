// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.iterable;

import io.kohorte.spi.Capability;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.ConnectorDescriptor;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.ConnectorFactory;
import io.kohorte.spi.Destination;
import io.kohorte.spi.Limits;
import io.kohorte.spi.Problem;
import io.kohorte.spi.SettingProblem;
import io.kohorte.spi.Settings;
import io.kohorte.toolkit.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The connector type {@code iterable}. */
public final class IterableConnector implements ConnectorFactory {

    static final String ID = "iterable";

    static final int ROWS_PER_BATCH = 1_000;

    /** A body may have 4 MB. */
    static final int BYTES_PER_REQUEST = 4_000_000;

    private static final ConnectorDescriptor DESCRIPTOR = new ConnectorDescriptor(
            ID,
            "Iterable",
            ConnectorDescriptor.Category.EMAIL,
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
            List.of("email", "user_id", "external_id", "customer_id"),
            new Limits(ROWS_PER_BATCH, BYTES_PER_REQUEST, 50, Duration.ofSeconds(1), 10),
            Resource.text(IterableConnector.class, "settings.schema.json"),
            Resource.text(IterableConnector.class, "audience.schema.json"),
            List.of("baseUrl", "project"),
            "https://api.iterable.com/api/docs");

    @Override
    public ConnectorDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public List<SettingProblem> check(Settings settings, ConnectorContext context) {
        try (var destination = new IterableDestination(settings, context)) {
            destination.probe();
            return List.of();
        } catch (ConnectorException failure) {
            return List.of(new SettingProblem(pointer(failure.problem()), failure.problem()));
        }
    }

    @Override
    public Destination open(Settings settings, ConnectorContext context) {
        return new IterableDestination(settings, context);
    }

    /** The setting a person would look at first. A key of the other data centre is a wrong key. */
    private static String pointer(Problem problem) {
        return switch (problem.code()) {
            case CREDENTIALS_REJECTED, CREDENTIALS_EXPIRED, NOT_PERMITTED -> "/apiKey";
            case INVALID_SETTING, AUDIENCE_GONE, CONNECTION, TIMEOUT -> "/baseUrl";
            default -> "";
        };
    }
}
