// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.demo.client.Api;
import io.kohorte.demo.receiver.Traffic;
import java.util.List;
import java.util.Optional;

/** Connects the receiver as a destination and brings segments to it. */
public final class Deliveries {

    private final Stage stage;
    private final Watch watch;

    public Deliveries(Stage stage) {
        this.stage = stage;
        this.watch = new Watch(stage);
    }

    /** The receiver, connected. */
    public long destination(String name, int rowsPerRequest) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("name", name).put("connector", "webhook");
        body.putObject("settings")
                .put("url", stage.receiver().hook().toString())
                .put("secret", stage.secret())
                .put("rowsPerRequest", rowsPerRequest);
        return stage.api().post("destinations", body).path("id").asLong();
    }

    /** @throws StoryFailure with what is wrong and with which field */
    public void check(long destination) {
        JsonNode answer = stage.api().post("destinations/" + destination + ":check");
        if (!answer.path("ok").asBoolean()) {
            throw new StoryFailure("the destination does not answer as it should: " + answer.path("problems"));
        }
    }

    /**
     * @param fields what is sent beside the match key: the receiver's name and ours
     * @param purpose that a member must not have refused; empty for none
     */
    public Sync sync(
            Segments.Segment segment, long destination, String matchKey, List<Field> fields, Optional<String> purpose) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("name", segment.name() + " → receiver");
        body.putArray("segments").add(segment.id());
        body.put("destination", destination)
                .put("mode", "mirror")
                .put("deleteBehaviour", "remove-from-audience")
                .put("matchKey", matchKey)
                .put("trigger", "manual");
        var mapping = body.putObject("mapping").putArray("fields");
        fields.forEach(field -> mapping.addObject().put("to", field.to()).put("from", field.from()));
        purpose.ifPresent(name -> body.put("purpose", name));
        return new Sync(stage.api().post("syncs", body).path("id").asLong(), segment);
    }

    /** Says what would be sent, without sending; checks that nothing was. */
    public JsonNode dryRun(Sync sync) {
        Traffic before = stage.receiver().traffic();
        JsonNode plan = stage.api().post("syncs/" + sync.id() + ":dry-run");
        Traffic meanwhile = stage.receiver().traffic().since(before);
        if (meanwhile.requests() != 0) {
            throw new StoryFailure("the dry run sent " + meanwhile.requests() + " requests");
        }
        stage.teller()
                .say(
                        "dry run of %s: %,d to add, %,d to change, %,d to remove, %,d invalid, %,d skipped, in %,d calls;"
                                + " nothing was sent",
                        sync.segment().name(),
                        plan.path("added").asLong(),
                        plan.path("changed").asLong(),
                        plan.path("removed").asLong(),
                        plan.path("invalid").asLong(),
                        plan.path("skipped").asLong(),
                        plan.path("calls").asLong());
        return plan;
    }

    /** Runs it; where the safety rail asks, answers yes and says so. */
    public JsonNode run(Sync sync) {
        Traffic before = stage.receiver().traffic();
        JsonNode run = ended(sync, false);
        if (run.hasNonNull("guard")) {
            stage.teller()
                    .say(
                            "%s stopped before removing too many: %s. We look, find it right, and confirm.",
                            sync.segment().name(), sentence(run.path("guard")));
            run = ended(sync, true);
        }
        String state = run.path("state").asText();
        if (!state.startsWith("completed")) {
            throw new StoryFailure(
                    "the run of " + sync.segment().name() + " ended as " + state + ": " + run.path("problem"));
        }
        Traffic meanwhile = stage.receiver().traffic().since(before);
        JsonNode counts = run.path("counts");
        stage.teller()
                .say(
                        "%s: %s added, %s changed, %s removed, %,d skipped, %,d invalid; %,d signed requests with %,d rows",
                        sync.segment().name(),
                        both(counts.path("added")),
                        both(counts.path("changed")),
                        both(counts.path("removed")),
                        counts.path("skipped").asLong(),
                        counts.path("invalid").asLong(),
                        meanwhile.requests(),
                        meanwhile.rows());
        return run;
    }

    private JsonNode ended(Sync sync, boolean confirmRemovals) {
        JsonNode started = stage.api()
                .post("syncs/" + sync.id() + ":run", Api.object("{'confirmRemovals':" + confirmRemovals + "}"));
        return watch.toTheEnd(
                "delivering " + sync.segment().name(), started.path("run").asLong());
    }

    private static String both(JsonNode count) {
        long rejected = count.path("rejected").asLong();
        return "%,d".formatted(count.path("accepted").asLong())
                + (rejected > 0 ? " (+%,d rejected)".formatted(rejected) : "");
    }

    private static String sentence(JsonNode guard) {
        return guard.isTextual() ? guard.asText() : guard.path("sentence").asText(guard.toString());
    }

    /** A sync and what it delivers. */
    public record Sync(long id, Segments.Segment segment) {}

    /** One line of a mapping. */
    public record Field(String to, String from) {}
}
