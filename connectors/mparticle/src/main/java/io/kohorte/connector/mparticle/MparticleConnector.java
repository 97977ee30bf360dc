// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mparticle;

import io.kohorte.spi.Capability;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.ConnectorDescriptor;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.ConnectorFactory;
import io.kohorte.spi.Destination;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SettingProblem;
import io.kohorte.spi.Settings;
import io.kohorte.toolkit.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The connector type {@code mparticle}. No events are sent: mParticle does not say that it removes doubles, and attributes
 * may be sent as often as one likes. It claims no status per record: mParticle takes a request, or refuses it as a whole.
 */
public final class MparticleConnector implements ConnectorFactory {

    static final String ID = "mparticle";

    private static final ConnectorDescriptor DESCRIPTOR = new ConnectorDescriptor(
            ID,
            "mParticle",
            ConnectorDescriptor.Category.CDP,
            "1.0.0",
            Set.of(
                    Capability.ADD,
                    Capability.REMOVE,
                    Capability.UPSERT_FIELDS,
                    Capability.FALLBACK_KEYS,
                    Capability.IDEMPOTENT,
                    Capability.CREATE_AUDIENCE,
                    Capability.ERASE,
                    Capability.FEEDBACK_PUSH),
            List.of("external_id", "user_id", "customer_id", "mpid", "email", "phone"),
            MparticleSettings.widest(),
            Resource.text(MparticleConnector.class, "settings.schema.json"),
            Resource.text(MparticleConnector.class, "audience.schema.json"),
            List.of("eventsUrl", "key"),
            "https://docs.mparticle.com/developers/apis/http/");

    @Override
    public ConnectorDescriptor descriptor() {
        return DESCRIPTOR;
    }

    /** Asks both interfaces, since each has credentials of its own. */
    @Override
    public List<SettingProblem> check(Settings settings, ConnectorContext context) {
        var problems = new ArrayList<SettingProblem>();
        try (var destination = new MparticleDestination(MparticleSettings.of(settings), context)) {
            ask(destination::probeEvents, "/eventsUrl", "/secret", problems);
            ask(destination::probeErasure, "/dsrUrl", "/workspaceSecret", problems);
        }
        return problems;
    }

    @Override
    public Destination open(Settings settings, ConnectorContext context) {
        return new MparticleDestination(MparticleSettings.of(settings), context);
    }

    private static void ask(Runnable probe, String address, String secret, List<SettingProblem> problems) {
        try {
            probe.run();
        } catch (ConnectorException failure) {
            var pointer =
                    switch (failure.problem().code().kind()) {
                        case AUTH -> secret;
                        case THROTTLED -> "";
                        default -> failure.problem().code() == ProblemCode.NOT_PERMITTED ? secret : address;
                    };
            problems.add(new SettingProblem(pointer, failure.problem()));
        }
    }
}
