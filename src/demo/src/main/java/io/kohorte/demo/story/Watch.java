// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.story;

import com.fasterxml.jackson.databind.JsonNode;

/** Follows runs to their end and shows how far they are. */
final class Watch {

    private final Stage stage;

    Watch(Stage stage) {
        this.stage = stage;
    }

    /** @throws StoryFailure when the run did not end well */
    JsonNode through(String what, long run) {
        JsonNode ended = toTheEnd(what, run);
        String state = ended.path("state").asText();
        if (!state.startsWith("completed")) {
            throw new StoryFailure(what + " ended as " + state + ": "
                    + ended.path("problem")
                            .path("detail")
                            .asText(ended.path("problem").toString()));
        }
        return ended;
    }

    /** Whatever its end. */
    JsonNode toTheEnd(String what, long run) {
        return stage.api().follow(run, state -> stage.teller().progress(what + ": " + progress(state)));
    }

    private static String progress(JsonNode run) {
        JsonNode progress = run.path("progress");
        long total = progress.path("total").asLong();
        long done = progress.path("done").asLong(progress.path("rowsRead").asLong());
        String phase = progress.path("phase").asText(run.path("state").asText());
        String amount = total > 0 ? "%,d of %,d".formatted(done, total) : done > 0 ? "%,d".formatted(done) : "";
        return (phase + " " + amount).trim();
    }
}
