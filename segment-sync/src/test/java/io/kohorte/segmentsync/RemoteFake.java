// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.stream.Collectors;

/** Writes to a {@link SurvivingReceiver} over HTTP. */
final class RemoteFake extends FakeDestination {

    private final HttpClient client = HttpClient.newHttpClient();
    private final int port;

    RemoteFake(int port) {
        this.port = port;
    }

    @Override
    public BatchResult write(RemoteAudience audience, Batch batch) {
        var lines = batch.changes().stream()
                .map(change -> change.change() + " " + profile(change) + " " + city(change))
                .collect(Collectors.joining("\n"));
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/?" + batch.key()))
                .POST(HttpRequest.BodyPublishers.ofString(lines))
                .build();
        try {
            client.send(request, HttpResponse.BodyHandlers.discarding());
        } catch (IOException lost) {
            throw new ConnectorException(Problem.of(ProblemCode.MAYBE_APPLIED, "no answer"));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new ConnectorException(Problem.of(ProblemCode.MAYBE_APPLIED, "interrupted"));
        }
        return new BatchResult.Done(batch.changes().stream()
                .map(change -> (Outcome) new Outcome.Accepted(""))
                .toList());
    }
}
