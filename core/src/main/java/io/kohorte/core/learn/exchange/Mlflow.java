// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.spi.ConnectorException;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpCall;
import io.kohorte.toolkit.http.SafeHttp;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** MLflow's tracking API, version 2.0 (mlflow.org/docs/latest/rest-api.html): as much of it as a run of ours needs. */
final class Mlflow {
    private static final String API = "/api/2.0/mlflow/";
    private static final int NOT_FOUND = 404;
    private static final int LONGEST_ID = 200;

    private final SafeHttp http;
    private final TrackingServer server;

    Mlflow(SafeHttp http, TrackingServer server) {
        this.http = http;
        this.server = server;
    }

    /** Number of the experiment, which is made where there is none. */
    String experiment() throws TrackingFailed {
        HttpAnswer found = send(http.get(address("experiments/get-by-name?experiment_name="
                + URLEncoder.encode(server.experiment(), StandardCharsets.UTF_8))));
        if (found.status() == NOT_FOUND) {
            return id(post("experiments/create", node().put("name", server.experiment())), "/experiment_id");
        }
        return id(successful(found), "/experiment/experiment_id");
    }

    /** Begins a run and answers its number. */
    String begin(String experiment, TrackedVersion version) throws TrackingFailed {
        ObjectNode run = node().put("experiment_id", experiment)
                .put("run_name", version.title())
                .put("start_time", version.begun().toEpochMilli());
        run.set("tags", pairs(version.tags()));
        return id(post("runs/create", run), "/run/info/run_id");
    }

    void tell(String run, TrackedVersion version) throws TrackingFailed {
        ObjectNode batch = node().put("run_id", run);
        batch.set("params", pairs(version.parameters()));
        ArrayNode metrics = batch.putArray("metrics");
        version.numbers().forEach((key, value) -> metrics.addObject()
                .put("key", key)
                .put("value", value)
                .put("timestamp", version.createdAt().toEpochMilli())
                .put("step", 0));
        post("runs/log-batch", batch);
    }

    void end(String run, TrackedVersion version) throws TrackingFailed {
        post(
                "runs/update",
                node().put("run_id", run)
                        .put("status", "FINISHED")
                        .put("end_time", version.createdAt().toEpochMilli()));
    }

    private JsonNode post(String path, ObjectNode body) throws TrackingFailed {
        return successful(send(http.post(address(path)).json(body)));
    }

    private String address(String path) {
        return server.url() + API + path;
    }

    private HttpAnswer send(HttpCall.Builder call) throws TrackingFailed {
        server.authorization().ifPresent(secret -> call.secret("authorization", secret));
        try {
            return http.send(call.build());
        } catch (ConnectorException e) {
            throw new TrackingFailed(e.problem().message());
        }
    }

    private static JsonNode successful(HttpAnswer answer) throws TrackingFailed {
        if (!answer.successful()) {
            throw new TrackingFailed("The receiver answered with status " + answer.status() + ".");
        }
        return Optional.of(answer)
                .filter(HttpAnswer::hasBody)
                .flatMap(HttpAnswer::maybeJson)
                .orElseGet(Mlflow::node);
    }

    private static String id(JsonNode answer, String pointer) throws TrackingFailed {
        String id = answer.at(pointer).asText();
        if (id.isEmpty() || id.length() > LONGEST_ID) {
            throw new TrackingFailed("The receiver does not answer as an MLflow server does.");
        }
        return id;
    }

    private static ArrayNode pairs(Map<String, String> values) {
        ArrayNode pairs = JsonNodeFactory.instance.arrayNode();
        values.forEach((key, value) -> pairs.addObject().put("key", key).put("value", value));
        return pairs;
    }

    private static ObjectNode node() {
        return JsonNodeFactory.instance.objectNode();
    }
}
