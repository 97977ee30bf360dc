// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.hubspot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.http.HttpCall;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Requests for the contacts of a batch: 100 inputs each at most, as many as a batch has rows. */
final class Contacts {

    private final HubspotApi api;
    private final AudienceSpec spec;
    private final AudienceOptions options;
    private final Rows batch;

    Contacts(HubspotApi api, AudienceSpec spec, AudienceOptions options, Rows batch) {
        this.api = api;
        this.spec = spec;
        this.options = options;
        this.batch = batch;
    }

    /** Which of them are there, with their record ids. Addresses travel in the body. */
    HttpCall read(List<Integer> rows) {
        return call(
                "read",
                rows,
                body -> {
                    body.put("idProperty", options.idProperty());
                    var properties = body.putArray("properties").add(options.idProperty());
                    if (options.byEmail()) {
                        properties.add("hs_additional_emails");
                    }
                },
                (row, input) -> input.put("id", batch.key(row)));
    }

    HttpCall upsert(List<Integer> rows) {
        return call("upsert", rows, body -> {}, (row, input) -> {
            input.put("idProperty", options.idProperty())
                    .put("id", batch.key(row))
                    .put("objectWriteTraceId", BatchAnswer.trace(row));
            var properties = input.putObject("properties").put(options.idProperty(), batch.key(row));
            Properties.fill(properties, batch.change(row), options, spec.deleteBehaviour());
        });
    }

    /** Of contacts that are there: creates nobody. */
    HttpCall update(List<Integer> rows) {
        return call("update", rows, body -> {}, (row, input) -> {
            input.put("id", batch.contact(row)).put("objectWriteTraceId", BatchAnswer.trace(row));
            Properties.fill(input.putObject("properties"), batch.change(row), options, spec.deleteBehaviour());
        });
    }

    /** To HubSpot's recycle bin, where they can be restored for 90 days. */
    HttpCall archive(List<Integer> rows) {
        return call("archive", rows, body -> {}, (row, input) -> input.put("id", batch.contact(row)));
    }

    private HttpCall call(
            String verb, List<Integer> rows, Consumer<ObjectNode> head, BiConsumer<Integer, ObjectNode> fill) {
        var body = Json.mapper().createObjectNode();
        head.accept(body);
        var inputs = body.putArray("inputs");
        rows.forEach(row -> fill.accept(row, inputs.addObject()));
        return api.post(api.version().objects("contacts/batch/" + verb))
                .json(body)
                .rows(rows)
                .idempotent()
                .build();
    }
}
