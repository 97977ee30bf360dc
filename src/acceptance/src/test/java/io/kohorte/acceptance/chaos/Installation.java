// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.demo.client.Api;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What is set up before the first round: people, two lists and a rule, destinations, syncs. */
final class Installation {

    static final String PURPOSE = "marketing";

    private static final int ROWS_A_REQUEST = 25;

    private final Api api;
    private final Map<String, Long> segments = new LinkedHashMap<>();
    private final List<Sync> syncs = new ArrayList<>();
    private String writeKey = "";

    private Installation(Api api) {
        this.api = api;
    }

    /**
     * A sync under attack.
     *
     * @param purpose members must have consented to it
     */
    record Sync(long id, String name, List<Long> segments, Vendor vendor, Optional<String> purpose, double holdout) {

        /** What its audience is called at the vendor. */
        String audience() {
            return "kohorte-" + id;
        }
    }

    static Installation of(Api api, Path folder, People people, List<Vendor> vendors) throws IOException {
        Installation made = new Installation(api);
        made.bring(people, folder);
        made.segments(people);
        Vendor addressed = vendors.get(0);
        Vendor shared = vendors.get(1);
        Vendor hanging = vendors.get(2);
        Vendor forgetful = vendors.get(3);
        made.sync("list a", List.of("a"), addressed, Optional.of(PURPOSE), 0, "manual");
        long account = made.destination(shared);
        made.sync("gold", account, List.of("gold"), shared, Optional.of(PURPOSE), 0.2, "manual");
        made.sync("list b at once", account, List.of("b"), shared, Optional.of(PURPOSE), 0, "segment");
        made.sync("both lists", List.of("a", "b"), hanging, Optional.empty(), 0, "manual");
        made.sync("letters", List.of("b"), forgetful, Optional.of(PURPOSE), 0, "manual");
        return made;
    }

    private void bring(People people, Path folder) throws IOException {
        List<String> lines = new ArrayList<>(List.of("id,email,city,tier,newsletter"));
        people.present()
                .forEach(person -> lines.add(String.join(
                        ",",
                        person.userId,
                        person.email.orElse(""),
                        person.city,
                        person.tier,
                        person.marketing ? "yes" : "no")));
        Path file = Files.write(folder.resolve("people.csv"), lines);
        long source = api.post(
                        "sources",
                        Api.object(
                                """
                                {'name':'People','kind':'file','format':'csv',
                                 'mapping':{'identities':{'user_id':'id','email':'email'},'traits':{'city':'city','tier':'tier'},
                                            'consents':{'marketing':'newsletter'}}}"""))
                .path("id")
                .asLong();
        JsonNode run = api.follow(api.upload(source, file).path("run").asLong(), state -> {});
        if (!run.path("state").asText().equals("completed")) {
            throw new IllegalStateException("people cannot be imported: " + run);
        }
        writeKey = api.post("sources", Api.object("{'name':'Site','kind':'events'}"))
                .path("writeKey")
                .asText();
    }

    private void segments(People people) {
        for (String list : People.LISTS) {
            segments.put(list, segment("List " + list, "list", "null"));
            ObjectNode members = JsonNodeFactory.instance.objectNode();
            var add = members.putArray("add");
            people.present().stream()
                    .filter(person -> person.lists.contains(list))
                    .forEach(person ->
                            add.addObject().put("namespace", "user_id").put("value", person.userId));
            api.post("segments/" + segments.get(list) + "/members", members);
        }
        segments.put("gold", segment("Gold", "rule", "{'trait':'tier','op':'equals','value':'" + People.GOLD + "'}"));
    }

    private long segment(String name, String kind, String definition) {
        return api.post(
                        "segments",
                        Api.object("{'name':'" + name + "','kind':'" + kind + "','definition':" + definition + "}"))
                .path("id")
                .asLong();
    }

    private void sync(
            String name, List<String> of, Vendor vendor, Optional<String> purpose, double holdout, String trigger) {
        sync(name, destination(vendor), of, vendor, purpose, holdout, trigger);
    }

    private long destination(Vendor vendor) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("name", vendor.name()).put("connector", vendor.connector());
        body.putObject("settings")
                .put("url", vendor.address().toString())
                .put("secret", Vendor.SECRET)
                .put("rowsPerRequest", ROWS_A_REQUEST)
                .put("timeoutSeconds", Vendor.PATIENCE.toSeconds())
                .put("requestsPerMinute", 60_000);
        return api.post("destinations", body).path("id").asLong();
    }

    private void sync(
            String name,
            long destination,
            List<String> of,
            Vendor vendor,
            Optional<String> purpose,
            double holdout,
            String trigger) {
        ObjectNode body = (ObjectNode)
                Api.object(
                        """
                {'mode':'mirror','deleteBehaviour':'remove-from-audience','matchKey':'email',
                 'mapping':{'fields':[{'to':'city','from':'trait:city','whenMissing':'clear'},
                                      {'to':'tier','from':'trait:tier','whenMissing':'clear'}]}}""");
        body.put("name", name)
                .put("destination", destination)
                .put("trigger", trigger)
                .put("holdout", holdout);
        List<Long> ids = of.stream().map(segments::get).toList();
        var named = body.putArray("segments");
        ids.forEach(named::add);
        purpose.ifPresent(word -> body.put("purpose", word));
        long id = api.post("syncs", body).path("id").asLong();
        Sync sync = new Sync(id, name, ids, vendor, purpose, holdout);
        vendor.serve(sync.audience(), purpose.isPresent());
        syncs.add(sync);
    }

    long segment(String name) {
        return segments.get(name);
    }

    Map<String, Long> segments() {
        return segments;
    }

    List<Sync> syncs() {
        return syncs;
    }

    String writeKey() {
        return writeKey;
    }

    static void empty(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file :
                        files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.createDirectories(folder);
    }
}
