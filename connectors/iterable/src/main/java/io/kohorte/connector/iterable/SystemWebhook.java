// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.iterable;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Conversion;
import io.kohorte.spi.InboundCall;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.Settings;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.Secret;
import java.util.List;
import java.util.Optional;

/**
 * A system webhook: one event a call. Iterable does not sign; it shows the token that was entered as <i>Auth Token</i> in
 * the header {@code Authorization}, with or without the type before it.
 * https://support.iterable.com/hc/en-us/articles/208013936
 */
final class SystemWebhook {

    private final Optional<Secret> token;
    private final Events events;

    SystemWebhook(Settings settings, Events events) {
        token = settings.optionalText("webhookToken").map(String::strip).map(Secret::new);
        this.events = events;
    }

    List<Conversion> receive(InboundCall call) {
        if (!genuine(call)) {
            throw new ConnectorException(Problem.of(
                    ProblemCode.CREDENTIALS_REJECTED,
                    token.isEmpty()
                            ? "Without the token of the webhook no call of Iterable can be verified."
                            : "The call does not show the token of the webhook."));
        }
        var event = Json.read(call.body())
                .filter(JsonNode::isObject)
                .orElseThrow(() -> invalid("", "Iterable sends one event as JSON."));
        var name = event.path("eventName");
        if (!name.isTextual()) {
            throw invalid("/eventName", "An event names what happened.");
        }
        var data = event.path("dataFields");
        return Events.type(name.asText(), data)
                .map(type -> List.of(conversion(type, event, data)))
                .orElse(List.of());
    }

    private Conversion conversion(String type, JsonNode event, JsonNode data) {
        var subject = events.subject(event)
                .or(() -> events.subject(data))
                .orElseThrow(() -> invalid("/email", "An event names the address or the user id."));
        var at = Times.read(data.path("createdAt").asText(""))
                .orElseThrow(() -> invalid("/dataFields/createdAt", "A moment looks like 2026-11-20 10:00:00 +00:00."));
        return events.conversion(type, subject, data, at);
    }

    private boolean genuine(InboundCall call) {
        var shown = call.header("authorization").orElse("").strip();
        var value = shown.substring(shown.lastIndexOf(' ') + 1);
        return token.filter(secret -> secret.shown(value)).isPresent();
    }

    private static ConnectorException invalid(String at, String sentence) {
        return new ConnectorException(
                Problem.of(ProblemCode.FIELD_INVALID, sentence).at(at));
    }
}
