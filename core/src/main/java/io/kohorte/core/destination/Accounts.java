// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.destination;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.core.platform.problem.ProblemDetail.FieldError;
import io.kohorte.core.platform.problem.ProblemException;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.ConnectorDescriptor;
import io.kohorte.spi.Destination;
import io.kohorte.spi.WireAnswer;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Opens configured destinations for those that deliver to them or hear from them. */
@Singleton
public class Accounts {

    private final Destinations destinations;
    private final Connectors connectors;
    private final DestinationSettings settings;
    private final Surroundings surroundings;

    Accounts(
            Destinations destinations, Connectors connectors, DestinationSettings settings, Surroundings surroundings) {
        this.destinations = destinations;
        this.connectors = connectors;
        this.settings = settings;
        this.surroundings = surroundings;
    }

    /**
     * A destination as delivery needs it.
     *
     * @param key equal for destinations that share a vendor account, and with it limits and credentials; no secret in it
     */
    public record Account(DestinationId id, String name, String key, ConnectorDescriptor connector) {}

    /** @param secrets of the settings it was opened with */
    public record Opened(Destination destination, Redaction secrets) {}

    /** @throws ProblemException {@code NOT_FOUND}, also when its connector is not installed any more */
    public Account find(DestinationId id) {
        var destination = read(id);
        var connector = connectors.require(destination.connector);
        return new Account(id, destination.name, key(connector, destination), connector.descriptor());
    }

    /** Every destination whose connector is installed. */
    public List<Account> all() {
        var ids = QuarkusTransaction.joiningExisting().call(() -> destinations.listAll().stream()
                .filter(destination -> connectors.find(destination.connector).isPresent())
                .map(destination -> new DestinationId(destination.id))
                .toList());
        return ids.stream().map(this::find).toList();
    }

    /**
     * Opens the account with the settings as they are now; nothing is sent yet. The caller closes it.
     *
     * @throws ProblemException when the secrets cannot be read
     */
    public Destination open(DestinationId id) {
        return open(id, surroundings).destination();
    }

    /** The same for someone who keeps what was said: told every answer, and how to take the secrets out. */
    public Opened open(DestinationId id, Consumer<WireAnswer> ear) {
        return open(id, surroundings.with(ear));
    }

    private Opened open(DestinationId id, ConnectorContext context) {
        var destination = read(id);
        var connector = connectors.require(destination.connector);
        var complete = settings.complete(destination);
        var secrets = SettingsJson.only(complete, connector.settings().secrets());
        return new Opened(connector.factory().open(SettingsJson.settings(complete), context), Redaction.of(secrets));
    }

    /** Checks the options of an audience; pointers begin with {@code at}. */
    public List<FieldError> checkAudience(DestinationId id, ObjectNode options, String at) {
        var connector = connectors.require(read(id).connector);
        return connector.audience().check(SettingsJson.withoutNulls(options), at);
    }

    private ConfiguredDestination read(DestinationId id) {
        return QuarkusTransaction.joiningExisting().call(() -> destinations.require(id.value()));
    }

    /** An account of its own where the secrets cannot be read: whoever opens it is told so. */
    private String key(Connector connector, ConfiguredDestination destination) {
        try {
            return key(connector, destination.connector, settings.complete(destination));
        } catch (ProblemException unreadable) {
            return destination.connector + "-" + destination.id;
        }
    }

    /** A hash: the settings that name an account may be secret themselves. */
    private static String key(Connector connector, String type, ObjectNode complete) {
        var named =
                SettingsJson.only(complete, Set.copyOf(connector.descriptor().accountSettings()));
        var sorted = new TreeMap<String, String>();
        named.properties()
                .forEach(setting ->
                        sorted.put(setting.getKey(), setting.getValue().toString()));
        try {
            var digest = MessageDigest.getInstance("SHA-256")
                    .digest(sorted.toString().getBytes(StandardCharsets.UTF_8));
            return type + "-" + HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
