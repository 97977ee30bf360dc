// SPDX-License-Identifier: Apache-2.0
package com.acme.kohorte;

import io.kohorte.spi.Batch;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.Conversion;
import io.kohorte.spi.InboundCall;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.Secret;
import io.kohorte.toolkit.VendorText;
import io.kohorte.toolkit.batch.HttpDestination;
import io.kohorte.toolkit.batch.Plan;
import io.kohorte.toolkit.batch.Reply;
import io.kohorte.toolkit.batch.Rows;
import io.kohorte.toolkit.feedback.ConversionJson;
import io.kohorte.toolkit.http.ErrorTable;
import io.kohorte.toolkit.http.HttpCall;
import io.kohorte.toolkit.identity.Normaliser;
import io.kohorte.toolkit.signature.StandardWebhooks;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One account of Acme Mail. */
final class AcmeDestination extends HttpDestination {

    /** Acme says 403 when a key was withdrawn. */
    private static final ErrorTable ERRORS = ErrorTable.STANDARD.with(403, ProblemCode.CREDENTIALS_REJECTED);

    private static final Map<String, String> EVENTS =
            Map.of("open", "email.opened", "click", "email.clicked", "optout", Conversion.UNSUBSCRIBED);

    AcmeDestination(Settings settings, ConnectorContext context) {
        super(AcmeConnector.DESCRIPTOR, ERRORS, settings, context);
    }

    @Override
    protected void probe() {
        ask(signed(http.get(settings.text("url") + "/v1/account")));
    }

    @Override
    protected Plan plan(RemoteAudience audience, Batch batch) {
        var list =
                settings.text("url") + "/v1/lists/" + audience.spec().options().text("list");
        return Rows.by("email", Normaliser.email(), audience.spec(), batch).plan(500, rows -> {
            var body = Json.mapper().createObjectNode();
            var members = body.putArray("members");
            rows.forEach(row -> members.addObject().put("email", row.key()).put("member", !row.leaves()));
            return signed(http.post(list + "/members")).json(body).idempotent();
        });
    }

    /** Acme answers with one result per member, in the order sent. */
    @Override
    protected List<Outcome> outcomes(Reply reply) {
        return reply.inOrder(reply.json().path("results"), (result, change) -> {
            var message = VendorText.clean(result.path("message").asText(), change);
            return switch (result.path("state").asText()) {
                case "done" -> new Outcome.Accepted("");
                case "busy" -> new Outcome.Retry(Problem.of(ProblemCode.ROW_LOCKED, message), Duration.ZERO);
                case "refused" ->
                    new Outcome.Rejected(
                            Problem.of(ProblemCode.IDENTIFIER_INVALID, message).at("email"));
                default -> throw reply.badResponse("with a state that is not documented");
            };
        });
    }

    @Override
    public List<Conversion> receive(InboundCall call) {
        var secrets = settings.optionalText("webhookSecret").map(Secret::new).stream();
        var id = StandardWebhooks.with(secrets.toList()).verify(call);
        var event = ConversionJson.body(call);
        var type = EVENTS.get(event.path("event").asText());
        if (type == null) {
            return List.of(); // Acme tells of more than we learn from
        }
        var who = new SubjectKeys("", Map.of("email", ConversionJson.text(event, "email")));
        var when = ConversionJson.moment(event.path("at"), "/at").orElse(call.receivedAt());
        return List.of(new Conversion(id, who, type, when, BigDecimal.ZERO, ""));
    }

    private HttpCall.Builder signed(HttpCall.Builder call) {
        return call.secret("x-api-key", new Secret(settings.text("apiKey")));
    }
}
