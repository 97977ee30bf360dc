// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Conversion;
import io.kohorte.spi.FeedbackReader;
import io.kohorte.spi.InboundCall;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.feedback.ConversionJson;
import io.kohorte.toolkit.signature.StandardWebhooks;
import java.util.List;
import java.util.stream.IntStream;

/** Conversions pushed in, signed the same way as what goes out. */
final class WebhookFeedback implements FeedbackReader {

    private static final String RECORDED = "conversion.recorded";

    private final WebhookSettings settings;

    WebhookFeedback(WebhookSettings settings) {
        this.settings = settings;
    }

    @Override
    public List<Conversion> receive(InboundCall call) {
        var id = call.header(StandardWebhooks.ID).orElse("");
        var signed = settings.feedbackSignatures()
                .verify(
                        id,
                        call.header(StandardWebhooks.TIMESTAMP).orElse(""),
                        call.header(StandardWebhooks.SIGNATURE).orElse(""),
                        call.body(),
                        call.receivedAt());
        if (!signed) {
            throw new ConnectorException(Problem.of(
                    ProblemCode.CREDENTIALS_REJECTED,
                    "The signature of the message is wrong, or the message too old."));
        }
        var message = Json.read(call.body()).orElseThrow(() -> ConversionJson.invalid("", "The body is no JSON."));
        var type = message.path("type");
        if (!type.isTextual()) {
            throw ConversionJson.invalid("/type", "A message names its type.");
        }
        return type.asText().equals(RECORDED) ? conversions(message, id, call) : List.of();
    }

    private static List<Conversion> conversions(JsonNode message, String id, InboundCall call) {
        var sentAt =
                ConversionJson.moment(message.path("timestamp"), "/timestamp").orElse(call.receivedAt());
        var data = message.path("data");
        var list = data.path("conversions");
        if (list.isMissingNode()) {
            return List.of(new ConversionJson(data, "/data").read(id, sentAt));
        }
        if (!list.isArray()) {
            throw ConversionJson.invalid("/data/conversions", "Conversions come as a list.");
        }
        return IntStream.range(0, list.size())
                .mapToObj(n -> new ConversionJson(list.get(n), "/data/conversions/" + n).read(id + "-" + n, sentAt))
                .toList();
    }
}
