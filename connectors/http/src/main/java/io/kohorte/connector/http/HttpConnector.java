// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.http;

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
 * Any REST API. Whether a request may be sent twice depends on the API, so the connector as a whole does not claim to be: a lost
 * answer to POST or PATCH counts as "may have been applied" unless the settings say otherwise.
 */
public final class HttpConnector implements ConnectorFactory {

    static final String ID = "http";

    private static final ConnectorDescriptor DESCRIPTOR = new ConnectorDescriptor(
            ID,
            "HTTP API",
            ConnectorDescriptor.Category.WEBHOOK,
            "1.0.0",
            Set.of(
                    Capability.ADD,
                    Capability.REMOVE,
                    Capability.UPSERT_FIELDS,
                    Capability.FALLBACK_KEYS,
                    Capability.PER_RECORD_STATUS),
            List.of("email", "external_id", "user_id", "phone", "anonymous_id", "maid"),
            new Limits(1_000, 5 << 20, 600_000, Duration.ofMinutes(1), 64),
            Resource.text(HttpConnector.class, "settings.schema.json"),
            Resource.text(HttpConnector.class, "audience.schema.json"),
            List.of("baseUrl", "username", "clientId"),
            "https://www.rfc-editor.org/rfc/rfc9110");

    @Override
    public ConnectorDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public List<SettingProblem> check(Settings settings, ConnectorContext context) {
        try (var destination = new HttpDestination(settings, context)) {
            destination.look();
            return List.of();
        } catch (ConnectorException refusal) {
            return List.of(new SettingProblem(pointer(settings, refusal), refusal.problem()));
        }
    }

    private static String pointer(Settings settings, ConnectorException refusal) {
        var problem = refusal.problem();
        if (problem.namedField().isPresent()) {
            return "/" + problem.field();
        }
        return switch (problem.code()) {
            case CREDENTIALS_REJECTED, CREDENTIALS_EXPIRED, NOT_PERMITTED -> "/" + SignIn.setting(settings);
            case RATE_LIMITED, QUOTA_SPENT -> "";
            case AUDIENCE_GONE -> settings.optionalText("checkPath").isPresent() ? "/checkPath" : "/baseUrl";
            default -> "/baseUrl";
        };
    }

    @Override
    public Destination open(Settings settings, ConnectorContext context) {
        return new HttpDestination(settings, context);
    }
}
