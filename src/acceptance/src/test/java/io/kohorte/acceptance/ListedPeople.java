// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.demo.client.Api;
import io.kohorte.demo.story.Segments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * People from a file, and a list that some of them are on.
 *
 * @param count of people, numbered from 0
 */
record ListedPeople(int count, Segments.Segment list) {

    /** Imports them and makes the list, with nobody on it. */
    static ListedPeople bring(Api api, Path folder, int count) throws IOException {
        List<String> lines = new ArrayList<>(List.of("customer_id,email"));
        for (int i = 0; i < count; i++) {
            lines.add("K" + i + ",k" + i + "@mail.example");
        }
        Path file = Files.write(folder.resolve("people.csv"), lines);
        long source = api.post(
                        "sources",
                        Api.object(
                                """
                                {'name':'People','kind':'file','format':'csv',
                                 'mapping':{'identities':{'customer_id':'customer_id','email':'email'}}}"""))
                .path("id")
                .asLong();
        JsonNode run = api.follow(api.upload(source, file).path("run").asLong(), state -> {});
        assertThat(run.path("state").asText()).isEqualTo("completed");
        long id = api.post("segments", Api.object("{'name':'A list','kind':'list'}"))
                .path("id")
                .asLong();
        return new ListedPeople(count, new Segments.Segment(id, "A list"));
    }

    /** Puts these people on the list and takes the others off. */
    void rewrite(Api api, IntPredicate on) {
        ObjectNode change = JsonNodeFactory.instance.objectNode();
        var add = change.putArray("add");
        var remove = change.putArray("remove");
        for (int i = 0; i < count; i++) {
            (on.test(i) ? add : remove)
                    .addObject()
                    .put("namespace", "customer_id")
                    .put("value", "K" + i);
        }
        api.post("segments/" + list.id() + "/members", change);
    }
}
