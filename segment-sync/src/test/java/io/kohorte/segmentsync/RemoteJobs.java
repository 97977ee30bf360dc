// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.JobTicket;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Submits jobs to a {@link JobVendor} over HTTP and asks for their results. */
final class RemoteJobs extends FakeDestination {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI vendor;

    RemoteJobs(int port) {
        vendor = URI.create("http://127.0.0.1:" + port + "/");
    }

    @Override
    public BatchResult write(RemoteAudience audience, Batch batch) {
        var lines = batch.changes().stream()
                .map(change -> change.change() + " " + profile(change) + " " + city(change))
                .collect(Collectors.joining("\n"));
        var job = call(HttpRequest.newBuilder(vendor).POST(HttpRequest.BodyPublishers.ofString(lines)));
        return new BatchResult.Pending(new JobTicket(job.body(), batch.size(), Map.of()), LOOK_AGAIN);
    }

    @Override
    public BatchResult poll(JobTicket ticket) {
        var answer = call(HttpRequest.newBuilder(vendor.resolve(ticket.jobId())).GET());
        if (answer.statusCode() == 404) {
            throw new ConnectorException(Problem.of(ProblemCode.NOT_FOUND, "no such job"));
        }
        return answer.body().equals("working")
                ? new BatchResult.Pending(ticket, LOOK_AGAIN)
                : new BatchResult.Done(Stream.of(answer.body().split(" "))
                        .map(RemoteJobs::outcome)
                        .toList());
    }

    private static Outcome outcome(String word) {
        return word.equals("taken")
                ? new Outcome.Accepted("")
                : new Outcome.Rejected(Problem.of(ProblemCode.FIELD_INVALID, "not this one"));
    }

    private HttpResponse<String> call(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException lost) {
            throw new ConnectorException(Problem.of(ProblemCode.MAYBE_APPLIED, "no answer"));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new ConnectorException(Problem.of(ProblemCode.MAYBE_APPLIED, "interrupted"));
        }
    }
}
