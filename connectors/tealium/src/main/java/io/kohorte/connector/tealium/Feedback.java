// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.tealium;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Conversion;
import io.kohorte.spi.FeedbackReader;
import io.kohorte.spi.InboundCall;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * What a webhook connector of Tealium sends, by the template of the guide. Tealium signs nothing and shows a secret in
 * {@value #SECRET_HEADER}, a header that the connector is told to send.
 */
final class Feedback implements FeedbackReader {

    static final String SECRET_HEADER = "X-Kohorte-Secret";

    private final TealiumSettings settings;

    Feedback(TealiumSettings settings) {
        this.settings = settings;
    }

    @Override
    public List<Conversion> receive(InboundCall call) {
        var shown = call.header(SECRET_HEADER).orElse("");
        var genuine =
                settings.feedbackSecret().filter(secret -> secret.shown(shown)).isPresent();
        if (!genuine) {
            throw new ConnectorException(Problem.of(
                    ProblemCode.CREDENTIALS_REJECTED,
                    "The call does not show the shared secret, or there is none in the settings."));
        }
        var body = Json.read(call.body())
                .orElseThrow(() -> new ConnectorException(Problem.of(ProblemCode.FIELD_INVALID, "The body is no JSON.")
                        .at("")));
        if (!body.isArray()) {
            return List.of(new TemplateJson(body, "").read(call.receivedAt()));
        }
        var conversions = new ArrayList<Conversion>();
        for (var i = 0; i < body.size(); i++) {
            conversions.add(new TemplateJson(body.get(i), "/" + i).read(call.receivedAt()));
        }
        return List.copyOf(conversions);
    }
}
