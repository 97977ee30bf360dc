// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.destination;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.core.platform.problem.ProblemDetail;
import io.kohorte.core.platform.problem.ProblemException;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks settings against the connector's schema, and stores what is secret apart from what may be shown. */
@Singleton
class DestinationSettings {

    private final Connectors connectors;
    private final Destinations destinations;
    private final DestinationSecrets secrets;
    private final ObjectMapper json;
    private final Clock clock;

    DestinationSettings(
            Connectors connectors,
            Destinations destinations,
            DestinationSecrets secrets,
            ObjectMapper json,
            Clock clock) {
        this.connectors = connectors;
        this.destinations = destinations;
        this.secrets = secrets;
        this.json = json;
        this.clock = clock;
    }

    void create(ConfiguredDestination destination, String name, ObjectNode sent) {
        var connector = connectors
                .find(destination.connector)
                .orElseThrow(() -> ProblemException.invalid(
                        "/connector",
                        "UNKNOWN_CONNECTOR",
                        "No such connector is installed.",
                        "Choose one of /api/v1/connectors."));
        var clean = checked(connector, sent);
        destination.name = name;
        destination.settings = SettingsJson.without(clean, connector.settings().secrets());
        destination.createdAt = clock.instant();
        destination.changedAt = destination.createdAt;
        destinations.persistAndFlush(destination);
        secrets.keep(destination, SettingsJson.only(clean, connector.settings().secrets()));
    }

    /** @return whether any setting is another now */
    boolean change(ConfiguredDestination destination, String name, ObjectNode sent) {
        var connector = connectors.require(destination.connector);
        var names = connector.settings().secrets();
        var keepsSecrets =
                names.stream().anyMatch(secret -> sent.path(secret).asText().equals(SettingsJson.MASK));
        var stored = keepsSecrets ? secrets.read(destination) : json.createObjectNode();
        var clean = checked(connector, SettingsJson.unmasked(sent, stored));
        var before = destination.settings;
        destination.name = name;
        destination.settings = SettingsJson.without(clean, names);
        destination.state = ConfiguredDestination.READY;
        destination.problem = null;
        destination.changedAt = clock.instant();
        var fresh = SettingsJson.only(clean, names);
        secrets.keep(destination, fresh);
        return !destination.settings.equals(before) || !fresh.equals(stored);
    }

    /** All settings, secrets included, for the connector only. */
    ObjectNode complete(ConfiguredDestination destination) {
        ObjectNode all = destination.settings.deepCopy();
        all.setAll(secrets.read(destination));
        return all;
    }

    /** What may be shown. Secrets that cannot be decrypted any more show as set: they are not empty. */
    ObjectNode shown(ConfiguredDestination destination) {
        return SettingsJson.masked((ObjectNode) destination.settings, secretsSet(destination));
    }

    /** Versions that their vendors end soon or have ended. The vendor alone says whether it still answers: no refusal. */
    List<DestinationCheck.Found> warnings(ConfiguredDestination destination) {
        var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return connectors.find(destination.connector).stream()
                .flatMap(connector -> connector.settings().ends(destination.settings).stream())
                .filter(end -> end.isNear(today))
                .map(end -> warning(end, today))
                .toList();
    }

    private static DestinationCheck.Found warning(VersionEnd end, LocalDate today) {
        var pointer = "/" + end.setting();
        return end.isOver(today)
                ? new DestinationCheck.Found(
                        pointer,
                        "VERSION_ENDED",
                        "Version " + end.version() + " ended on " + end.day() + ".",
                        end.nextStep())
                : new DestinationCheck.Found(
                        pointer,
                        "VERSION_ENDING",
                        "Version " + end.version() + " ends on " + end.day() + ".",
                        end.nextStep());
    }

    boolean inUse(ConfiguredDestination destination) {
        var count = destinations
                .getEntityManager()
                .createNativeQuery(
                        "select (select count(*) from sync where destination = :id)"
                                + " + (select count(*) from conversion where destination = :id)",
                        Long.class)
                .setParameter("id", destination.id)
                .getSingleResult();
        return ((Long) count) > 0;
    }

    private Set<String> secretsSet(ConfiguredDestination destination) {
        if (destination.secrets == null) {
            return Set.of();
        }
        try {
            var names = new HashSet<String>();
            secrets.read(destination).fieldNames().forEachRemaining(names::add);
            return names;
        } catch (ProblemException unreadable) {
            return Optional.ofNullable(connectors.find(destination.connector).orElse(null))
                    .map(connector -> connector.settings().secrets())
                    .orElse(Set.of());
        }
    }

    private static ObjectNode checked(Connector connector, ObjectNode sent) {
        var clean = SettingsJson.withoutNulls(sent);
        var errors = connector.settings().check(clean, "/settings");
        if (!errors.isEmpty()) {
            var first = errors.get(0);
            throw new ProblemException(ProblemDetail.of(
                            422,
                            first.code(),
                            first.detail(),
                            "Correct the settings named in errors and send them again.")
                    .with(errors));
        }
        return clean;
    }
}
