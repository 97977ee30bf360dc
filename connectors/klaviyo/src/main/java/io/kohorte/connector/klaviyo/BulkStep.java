// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.klaviyo;

import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.WireRequest;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpCall;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Starts one bulk import job: creates or updates its profiles and puts them on the list. That subscribes nobody: consent
 * stays as it was.
 */
record BulkStep(KlaviyoApi api, List<Entry> entries, Optional<String> list) implements Step {

    private static final String HEAD =
            "{\"data\":{\"type\":\"profile-bulk-import-job\",\"attributes\":{\"profiles\":{\"data\":[";

    /** What stands around the profiles is shorter than this. */
    static final int ENVELOPE = 500;

    /** Innocent themselves, they come again without those that were named. */
    private static final Outcome.Retry BESIDES = new Outcome.Retry(
            Problem.of(ProblemCode.BATCH_REFUSED, "Klaviyo refused the import because of another profile in it."),
            Duration.ZERO);

    BulkStep {
        entries = List.copyOf(entries);
    }

    @Override
    public List<WireRequest> shown() {
        return List.of(call().shown());
    }

    @Override
    public void run(Progress progress) {
        var call = call();
        var answer = api.send(call);
        if (answer.successful()) {
            progress.started(new ImportJob(ImportJobs.started(answer.json()), rows()));
            return;
        }
        var named = answer.status() == 400 ? named(answer) : Map.<Integer, Outcome>of();
        if (named.isEmpty()) {
            if (entries.size() > 1) {
                throw ApiErrors.refusal(call, answer);
            }
            var only = entries.get(0);
            progress.settle(only.row(), ApiErrors.refusedRow(call, answer, only.change()));
            return;
        }
        for (var position = 0; position < entries.size(); position++) {
            progress.settle(entries.get(position).row(), named.getOrDefault(position, BESIDES));
        }
    }

    /** Profiles that a refusal of the whole request blames. */
    private Map<Integer, Outcome> named(HttpAnswer answer) {
        var named = new HashMap<Integer, Outcome>();
        ApiErrors.errors(answer).forEach(error -> error.position().stream()
                .filter(position -> position < entries.size())
                .forEach(position -> named.putIfAbsent(position, error.outcome())));
        return named;
    }

    private HttpCall call() {
        return api.post(ImportJobs.PATH, body()).rows(rows()).idempotent().build();
    }

    private byte[] body() {
        var body = new ByteArrayOutputStream(
                ENVELOPE + entries.stream().mapToInt(Entry::size).sum());
        body.writeBytes(HEAD.getBytes(StandardCharsets.UTF_8));
        for (var i = 0; i < entries.size(); i++) {
            if (i > 0) {
                body.write(',');
            }
            body.writeBytes(entries.get(i).json());
        }
        var lists = list.map(id -> ",\"relationships\":{\"lists\":{\"data\":[" + JsonApi.reference("list", id) + "]}}")
                .orElse("");
        body.writeBytes(("]}}" + lists + "}}").getBytes(StandardCharsets.UTF_8));
        return body.toByteArray();
    }

    private List<Integer> rows() {
        return entries.stream().map(Entry::row).toList();
    }
}
