// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.klaviyo;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Looks after bulk imports. */
final class ImportJobs {

    static final String PATH = "/api/profile-bulk-import-jobs";

    private static final Outcome ACCEPTED = new Outcome.Accepted("");

    private static final Outcome CANCELLED = new Outcome.Retry(
            Problem.of(ProblemCode.UNAVAILABLE, "Klaviyo cancelled the import.").vendor("cancelled"), Duration.ZERO);

    private final KlaviyoApi api;

    ImportJobs(KlaviyoApi api) {
        this.api = api;
    }

    /**
     * Looks once, and settles the rows of a job that has ended.
     *
     * @throws ConnectorException {@code NOT_FOUND} when Klaviyo does not know it any more
     */
    void look(ImportJob job, Progress progress) {
        var call = api.get(path(job) + "?fields[profile-bulk-import-job]=status,failed_count")
                .rows(job.rows())
                .build();
        var answer = api.send(call);
        if (answer.status() == 404) {
            throw new ConnectorException(
                    Problem.of(ProblemCode.NOT_FOUND, "Klaviyo does not know this import any more.")
                            .vendor("404"));
        }
        if (!answer.successful()) {
            throw ApiErrors.refusal(call, answer);
        }
        var attributes = JsonApi.attributes(answer.json().path("data"));
        switch (JsonApi.text(attributes, "status")) {
            case "queued", "processing" -> {}
            case "cancelled" -> settle(job, Map.of(), CANCELLED, progress);
            case "complete" -> settle(job, failures(job, attributes.path("failed_count")), ACCEPTED, progress);
            default -> throw JsonApi.bad("a state of an import that it does not document");
        }
    }

    private static void settle(ImportJob job, Map<Integer, Outcome> named, Outcome others, Progress progress) {
        for (var position = 0; position < job.rows().size(); position++) {
            progress.settle(job.rows().get(position), named.getOrDefault(position, others));
        }
        progress.finished(job);
    }

    /** Positions of profiles that failed. Who failed must not be taken for a member, so each failure has to be placed. */
    private Map<Integer, Outcome> failures(ImportJob job, JsonNode count) {
        if (count.isIntegralNumber() && count.asInt() == 0) {
            return Map.of();
        }
        var path =
                path(job) + "/import-errors?fields[import-error]=code,title,detail,source.pointer" + "&page[size]=100";
        var errors = JsonApi.all(
                path, page -> api.expect(api.get(page).rows(job.rows()).build()));
        var outcomes = new HashMap<Integer, Outcome>();
        errors.forEach(error -> {
            var failure = RowError.of(JsonApi.attributes(error));
            outcomes.putIfAbsent(position(failure, job), failure.outcome());
        });
        if (outcomes.size() < count.asInt(0)) {
            throw JsonApi.bad("fewer import errors than profiles that failed");
        }
        return outcomes;
    }

    private static int position(RowError failure, ImportJob job) {
        var profiles = job.rows().size();
        return failure.position().stream()
                .filter(position -> position < profiles)
                .findFirst()
                .orElseGet(() -> {
                    if (profiles == 1) {
                        return 0;
                    }
                    throw JsonApi.bad("an import error about none of the profiles");
                });
    }

    private static String path(ImportJob job) {
        return PATH + "/" + JsonApi.encoded(job.id());
    }

    /** The id of a job just started. */
    static String started(JsonNode document) {
        return JsonApi.id(document.path("data"));
    }
}
