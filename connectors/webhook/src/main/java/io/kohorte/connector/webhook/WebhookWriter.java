// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.webhook;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.AudienceWriter;
import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Preview;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.toolkit.batch.Chunks;
import io.kohorte.toolkit.batch.Plan;
import io.kohorte.toolkit.event.ChangeJson;
import io.kohorte.toolkit.http.HttpCall;
import io.kohorte.toolkit.http.SafeHttp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sends changes to one receiver. A webhook knows no audience beforehand: it comes into being with its first message. */
final class WebhookWriter implements AudienceWriter {

    private final WebhookSettings settings;
    private final Messages messages;
    private final SafeHttp http;

    WebhookWriter(WebhookSettings settings, Messages messages, SafeHttp http) {
        this.settings = settings;
        this.messages = messages;
        this.http = http;
    }

    @Override
    public RemoteAudience ensure(AudienceSpec spec) {
        return new RemoteAudience(spec, spec.options().text("audienceId", spec.key()));
    }

    @Override
    public Preview preview(RemoteAudience audience, Batch batch) {
        return plan(audience.spec(), batch).preview();
    }

    @Override
    public BatchResult write(RemoteAudience audience, Batch batch) {
        return plan(audience.spec(), batch).write(call -> send(call, batch));
    }

    private List<Outcome> send(HttpCall call, Batch batch) {
        var changes = call.rows().stream().map(batch.changes()::get).toList();
        return Results.read(call, http.send(call), changes);
    }

    private Plan plan(AudienceSpec audience, Batch batch) {
        var envelope = messages.envelopeBytes(audience, batch);
        var eachRow = settings.format() == Format.CLOUDEVENTS_BATCH ? envelope : 0;
        var room = settings.maxBytes() - (eachRow == 0 ? envelope : 2);

        var rows = new ArrayList<Row>();
        var refused = new ArrayList<Preview.Refusal>();
        for (var position = 0; position < batch.size(); position++) {
            var change = batch.changes().get(position);
            var row = Row.of(position, change, audience.deleteBehaviour());
            var refusal = ChangeJson.heldBack(audience, change).or(() -> tooLarge(row.bytes() + eachRow, room));
            if (refusal.isPresent()) {
                refused.add(new Preview.Refusal(position, refusal.get()));
            } else {
                rows.add(row);
            }
        }
        var chunks = Chunks.cut(rows, settings.rowsPerRequest(), room, row -> row.bytes() + eachRow);
        var calls = new ArrayList<HttpCall>();
        for (var chunk : chunks) {
            var id = chunks.size() == 1 ? batch.key() : batch.key() + "-" + calls.size();
            calls.add(messages.changes(id, audience, batch, chunk));
        }
        return new Plan(batch.size(), calls, refused);
    }

    private Optional<Outcome> tooLarge(int bytes, int room) {
        return bytes <= room
                ? Optional.empty()
                : Optional.of(new Outcome.Rejected(Problem.of(
                        ProblemCode.FIELD_INVALID,
                        "This person alone is larger than a request of " + settings.maxBytes() + " bytes.")));
    }
}
