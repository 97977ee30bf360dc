// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The connector type {@code salesforce}. */
public final class SalesforceConnector implements ConnectorFactory {

    static final String ID = "salesforce";

    /** sObject Collections take 200 records a call (REST API guide, "Upsert multiple records with an external id"). */
    static final int RECORDS_PER_CALL = 200;

    private static final ConnectorDescriptor DESCRIPTOR = new ConnectorDescriptor(
            ID,
            "Salesforce",
            ConnectorDescriptor.Category.CRM,
            "0.1.0",
            Set.of(
                    Capability.ADD,
                    Capability.REMOVE,
                    Capability.UPSERT_FIELDS,
                    Capability.PER_RECORD_STATUS,
                    Capability.IDEMPOTENT,
                    Capability.CREATE_AUDIENCE,
                    Capability.FEEDBACK_PULL),
            List.of("external_id", "user_id", "customer_id", "email", "phone"),
            new Limits(RECORDS_PER_CALL, 4 << 20, 600, Duration.ofMinutes(1), 4),
            resource("settings.schema.json"),
            resource("audience.schema.json"),
            List.of("instanceUrl", "clientId"),
            "https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_sobjects_collections.htm");

    @Override
    public ConnectorDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public List<SettingProblem> check(Settings settings, ConnectorContext context) {
        try (var destination = new SalesforceDestination(settings, context)) {
            destination.probe();
            return List.of();
        } catch (ConnectorException failure) {
            return List.of(new SettingProblem(pointer(failure.problem()), failure.problem()));
        }
    }

    @Override
    public Destination open(Settings settings, ConnectorContext context) {
        return new SalesforceDestination(settings, context);
    }

    /** The setting a person would look at first. */
    private static String pointer(Problem problem) {
        return switch (problem.code()) {
            case CREDENTIALS_REJECTED, CREDENTIALS_EXPIRED ->
                problem.vendorCode().equals("invalid_client") ? "/clientSecret" : "/clientId";
            case VERSION_RETIRED -> "/apiVersion";
            case INVALID_SETTING, CONNECTION, TIMEOUT -> "/instanceUrl";
            default -> "";
        };
    }

    private static String resource(String name) {
        try (var stream = SalesforceConnector.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("missing resource: " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
