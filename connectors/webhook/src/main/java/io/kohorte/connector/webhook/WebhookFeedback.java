// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.Conversion;
import io.kohorte.spi.FeedbackReader;
import io.kohorte.spi.InboundCall;
import io.kohorte.toolkit.feedback.ConversionJson;
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
        var id = settings.feedbackSignatures().verify(call);
        var message = ConversionJson.body(call);
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
