// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import static io.kohorte.core.platform.Api.admin;
import static org.awaitility.Awaitility.await;

import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An external model, made the way a person makes one. */
final class UploadedModel {
    private UploadedModel() {}

    /** Answers its number. */
    static int create(Map<String, Object> more) {
        Map<String, Object> draft = new HashMap<>(more);
        draft.putIfAbsent("name", "Leaves, says a file");
        draft.put("kind", "external");
        return admin().body(draft)
                .post("/api/v1/models")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    static ValidatableResponse upload(int model, String filename, byte[] file) {
        return admin().contentType("application/octet-stream")
                .queryParam("filename", filename)
                .body(file)
                .put("/api/v1/models/{id}/file", model)
                .then();
    }

    /** @param features of ours, by the input that gets them */
    static ValidatableResponse use(int model, Map<String, String> features, String output) {
        List<Map<String, String>> inputs = features.entrySet().stream()
                .map(entry -> Map.of("input", entry.getKey(), "feature", entry.getValue()))
                .toList();
        return admin().body(Map.of("inputs", inputs, "output", output))
                .post("/api/v1/models/{id}/file:use", model)
                .then();
    }

    /** The run that was accepted, when it is over. */
    static JsonPath ended(ValidatableResponse accepted) {
        return finished(accepted.statusCode(202).extract().path("run"));
    }

    static JsonPath finished(int run) {
        await().atMost(Duration.ofSeconds(60)).until(() -> List.of("completed", "failed")
                .contains(admin().get("/api/v1/runs/{id}", run).path("state")));
        return admin().get("/api/v1/runs/{id}", run).jsonPath();
    }
}
