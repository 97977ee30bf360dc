// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.sendgrid;

import io.kohorte.spi.Batch;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.WireRequest;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.batch.Chunks;
import io.kohorte.toolkit.http.HttpCall;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Upserts contacts, into the list where there is one. Each request starts a job. */
final class Upload {

    private final SendgridApi api;
    private final Batch batch;
    private final Optional<String> list;
    private final List<Person> people = new ArrayList<>();

    /** @param list to which they are added; empty when it is about contacts alone */
    Upload(SendgridApi api, Batch batch, Optional<String> list) {
        this.api = api;
        this.batch = batch;
        this.list = list;
    }

    void add(Person person) {
        people.add(person);
    }

    List<Person> people() {
        return people;
    }

    List<WireRequest> shown() {
        var shown = new ArrayList<WireRequest>();
        if (mustAsk()) {
            shown.add(question().shown());
        }
        calls(people, FieldIds.UNKNOWN).forEach(call -> shown.add(call.shown()));
        return shown;
    }

    /** @throws ConnectorException when nothing was taken, or a part only */
    void run(Ledger ledger) {
        if (people.isEmpty()) {
            return;
        }
        api.misses().forget(people);
        var ids = mustAsk() ? FieldIds.read(api.expect(question())) : FieldIds.UNKNOWN;
        var fitting = new ArrayList<Person>();
        for (var person : people) {
            var misfit = ContactJson.misfit(person, ids);
            if (misfit.isEmpty()) {
                fitting.add(person);
            } else {
                ledger.holdBack(new HeldBack.Row(person.row(), HeldBack.NO_NUMBER, misfit.get()));
            }
        }
        var calls = calls(fitting, ids);
        for (var i = 0; i < calls.size(); i++) {
            try {
                send(calls.get(i), calls.size() == 1, ledger);
            } catch (ConnectorException failure) {
                throw i > 0 ? Refusals.partly(failure) : failure;
            }
        }
    }

    private void send(HttpCall call, boolean only, Ledger ledger) {
        var answer = api.send(call);
        if (answer.successful()) {
            ledger.started(
                    SendgridApi.text(answer.json(), "job_id"), call.rows().size());
        } else if (only && call.rows().size() == 1) {
            var row = call.rows().get(0);
            ledger.settle(row, Refusals.alone(call, answer, batch.changes().get(row)));
        } else {
            throw Refusals.of(call, answer);
        }
    }

    private boolean mustAsk() {
        return people.stream()
                .anyMatch(person -> FieldIds.mustBeAsked(person.fields().keySet()));
    }

    private HttpCall question() {
        return api.get("/marketing/field_definitions")
                .rows(people.stream().map(Person::row).toList())
                .build();
    }

    private List<HttpCall> calls(List<Person> all, FieldIds ids) {
        var rows = all.stream().map(person -> Row.of(person, ids)).toList();
        return Chunks.cut(rows, SendgridConnector.CONTACTS_PER_CALL, SendgridConnector.BYTES_PER_CALL, Row::bytes)
                .stream()
                .map(this::call)
                .toList();
    }

    private HttpCall call(List<Row> rows) {
        var body = Json.write(json -> {
            json.writeStartObject();
            if (list.isPresent()) {
                json.writeArrayFieldStart("list_ids");
                Json.text(json, list.get());
                json.writeEndArray();
            }
            json.writeArrayFieldStart("contacts");
            for (var row : rows) {
                json.writeRawValue(row.json());
            }
            json.writeEndArray();
            json.writeEndObject();
        });
        return api.put("/marketing/contacts")
                .body("application/json", body)
                .rows(rows.stream().map(Row::row).toList())
                .build();
    }

    /** @param bytes with the comma that follows */
    private record Row(int row, String json, int bytes) {

        static Row of(Person person, FieldIds ids) {
            var json = ContactJson.of(person, ids);
            return new Row(person.row(), new String(json, StandardCharsets.UTF_8), json.length + 1);
        }
    }
}
