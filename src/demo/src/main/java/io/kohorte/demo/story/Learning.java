// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Makes models, trains them, and reads their reports aloud. */
public final class Learning {

    private final Stage stage;
    private final Watch watch;

    public Learning(Stage stage) {
        this.stage = stage;
        this.watch = new Watch(stage);
    }

    /** On the features that the application chooses by itself. */
    public long clustering(String name) {
        return stage.api().post("models", model(name, "clustering")).path("id").asLong();
    }

    /** Will such an event come within so many days? */
    public long prediction(String name, String event, int withinDays) {
        ObjectNode model = model(name, "prediction");
        model.putObject("target").put("event", event).put("withinDays", withinDays);
        return stage.api().post("models", model).path("id").asLong();
    }

    private ObjectNode model(String name, String kind) {
        ObjectNode model = JsonNodeFactory.instance.objectNode();
        model.put("name", name).put("kind", kind);
        return model;
    }

    /**
     * Trains and says what came of it.
     *
     * @return the new version: number, status, metrics, decision
     */
    public JsonNode train(String name, long model) {
        JsonNode started = stage.api().post("models/" + model + ":train");
        watch.through(name, started.path("run").asLong());
        return newest(model);
    }

    private JsonNode newest(long model) {
        List<JsonNode> versions = new ArrayList<>();
        stage.api().each("models/" + model + "/versions", versions::add);
        return versions.stream()
                .max((a, b) -> Integer.compare(
                        a.path("number").asInt(), b.path("number").asInt()))
                .orElseThrow(() -> new StoryFailure("the training left no version behind"));
    }

    public JsonNode report(long model, JsonNode version) {
        return stage.api()
                .get("models/" + model + "/versions/" + version.path("number").asInt() + "/report");
    }

    public void tellClusters(JsonNode report) {
        stage.teller()
                .say(
                        "%d clusters, chosen among %d candidates; silhouette %.2f (%s)",
                        report.path("k").asInt(),
                        report.path("candidates").size(),
                        report.path("silhouette").asDouble(),
                        report.path("word").asText());
        for (JsonNode cluster : report.path("clusters")) {
            stage.teller()
                    .say(
                            "  %s%n    %s",
                            cluster.path("name").path("en").asText(),
                            cluster.path("sentence").path("en").asText());
        }
    }

    public void tellPrediction(JsonNode report) {
        JsonNode best = report.path("lift").path(0);
        stage.teller()
                .say(
                        "%s, tested on later time (%,d customers, %.0f %% of them bought): ROC-AUC %.3f (%s), lift of the best"
                                + " tenth %.1f",
                        report.path("learner").asText(),
                        report.path("rows").path("test").asLong(),
                        report.path("baseRate").asDouble() * 100,
                        report.path("auc").asDouble(),
                        report.path("word").asText(),
                        best.path("lift").asDouble());
        StringBuilder features = new StringBuilder();
        for (int i = 0; i < Math.min(5, report.path("features").size()); i++) {
            features.append(i == 0 ? "" : ", ")
                    .append(report.path("features").path(i).path("name").asText());
        }
        stage.teller().say("  what it looks at most: %s", features);
        for (JsonNode check : report.path("checks")) {
            stage.teller().say("  %s", sentence(check.path("sentence")));
        }
    }

    public void tellDecision(String name, JsonNode version) {
        JsonNode decision = version.path("decision");
        stage.teller()
                .say(
                        "%s, version %d: %s. %s",
                        name,
                        version.path("number").asInt(),
                        decision.path("promoted").asBoolean() ? "promoted to champion" : "refused, the champion stays",
                        sentence(decision.path("reason")));
    }

    private static String sentence(JsonNode text) {
        return text.isTextual() ? text.asText() : text.path("en").asText();
    }
}
