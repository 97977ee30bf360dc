// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mailchimp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.spi.WireRequest;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.http.HttpCall;
import java.util.List;

/**
 * Many requests about one person each, handed over as one job ({@code POST /batches}): Mailchimp works on them by itself,
 * whatever the number of connections. In which order, nobody promises: who joins or leaves a segment does so after the job.
 *
 * @param later who is in the segment, once the job has ended
 */
record JobStep(MailchimpApi api, List<PersonStep> people, SegmentStep later) implements Step {

    JobStep {
        people = List.copyOf(people);
    }

    @Override
    public List<Integer> rows() {
        return people.stream().map(person -> person.contact().row()).toList();
    }

    @Override
    public WireRequest shown() {
        return call().shown();
    }

    @Override
    public void run(MailchimpApi api, Ledger ledger) {
        var id = api.expect(call()).path("id");
        if (!id.isTextual() || !BatchJob.ID.matcher(id.asText()).matches()) {
            throw MailchimpApi.badAnswer("with a job that has no id");
        }
        ledger.started(id.asText(), later.segmentId());
    }

    private HttpCall call() {
        var body = Json.mapper().createObjectNode();
        var operations = body.putArray("operations");
        people.forEach(person -> operations.add(operation(person)));
        return api.post("/batches").json(body).rows(rows()).build();
    }

    /** The same request, with a path below the version and its parameters beside it. */
    private ObjectNode operation(PersonStep person) {
        var request = person.call().shown();
        var parts = api.path(request.url()).split("[?]", 2);
        var operation =
                Json.mapper().createObjectNode().put("method", request.method()).put("path", parts[0]);
        if (parts.length > 1) {
            var parameters = operation.putObject("params");
            for (var parameter : parts[1].split("&", -1)) {
                var pair = parameter.split("=", 2);
                parameters.put(pair[0], pair[1]);
            }
        }
        var row = person.contact().row();
        operation.put("operation_id", new Operation(row, person.absent(), later.of(row)).name());
        if (!request.body().isEmpty()) {
            operation.put("body", request.body());
        }
        return operation;
    }
}
