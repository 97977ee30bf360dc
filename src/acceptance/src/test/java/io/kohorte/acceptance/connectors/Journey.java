// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.demo.client.Api;
import io.kohorte.demo.story.Imports;
import io.kohorte.demo.story.Segments;
import io.kohorte.demo.story.Stage;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.Capability;
import io.kohorte.spi.InboundCall;
import io.kohorte.tck.ConnectorUnderTest;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/** One connector from a customer file to what its vendor holds, and back: deliver, change, refuse, remove, feedback. */
final class Journey implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CHANGED = 0;
    private static final int LEAVING = 1;
    private static final int REFUSED = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final ConnectorUnderTest contract;
    private final String id;
    private final Stage stage;
    private final Path folder;
    private final People people;
    private final PlayedVendor vendor;
    private final Imports imports;
    private long destination;

    /** @param number of this connector among all */
    Journey(ConnectorUnderTest contract, int number, Stage stage, Path folder) {
        this.contract = contract;
        this.stage = stage;
        this.folder = folder;
        id = Contracts.id(contract);
        people = new People(contract, number);
        vendor = new PlayedVendor(contract);
        imports = new Imports(stage);
    }

    void travel() throws IOException, InterruptedException {
        bring("first", List.of(), List.of());
        Segments.Segment segment = new Segments(stage)
                .make(
                        "e2e " + id,
                        "rule",
                        Api.object("{'trait':'" + people.memberTrait() + "','op':'in','values':['in']}"));
        vendor.know(new Marks(previews()));
        destination = connect();
        long sync = sync(segment);
        vendor.call("kohorte-" + sync, "e2e " + id);
        refuseOneOfAllAndTakeTheOthers(sync);
        tellWhatChanged(sync);
        takeOutWhoLeft(sync, segment);
        sendNothingWhenNothingChanged(sync);
        tellEverybody(sync, segment);
        hearBack();
    }

    private void refuseOneOfAllAndTakeTheOthers(long sync) {
        boolean named = contract.claims(Capability.PER_RECORD_STATUS);
        vendor.refuse(named ? Set.of(REFUSED) : Set.of());
        run(sync);
        for (int person = 0; person < People.MANY; person++) {
            assertThat(vendor.requestsAbout(person))
                    .as("requests about person %s", person)
                    .isPositive();
        }
        assertThat(acknowledged()).as("at the vendor").isEqualTo(named ? People.MANY - 1 : People.MANY);
        JsonNode rejected = stage.api().get("syncs/" + sync + "/rejected");
        assertThat(rejected.path("items").size()).as("refused").isEqualTo(named ? 1 : 0);
    }

    private void tellWhatChanged(long sync) throws IOException {
        vendor.refuse(Set.of());
        if (!people.haveFields()) {
            return;
        }
        long before = vendor.requestsAbout(CHANGED);
        bring("changed", List.of(CHANGED, REFUSED), List.of());
        run(sync);
        assertThat(vendor.requestsAbout(CHANGED)).as("the change was told").isGreaterThan(before);
        assertThat(acknowledged()).as("at the vendor, with whom was refused").isEqualTo(People.MANY);
    }

    private void takeOutWhoLeft(long sync, Segments.Segment segment) throws IOException {
        if (!contract.claims(Capability.REMOVE)) {
            return;
        }
        long there = acknowledged();
        long before = vendor.requestsAbout(LEAVING);
        bring("left", people.haveFields() ? List.of(CHANGED, REFUSED) : List.of(), List.of(LEAVING));
        new Segments(stage).evaluate(segment);
        run(sync);
        assertThat(vendor.requestsAbout(LEAVING))
                .as("the vendor was told who left")
                .isGreaterThan(before);
        assertThat(acknowledged()).as("at the vendor").isEqualTo(there - 1);
    }

    private void sendNothingWhenNothingChanged(long sync) {
        if (acknowledged() < People.MANY - 1) {
            return; // whoever was refused is due again
        }
        long before = vendor.requestsAboutAnybody();
        run(sync);
        assertThat(vendor.requestsAboutAnybody()).as("requests about people").isEqualTo(before);
    }

    /** As one snapshot, once somebody is back who had left. */
    private void tellEverybody(long sync, Segments.Segment segment) throws IOException {
        if (!contract.claims(Capability.FULL_REPLACE)) {
            return;
        }
        stage.api().put("syncs/" + sync, draft(segment).put("told", "everybody"));
        Map<Integer, Long> before = new TreeMap<>();
        for (int person = 0; person < People.MANY; person++) {
            before.put(person, vendor.requestsAbout(person));
        }
        bring("back", people.haveFields() ? List.of(CHANGED, REFUSED) : List.of(), List.of());
        new Segments(stage).evaluate(segment);
        run(sync);
        before.forEach((person, times) -> assertThat(vendor.requestsAbout(person))
                .as("person %s is told with everybody", person)
                .isGreaterThan(times));
        assertThat(acknowledged()).as("at the vendor").isEqualTo(People.MANY);
        sendNothingWhenNothingChanged(sync);
    }

    private void hearBack() throws IOException, InterruptedException {
        if (contract.claims(Capability.FEEDBACK_PUSH)) {
            InboundCall call = contract.inboundConversion(
                            "e2e-" + id, stage.clock().instant())
                    .orElseThrow();
            assertThat(post(call)).as("answer to a signed call").isEqualTo(202);
            InboundCall forged = contract.signsCalls() ? changed(call) : nameless(call);
            assertThat(post(forged)).as("answer to a forged call").isIn(400, 401);
            await("conversions?destination=" + destination);
        }
        if (contract.claims(Capability.FEEDBACK_PULL)) {
            await("conversions?destination=" + destination);
        }
        if (contract.claims(Capability.CAMPAIGN_FIGURES)) {
            await("destinations/" + destination + "/campaigns?from=2026-09-01");
        }
    }

    private static InboundCall changed(InboundCall call) {
        byte[] body = call.body();
        body[body.length / 2] ^= 1;
        return new InboundCall(call.method(), call.url(), call.headers(), body, call.receivedAt());
    }

    /** Who shows no secret where the vendor would show it. */
    private static InboundCall nameless(InboundCall call) {
        String withoutQuery = call.url().replaceFirst("[?].*", "");
        return new InboundCall(call.method(), withoutQuery, Map.of(), call.body(), call.receivedAt());
    }

    private void await(String list) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (stage.api().get(list).path("items").isEmpty()) {
            if (System.nanoTime() > until) {
                fail("nothing came back: " + list);
            }
            LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
        }
    }

    private int post(InboundCall call) throws IOException, InterruptedException {
        URI address = stage.application().resolve("/api/v1/feedback/" + destination);
        String query = URI.create(call.url()).getRawQuery();
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        query == null ? address : URI.create(address + "?" + query))
                .POST(HttpRequest.BodyPublishers.ofByteArray(call.body()));
        call.headers().forEach((name, values) -> values.forEach(value -> request.header(name, value)));
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private void bring(String name, List<Integer> changed, List<Integer> gone) throws IOException {
        Path file = folder.resolve(id + "-" + name + ".csv");
        Files.write(file, people.file(changed, gone));
        JsonNode report =
                imports.bring("e2e " + id, "csv", people.importMapping(), file).path("report");
        assertThat(report.path("accepted").asInt() + report.path("duplicates").asInt())
                .as("rows taken in: %s", report.path("invalidReasons"))
                .isEqualTo(People.MANY);
    }

    private long connect() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("name", "e2e " + id).put("connector", id).set("settings", settings());
        long destination = stage.api().post("destinations", body).path("id").asLong();
        JsonNode checked = stage.api().post("destinations/" + destination + ":check");
        assertThat(checked.path("ok").asBoolean()).as("check: %s", checked).isTrue();
        return destination;
    }

    private JsonNode settings() {
        return JSON.valueToTree(
                contract.settings(vendor.url(), Duration.ofSeconds(30)).asMap());
    }

    private long sync(Segments.Segment segment) {
        return stage.api().post("syncs", draft(segment)).path("id").asLong();
    }

    private ObjectNode draft(Segments.Segment segment) {
        AudienceSpec audience = contract.audience();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("name", "e2e " + id);
        body.putArray("segments").add(segment.id());
        body.put("destination", destination)
                .put("mode", audience.mode().wire())
                .put("deleteBehaviour", audience.deleteBehaviour().wire())
                .put("matchKey", audience.matchKey())
                .put("trigger", "manual")
                .set("audience", JSON.valueToTree(audience.options().asMap()));
        people.mapFields(body.putObject("mapping"));
        return body;
    }

    private void run(long sync) {
        long run = stage.api()
                .post("syncs/" + sync + ":run", Api.object("{'confirmRemovals':true}"))
                .path("run")
                .asLong();
        JsonNode ended = stage.api().follow(run, progress -> {});
        assertThat(ended.path("state").asText()).as("the run: %s", ended).startsWith("completed");
    }

    private long acknowledged() {
        return stage.api()
                .get("destinations/" + destination + "/audiences")
                .path("items")
                .path(0)
                .path("size")
                .asLong();
    }

    /** What each person looks like on the wire. */
    private Map<Integer, String> previews() {
        Map<Integer, String> texts = new TreeMap<>();
        for (int person = 0; person < People.MANY; person++) {
            StringBuilder text = new StringBuilder();
            for (String change : List.of("add", "update", "remove")) {
                if (contract.claims(capability(change))) {
                    text.append(preview(person, change));
                }
            }
            texts.put(person, text.toString());
        }
        return texts;
    }

    private String preview(int person, String change) {
        AudienceSpec audience = contract.audience();
        ObjectNode question = JsonNodeFactory.instance.objectNode();
        question.set("settings", settings());
        ObjectNode options = question.putObject("audience");
        audience.options().asMap().forEach((name, value) -> options.set(name, JSON.valueToTree(value)));
        options.put("mode", audience.mode().wire())
                .put("deleteBehaviour", audience.deleteBehaviour().wire())
                .put("matchKey", audience.matchKey());
        ObjectNode row = question.putArray("rows").addObject().put("change", change);
        var somebody = people.somebody(person);
        row.set("identifiers", JSON.valueToTree(people.identifiers(person)));
        row.set("consent", JSON.valueToTree(somebody.consent().grants()));
        JsonNode requests =
                stage.api().post("connectors/" + id + ":preview", question).path("requests");
        StringBuilder text = new StringBuilder();
        requests.forEach(request -> text.append(
                        URLDecoder.decode(request.path("url").asText().replace("%", "%25"), StandardCharsets.UTF_8))
                .append('\n')
                .append(request.path("body").asText())
                .append('\n'));
        return text.toString();
    }

    private static Capability capability(String change) {
        return Map.of("add", Capability.ADD, "update", Capability.UPSERT_FIELDS, "remove", Capability.REMOVE)
                .get(change);
    }

    @Override
    public void close() {
        vendor.close();
    }
}
