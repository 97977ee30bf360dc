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

    /** Of our memory, not of a job: Salesforce takes 150 million records a day. */
    static final int MOST_ROWS = 50_000;

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
                    Capability.ASYNC_JOB,
                    Capability.CREATE_AUDIENCE,
                    Capability.FEEDBACK_PULL),
            List.of("external_id", "user_id", "customer_id", "email", "phone"),
            new Limits(MOST_ROWS, Job.UPLOAD_BYTES, 6_000, Duration.ofMinutes(1), 20),
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
        var key = SignIn.keyProblem(settings);
        if (key.isPresent()) {
            return List.of(new SettingProblem("/privateKey", key.get()));
        }
        try (var api = new SalesforceApi(settings, context)) {
            return check(settings, api);
        }
    }

    @Override
    public Destination open(Settings settings, ConnectorContext context) {
        return new SalesforceDestination(settings, context);
    }

    private static List<SettingProblem> check(Settings settings, SalesforceApi api) {
        try {
            api.signIn();
        } catch (ConnectorException failure) {
            return List.of(new SettingProblem(SignIn.pointer(settings, failure.problem()), failure.problem()));
        }
        try {
            api.expect(
                    api.get("/").build()); // needs a token, the version and the right to use the API, and nothing more
            return List.of();
        } catch (ConnectorException failure) {
            return List.of(new SettingProblem(pointer(failure.problem()), failure.problem()));
        }
    }

    /** Salesforce gave a token at this address, so the address is right. */
    private static String pointer(Problem problem) {
        return switch (problem.code()) {
            case CREDENTIALS_REJECTED, CREDENTIALS_EXPIRED -> "/clientId";
            case VERSION_RETIRED, INVALID_SETTING -> "/apiVersion";
            case CONNECTION, TIMEOUT -> "/instanceUrl";
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
