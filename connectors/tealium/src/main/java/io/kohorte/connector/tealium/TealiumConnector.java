// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.tealium;

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
 * Tealium EventStream and AudienceStream: events whose attributes mark members, deletion of visitors, events back by a
 * webhook connector.
 *
 * <p>Tealium takes a request or refuses it as a whole and says nothing of single events: accepted means that it took the
 * request. The same batch sent twice leaves a visitor's attributes as once, since they say how things are; who counts
 * events, or passes them on by a connector of EventStream, tells them apart by {@code event_uuid}. From memory: the form of
 * a known visitor's id (a setting), and the path of the open bulk API.
 */
public final class TealiumConnector implements ConnectorFactory {

    private static final ConnectorDescriptor DESCRIPTOR = new ConnectorDescriptor(
            "tealium",
            "Tealium",
            ConnectorDescriptor.Category.CDP,
            "1.0.0",
            Set.of(
                    Capability.ADD,
                    Capability.REMOVE,
                    Capability.UPSERT_FIELDS,
                    Capability.FALLBACK_KEYS,
                    Capability.IDEMPOTENT,
                    Capability.ERASE,
                    Capability.FEEDBACK_PUSH),
            List.of("customer_id", "external_id", "user_id", "email", "anonymous_id"),
            new Limits(TealiumSettings.EVENTS_PER_REQUEST, TealiumSettings.REQUEST_BYTES, 10, Duration.ofSeconds(1), 2),
            Resource.text(TealiumConnector.class, "settings.schema.json"),
            Resource.text(TealiumConnector.class, "audience.schema.json"),
            List.of("account", "profile"),
            "https://docs.tealium.com/api/v3/http-api/about/");

    @Override
    public ConnectorDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public List<SettingProblem> check(Settings settings, ConnectorContext context) {
        try (var destination = new TealiumDestination(TealiumSettings.of(settings), context)) {
            destination.probe();
            return List.of();
        } catch (ConnectorException refusal) {
            var address = settings.text("auth", "v3").equals("v3") ? "/authUrl" : "/collectUrl";
            var pointer =
                    switch (refusal.problem().code()) {
                        case CREDENTIALS_REJECTED, CREDENTIALS_EXPIRED -> "/apiKey";
                        case NOT_PERMITTED -> "/username";
                        case INVALID_SETTING -> refusal.problem().vendorCode().equals("404") ? "/account" : address;
                        case BATCH_REFUSED -> "/account";
                        case RATE_LIMITED, QUOTA_SPENT -> "";
                        default -> address;
                    };
            return List.of(new SettingProblem(pointer, refusal.problem()));
        }
    }

    @Override
    public Destination open(Settings settings, ConnectorContext context) {
        return new TealiumDestination(TealiumSettings.of(settings), context);
    }
}
