// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.AudienceWriter;
import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Preview;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SkipReason;
import io.kohorte.toolkit.batch.Chunks;
import io.kohorte.toolkit.batch.Plan;
import io.kohorte.toolkit.http.HttpCall;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Fills the templates in for a batch and sends what comes of them. */
final class HttpWriter implements AudienceWriter {

    private final Settings settings;
    private final Calls calls;

    HttpWriter(Settings settings, Calls calls) {
        this.settings = settings;
        this.calls = calls;
    }

    @Override
    public RemoteAudience ensure(AudienceSpec spec) {
        HttpApi.of(settings).permit(spec);
        return new RemoteAudience(spec, spec.options().text("audienceId", spec.key()));
    }

    @Override
    public Preview preview(RemoteAudience audience, Batch batch) {
        return new Filled(HttpApi.of(settings), audience.spec(), batch).plan().preview();
    }

    @Override
    public BatchResult write(RemoteAudience audience, Batch batch) {
        var api = HttpApi.of(settings);
        var filled = new Filled(api, audience.spec(), batch);
        return filled.plan().write(call -> new RowResults(
                        api.rules(),
                        call,
                        calls.send(call),
                        call.rows().stream().map(filled.rows::get).toList())
                .outcomes());
    }

    /** A batch whose templates are filled in. */
    private final class Filled {

        private final HttpApi api;
        private final AudienceSpec audience;
        private final Batch batch;
        private final RequestScope request;
        private final List<Preview.Refusal> refused = new ArrayList<>();
        private final Map<Integer, Row> rows = new TreeMap<>();

        Filled(HttpApi api, AudienceSpec audience, Batch batch) {
            this.api = api;
            this.audience = audience;
            this.batch = batch;
            this.request = RequestScope.of(audience, batch);
        }

        Plan plan() {
            var byOperation = new LinkedHashMap<Operation, List<Row>>();
            for (var position : removalsFirst()) {
                row(position).ifPresent(row -> {
                    rows.put(position, row);
                    byOperation
                            .computeIfAbsent(row.operation(), operation -> new ArrayList<>())
                            .add(row);
                });
            }
            var planned = new ArrayList<HttpCall>();
            byOperation.forEach((operation, group) ->
                    planned.addAll(operation.forMany() ? forMany(operation, group) : oneByOne(group)));
            return new Plan(batch.size(), planned, refused);
        }

        /** Someone may come under the address by which another one leaves. */
        private List<Integer> removalsFirst() {
            var all = IntStream.range(0, batch.size()).boxed().toList();
            return Stream.concat(
                            all.stream().filter(this::removal), all.stream().filter(position -> !removal(position)))
                    .toList();
        }

        private boolean removal(int position) {
            return batch.changes().get(position).change() == MemberChange.Kind.REMOVE;
        }

        /** The filled-in row; empty, and among the refused, when it cannot be sent. */
        private Optional<Row> row(int position) {
            var change = batch.changes().get(position);
            var operation = api.operation(change.change(), audience.deleteBehaviour());
            if (operation.isEmpty()) {
                return refuse(position, new Outcome.Skipped(SkipReason.NOTHING_TO_SEND));
            }
            var scope = PersonScope.of(request.with(position, List.of()), audience, change);
            var key = audience.keyOf(change.subject());
            if (key.isEmpty()) {
                return refuse(position, missing(audience.matchKey()));
            }
            var unusable = used(operation.get())
                    .filter(it -> it.name().equals("key") || it.name().equals("identifier." + key.get()))
                    .anyMatch(it -> it.textIn(scope).isEmpty());
            if (unusable) {
                return refuse(
                        position,
                        new Outcome.Rejected(
                                Problem.of(ProblemCode.IDENTIFIER_INVALID, "This is no usable " + key.get() + ".")
                                        .at(key.get())));
            }
            var json = operation.get().row().flatMap(template -> template.fill(scope));
            var id = api.rules().byId() ? api.rules().rowId().fill(scope, UnaryOperator.identity()) : Optional.of("");
            if (id.isEmpty()) {
                return refuse(
                        position, missing(api.rules().rowId().missing(scope).orElse("")));
            }
            return Optional.of(new Row(position, change, operation.get(), scope, json, id.get()));
        }

        private Stream<Placeholder> used(Operation operation) {
            return Stream.concat(
                    Stream.concat(
                            operation.path().placeholders(),
                            api.headers().values().stream().flatMap(TextTemplate::placeholders)),
                    Stream.concat(operation.body().stream(), operation.row().stream())
                            .flatMap(JsonTemplate::placeholders));
        }

        private List<HttpCall> oneByOne(List<Row> group) {
            var planned = new ArrayList<HttpCall>();
            for (var row : group) {
                var scope = row.scope();
                var gap = calls.missing(api, row.operation(), scope);
                if (gap.filter(name -> !Names.ofAPerson(name)).isPresent()) {
                    throw Mistake.in("parameters", "The audience gives no value for " + gap.get() + ".");
                }
                var body = row.operation().body().flatMap(template -> template.fill(scope));
                var path = row.operation().path().fill(scope, Encoding::address).orElse("");
                if (gap.isPresent()) {
                    refuse(row.position(), missing(gap.get()));
                } else if (Encoding.climbs(path)) {
                    refuse(
                            row.position(),
                            new Outcome.Rejected(Problem.of(
                                    ProblemCode.IDENTIFIER_INVALID, "This value cannot stand in an address.")));
                } else if (size(body) > api.maxBytes()) {
                    refuse(row.position(), tooLarge());
                } else {
                    planned.add(calls.call(api, row.operation(), scope, body, List.of(row.position())));
                }
            }
            return planned;
        }

        private List<HttpCall> forMany(Operation operation, List<Row> group) {
            var room = api.maxBytes()
                    - size(operation.body().flatMap(template -> template.fill(request.with(batch.size(), List.of()))));
            var ids = new HashSet<String>();
            var fitting = new ArrayList<Row>();
            for (var row : group) {
                if (row.bytes() > room) {
                    refuse(row.position(), tooLarge());
                } else if (api.rules().byId() && !ids.add(row.id())) {
                    refuse(
                            row.position(),
                            new Outcome.Rejected(Problem.of(
                                    ProblemCode.DUPLICATE, "Another person of this request goes by the same id.")));
                } else {
                    fitting.add(row);
                }
            }
            calls.missing(api, operation, request).ifPresent(name -> {
                throw Mistake.in("parameters", "The audience gives no value for " + name + ".");
            });
            return Chunks.cut(fitting, api.rowsPerRequest(), room, Row::bytes).stream()
                    .map(chunk -> call(operation, chunk))
                    .toList();
        }

        private HttpCall call(Operation operation, List<Row> chunk) {
            var scope = request.with(
                    chunk.get(0).position(),
                    chunk.stream().flatMap(row -> row.json().stream()).toList());
            return calls.call(
                    api,
                    operation,
                    scope,
                    operation.body().flatMap(template -> template.fill(scope)),
                    chunk.stream().map(Row::position).toList());
        }

        private int size(Optional<JsonNode> body) {
            return body.map(node -> api.format().bytes(node).length).orElse(0);
        }

        private Optional<Row> refuse(int position, Outcome outcome) {
            refused.add(new Preview.Refusal(position, outcome));
            return Optional.empty();
        }

        private Outcome missing(String name) {
            return new Outcome.Rejected(Problem.of(ProblemCode.IDENTIFIER_MISSING, "This person has no " + name + ".")
                    .at(name));
        }

        private Outcome tooLarge() {
            return new Outcome.Rejected(Problem.of(
                    ProblemCode.FIELD_INVALID,
                    "This person alone is larger than a request of " + api.maxBytes() + " bytes."));
        }
    }
}
