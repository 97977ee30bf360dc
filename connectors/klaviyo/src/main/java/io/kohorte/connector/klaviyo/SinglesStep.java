// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.klaviyo;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.WireRequest;
import io.kohorte.toolkit.http.HttpCall;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Creates or updates profiles one by one, then puts them on the list. For few people, and for those whose attributes are
 * cleared: it is done when it is answered, and takes {@code null}.
 */
record SinglesStep(KlaviyoApi api, List<Entry> entries, Optional<String> list) implements Step {

    private static final byte[] HEAD = "{\"data\":".getBytes(StandardCharsets.UTF_8);

    SinglesStep {
        entries = List.copyOf(entries);
    }

    @Override
    public List<WireRequest> shown() {
        var requests = new ArrayList<WireRequest>();
        entries.forEach(entry -> requests.add(call(entry).shown()));
        list.ifPresent(id -> {
            var members =
                    entries.stream().map(entry -> Found.unknown(entry.row())).toList();
            requests.addAll(MembershipStep.add(api, id, members).shown());
        });
        return requests;
    }

    @Override
    public void run(Progress progress) {
        var taken = new ArrayList<Found>();
        try {
            for (var entry : entries) {
                var call = call(entry);
                var answer = api.send(call);
                if (answer.successful()) {
                    taken.add(new Found(entry.row(), JsonApi.id(answer.json().path("data"))));
                } else {
                    progress.settle(entry.row(), ApiErrors.refusedRow(call, answer, entry.change()));
                }
            }
        } catch (ConnectorException failure) {
            if (taken.isEmpty()) {
                throw failure;
            }
            finish(taken, progress);
            throw failure;
        }
        finish(taken, progress);
    }

    private void finish(List<Found> taken, Progress progress) {
        if (list.isPresent() && !taken.isEmpty()) {
            MembershipStep.add(api, list.get(), taken).run(progress);
        } else {
            taken.forEach(found -> progress.settle(found.row(), new Outcome.Accepted(found.id())));
        }
    }

    private HttpCall call(Entry entry) {
        var body = new ByteArrayOutputStream(entry.size() + HEAD.length);
        body.writeBytes(HEAD);
        body.writeBytes(entry.json());
        body.write('}');
        return api.post("/api/profile-import?fields[profile]=created", body.toByteArray())
                .rows(List.of(entry.row()))
                .idempotent()
                .build();
    }
}
