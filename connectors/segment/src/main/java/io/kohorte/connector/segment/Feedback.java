// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.segment;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Conversion;
import io.kohorte.spi.FeedbackReader;
import io.kohorte.spi.InboundCall;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.Secret;
import io.kohorte.toolkit.signature.Hmac;
import java.util.ArrayList;
import java.util.List;

/**
 * Events that a webhook destination of the vendor pushes to us, one or a list of them.
 *
 * <p>Segment signs with HMAC-SHA1 in {@code X-Signature}: the body, or of a list its first event only. What follows the
 * first could have been added by anybody, so a list of several is refused unless the setting {@code acceptBatches} says
 * otherwise. RudderStack signs nothing and shows a secret in {@value #SECRET_HEADER}, a header that its destination is
 * told to send. Neither says when it called: the message id tells what comes twice.
 */
final class Feedback implements FeedbackReader {

    static final String SIGNATURE = "X-Signature";
    static final String SECRET_HEADER = "X-Kohorte-Secret";

    private final TrackingSettings settings;

    Feedback(TrackingSettings settings) {
        this.settings = settings;
    }

    @Override
    public List<Conversion> receive(InboundCall call) {
        var secret = settings.feedbackSecret()
                .filter(given -> !given.reveal().isEmpty())
                .orElseThrow(() -> forged("There is no shared secret in the settings to verify this call with."));
        var genuine =
                switch (settings.vendor()) {
                    case SEGMENT -> signed(call, secret);
                    case RUDDERSTACK -> secret.shown(call.header(SECRET_HEADER).orElse(""));
                };
        if (!genuine) {
            throw forged("The call does not come from someone who knows the shared secret.");
        }
        var body = Json.read(call.body())
                .orElseThrow(() -> new ConnectorException(Problem.of(ProblemCode.FIELD_INVALID, "The body is no JSON.")
                        .at("")));
        return conversions(body, call);
    }

    private boolean signed(InboundCall call, Secret secret) {
        var signature = call.header(SIGNATURE).orElse("");
        if (Hmac.SHA1.verifiesHex(secret, call.body(), signature)) {
            return true;
        }
        var first = FirstElement.of(call.body());
        if (first.isEmpty() || !Hmac.SHA1.verifiesHex(secret, first.get().bytes(), signature)) {
            return false;
        }
        if (!first.get().alone() && !settings.acceptBatches()) {
            throw forged("Segment signs only the first event of a batch: switch batching off in the mapping of its "
                    + "webhook, or accept batches in the settings.");
        }
        return true;
    }

    private List<Conversion> conversions(JsonNode body, InboundCall call) {
        if (!body.isArray()) {
            return new TrackedEvent(body, "", settings)
                    .conversion(call.receivedAt()).stream().toList();
        }
        var conversions = new ArrayList<Conversion>();
        for (var i = 0; i < body.size(); i++) {
            new TrackedEvent(body.get(i), "/" + i, settings)
                    .conversion(call.receivedAt())
                    .ifPresent(conversions::add);
        }
        return List.copyOf(conversions);
    }

    private static ConnectorException forged(String sentence) {
        return new ConnectorException(Problem.of(ProblemCode.CREDENTIALS_REJECTED, sentence));
    }
}
