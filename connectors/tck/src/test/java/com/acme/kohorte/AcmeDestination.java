// SPDX-License-Identifier: Apache-2.0
package com.acme.kohorte;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.AudienceWriter;
import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.Capability;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.Destination;
import io.kohorte.spi.Limits;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Preview;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.Settings;
import io.kohorte.spi.UnsupportedCapabilityException;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.Secret;
import io.kohorte.toolkit.VendorText;
import io.kohorte.toolkit.batch.Plan;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpBounds;
import io.kohorte.toolkit.http.HttpCall;
import io.kohorte.toolkit.http.SafeHttp;
import io.kohorte.toolkit.http.StatusTable;
import io.kohorte.toolkit.identity.Normaliser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One account of Acme Mail. */
final class AcmeDestination implements Destination, AudienceWriter {

    /** Acme says 403 when a key was withdrawn. */
    private static final StatusTable STATUSES = StatusTable.STANDARD.with(403, ProblemCode.CREDENTIALS_REJECTED);

    private static final Normaliser EMAIL = Normaliser.email();

    private final Settings settings;
    private final SafeHttp http;

    AcmeDestination(Settings settings, ConnectorContext context) {
        this.settings = settings;
        var timeout = Duration.ofSeconds(settings.number("timeoutSeconds", 30));
        this.http = new SafeHttp(context, HttpBounds.STANDARD.withCall(timeout));
    }

    void readAccount() {
        var call = signed(http.get(settings.text("url") + "/v1/account")).build();
        var answer = http.send(call);
        if (!answer.successful()) {
            throw STATUSES.refusal(call, answer);
        }
    }

    @Override
    public RemoteAudience ensure(AudienceSpec spec) {
        return new RemoteAudience(spec, spec.options().text("list"));
    }

    @Override
    public Preview preview(RemoteAudience audience, Batch batch) {
        return plan(audience, batch).preview();
    }

    @Override
    public BatchResult write(RemoteAudience audience, Batch batch) {
        return plan(audience, batch).write(call -> read(call, http.send(call), batch));
    }

    /** Which calls carry which rows: preview shows them, write sends them. */
    private Plan plan(RemoteAudience audience, Batch batch) {
        var body = Json.mapper().createObjectNode();
        var people = body.putArray("members");
        var rows = new ArrayList<Integer>();
        var refused = new ArrayList<Preview.Refusal>();
        for (var row = 0; row < batch.size(); row++) {
            var change = batch.changes().get(row);
            if (change.change() == MemberChange.Kind.UPDATE) {
                throw new UnsupportedCapabilityException(Capability.UPSERT_FIELDS);
            }
            var email = change.subject().identifier("email").flatMap(EMAIL::normalise);
            if (email.isPresent()) {
                rows.add(row);
                people.addObject().put("email", email.get()).put("member", change.change() == MemberChange.Kind.ADD);
            } else {
                var problem = Problem.of(ProblemCode.IDENTIFIER_MISSING, "This person has no usable e-mail address.");
                refused.add(new Preview.Refusal(row, new Outcome.Rejected(problem.at("email"))));
            }
        }
        var list = audience.spec().options().text("list");
        var call = signed(http.post(settings.text("url") + "/v1/lists/" + list + "/members"))
                .json(body)
                .rows(rows)
                .idempotent()
                .build();
        return new Plan(batch.size(), rows.isEmpty() ? List.of() : List.of(call), refused);
    }

    private HttpCall.Builder signed(HttpCall.Builder call) {
        return call.secret("x-api-key", new Secret(settings.text("apiKey")));
    }

    /** Acme answers with one result per member, in the order sent. */
    private static List<Outcome> read(HttpCall call, HttpAnswer answer, Batch batch) {
        if (!answer.successful()) {
            return List.of(STATUSES.refusedRow(call, answer));
        }
        var results = answer.json().path("results");
        if (results.size() != call.rows().size()) {
            throw answer.badResponse("with results for other members than were sent");
        }
        var outcomes = new ArrayList<Outcome>();
        for (var i = 0; i < results.size(); i++) {
            var change = batch.changes().get(call.rows().get(i));
            var message = VendorText.clean(results.get(i).path("message").asText(), change);
            outcomes.add(
                    switch (results.get(i).path("state").asText()) {
                        case "done" -> new Outcome.Accepted("");
                        case "busy" -> new Outcome.Retry(Problem.of(ProblemCode.ROW_LOCKED, message), Duration.ZERO);
                        case "refused" ->
                            new Outcome.Rejected(Problem.of(ProblemCode.IDENTIFIER_INVALID, message)
                                    .at("email"));
                        default -> throw answer.badResponse("with a state that is not documented");
                    });
        }
        return outcomes;
    }

    @Override
    public Limits limits() {
        return new AcmeConnector().descriptor().limits();
    }

    @Override
    public AudienceWriter audiences() {
        return this;
    }

    @Override
    public void close() {
        http.close();
    }
}
