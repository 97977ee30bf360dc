// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.kohorte.demo.client.Api;
import io.kohorte.demo.receiver.Traffic;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The main job on files that a person brings: the same door, the mapping proposed by the application itself. */
public final class OwnFilesStory {

    private static final int LONGEST_WINDOW = 90;

    private final Stage stage;
    private final OwnFiles files;
    private final Map<String, JsonNode> reports = new LinkedHashMap<>();
    private JsonNode prediction = MissingNode.getInstance();

    public OwnFilesStory(Stage stage, OwnFiles files) {
        this.stage = stage;
        this.files = files;
    }

    /** @return whether the receiver's audiences equal the segments, each difference having a reason */
    public boolean told() throws IOException {
        stage.teller().act("Your files are read, with a report of what is wrong with them");
        files.leftOut().forEach(sentence -> stage.teller().say("Left out: %s", sentence));
        Imports imports = new Imports(stage);
        String namespace = "";
        String event = "";
        for (Path file : files.data()) {
            JsonNode proposal = inspected(file);
            namespace = firstName(proposal.path("mapping").path("identities"), namespace);
            event = proposal.path("mapping").path("event").path("name").asText(event);
            JsonNode done = imports.bring(
                    OwnFiles.name(file), proposal.path("format").asText(), proposal.path("mapping"), file);
            reports.put(OwnFiles.name(file), done.path("report"));
        }
        if (event.isEmpty()) {
            throw new StoryFailure("no file holds purchases: a file of orders has a customer, a date and an amount");
        }
        return learnAndDeliver(plan(reports.values(), namespace, event));
    }

    /** What the imports reported, by file name. */
    public Map<String, JsonNode> reports() {
        return Map.copyOf(reports);
    }

    /** The report of who buys again; missing before the story was told. */
    public JsonNode prediction() {
        return prediction;
    }

    private JsonNode inspected(Path file) throws IOException {
        JsonNode proposal = stage.api().inspect(file);
        stage.teller()
                .say(
                        "%s is %s; proposed mapping:",
                        OwnFiles.name(file), proposal.path("format").asText());
        stage.teller().say("  %s", proposal.path("mapping"));
        return proposal;
    }

    private static String firstName(JsonNode object, String otherwise) {
        return object.properties().isEmpty()
                ? otherwise
                : object.properties().iterator().next().getKey();
    }

    private static ChainPlan plan(Collection<JsonNode> reports, String namespace, String event) {
        long days = reports.stream()
                .map(report -> report.path("quality"))
                .filter(quality -> quality.hasNonNull("from"))
                .mapToLong(quality -> ChronoUnit.DAYS.between(day(quality.path("from")), day(quality.path("to"))))
                .max()
                .orElse(LONGEST_WINDOW * 4L);
        int window = (int) Math.max(7, Math.min(LONGEST_WINDOW, days / 4));
        JsonNode rule = Api.object("{'event':'" + event
                + "','measure':'orders','op':'at-least','value':2,'within':{'last':'P" + 2 * window + "D'}}");
        return new ChainPlan(
                "Bought twice in " + 2 * window + " days (rule)",
                rule,
                event,
                window,
                namespace,
                List.of(),
                Optional.empty());
    }

    private static LocalDate day(JsonNode moment) {
        return LocalDate.parse(moment.asText().substring(0, 10));
    }

    private boolean learnAndDeliver(ChainPlan plan) {
        Chain chain = new Chain(stage, plan);
        stage.teller().act("Groups are found among the customers, with their number chosen by itself");
        JsonNode clusters = chain.findClusters();
        stage.teller().act("A prediction is learned: who buys again within " + plan.withinDays() + " days?");
        prediction = chain.predict();
        stage.teller().act("Three segments: by a rule, by the prediction, by a group");
        chain.makeSegments(clusters);
        stage.teller().act("Three syncs deliver them to a destination that verifies every signature");
        chain.connect();
        chain.deliverFirst();
        stage.teller().act("Once more, with nothing changed");
        Traffic before = stage.receiver().traffic();
        chain.deliverAgain();
        long requests = stage.receiver().traffic().since(before).requests();
        stage.teller().say("%d requests were sent.", requests);
        stage.teller().act("The receiver's audiences held against the segments, person by person");
        boolean even = chain.tellBalances();
        stage.teller()
                .say("No conversions are played back here: they would be invented, and these customers are yours.");
        return even && requests == 0;
    }
}
