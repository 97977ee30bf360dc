// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mparticle;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Conversion;
import io.kohorte.spi.FeedbackReader;
import io.kohorte.spi.InboundCall;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * Batches that the webhook output of mParticle posts, one or a list of them. mParticle signs nothing: the header {@code
 * Authorization} shows a secret, and nobody can tell whether a call is old or its body was changed. It promises no order,
 * and sends again what was not answered; the ids of the events remove doubles.
 */
final class WebhookOutput implements FeedbackReader {

    private final MparticleSettings settings;

    WebhookOutput(MparticleSettings settings) {
        this.settings = settings;
    }

    @Override
    public List<Conversion> receive(InboundCall call) {
        if (!genuine(call)) {
            throw new ConnectorException(Problem.of(
                    ProblemCode.CREDENTIALS_REJECTED,
                    "The Authorization header of the message is not the one that is set, or none is set."));
        }
        var body = Json.read(call.body()).orElseThrow(() -> WebhookEvent.invalid("", "The body is no JSON."));
        var conversions = new ArrayList<Conversion>();
        if (body.isArray()) {
            for (var n = 0; n < body.size(); n++) {
                read(body.get(n), "/" + n, call, conversions);
            }
        } else {
            read(body, "", call, conversions);
        }
        return conversions;
    }

    private boolean genuine(InboundCall call) {
        return settings.webhookAuthorization()
                .filter(secret -> MessageDigest.isEqual(
                        secret.reveal().getBytes(StandardCharsets.UTF_8),
                        call.header("authorization").orElse("").getBytes(StandardCharsets.UTF_8)))
                .isPresent();
    }

    private void read(JsonNode batch, String at, InboundCall call, List<Conversion> conversions) {
        if (!batch.isObject()) {
            throw WebhookEvent.invalid(at, "A batch is an object.");
        }
        var events = batch.path("events");
        if (!events.isMissingNode() && !events.isNull() && !events.isArray()) {
            throw WebhookEvent.invalid(at + "/events", "Events are a list.");
        }
        for (var n = 0; n < events.size(); n++) {
            new WebhookEvent(batch, events.get(n), at, n, settings)
                    .conversion(call.receivedAt())
                    .ifPresent(conversions::add);
        }
    }
}
