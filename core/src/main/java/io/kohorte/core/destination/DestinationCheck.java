// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.destination;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.kohorte.core.platform.problem.ProblemDetail;
import io.kohorte.segmentsync.Explanations;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.SettingProblem;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;

/** Tries a destination's settings against the live system. The answer stays visible until the next one. */
@Singleton
class DestinationCheck {

    private final Destinations destinations;
    private final Connectors connectors;
    private final DestinationSettings settings;
    private final Surroundings surroundings;
    private final ObjectMapper json;

    DestinationCheck(
            Destinations destinations,
            Connectors connectors,
            DestinationSettings settings,
            Surroundings surroundings,
            ObjectMapper json) {
        this.destinations = destinations;
        this.connectors = connectors;
        this.settings = settings;
        this.surroundings = surroundings;
        this.json = json;
    }

    /** @param warnings what works today and will not for long, such as a version that its vendor ends */
    record Answer(boolean ok, List<Found> problems, List<Found> warnings) {}

    /** @param pointer to the setting, for example {@code /clientSecret}; empty text for the account as a whole */
    record Found(String pointer, String code, String message, String nextStep) {}

    /** Not in a transaction while the network is asked. */
    Answer run(DestinationId id) {
        var destination = QuarkusTransaction.requiringNew().call(() -> destinations.require(id.value()));
        var connector = connectors.require(destination.connector);
        var complete = SettingsJson.settings(settings.complete(destination));
        var problems = problems(connector, complete);
        QuarkusTransaction.requiringNew().run(() -> remember(id, problems));
        return new Answer(problems.isEmpty(), problems, settings.warnings(destination));
    }

    private List<Found> problems(Connector connector, io.kohorte.spi.Settings complete) {
        try {
            return connector.factory().check(complete, surroundings).stream()
                    .map(DestinationCheck::found)
                    .toList();
        } catch (ConnectorException e) {
            return List.of(found(new SettingProblem("", e.problem())));
        }
    }

    private void remember(DestinationId id, List<Found> problems) {
        destinations.findByIdOptional(id.value()).ifPresent(destination -> {
            destination.state =
                    problems.isEmpty() ? ConfiguredDestination.READY : ConfiguredDestination.NEEDS_ATTENTION;
            destination.problem = problems.stream()
                    .findFirst()
                    .map(first -> json.<com.fasterxml.jackson.databind.JsonNode>valueToTree(
                            ProblemDetail.of(422, first.code(), first.message(), first.nextStep())
                                    .at(first.pointer())))
                    .orElse(null);
        });
    }

    private static Found found(SettingProblem problem) {
        var code = problem.problem().code().name();
        return new Found(
                problem.pointer(),
                code,
                problem.problem().message(),
                Explanations.in(Locale.ENGLISH).of(code).nextStep());
    }
}
