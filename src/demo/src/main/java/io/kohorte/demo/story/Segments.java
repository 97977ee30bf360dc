// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.TreeSet;

/** Makes segments and asks who is in them. */
public final class Segments {

    private final Stage stage;

    public Segments(Stage stage) {
        this.stage = stage;
    }

    /** @param kind {@code rule}, {@code cluster} or {@code prediction} */
    public Segment make(String name, String kind, JsonNode definition) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("name", name).put("kind", kind).set("definition", definition);
        Segment segment =
                new Segment(stage.api().post("segments", body).path("id").asLong(), name);
        evaluate(segment);
        return segment;
    }

    public void evaluate(Segment segment) {
        stage.api().post("segments/" + segment.id() + ":evaluate");
    }

    /** Profile ids of everybody in it, read page by page. */
    public Set<String> members(Segment segment) {
        Set<String> members = new TreeSet<>();
        stage.api()
                .each(
                        "segments/" + segment.id() + "/members",
                        item -> members.add(item.path("profile").asText()));
        return members;
    }

    /** A segment of ours. */
    public record Segment(long id, String name) {}
}
