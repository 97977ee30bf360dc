// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Brings files in: declares a source once, uploads, and reads the data-quality report aloud. */
public final class Imports {

    private final Stage stage;
    private final Watch watch;
    private final Map<String, Long> sources = new HashMap<>();

    public Imports(Stage stage) {
        this.stage = stage;
        this.watch = new Watch(stage);
    }

    /**
     * @param source name of the source; the same name again is the same source
     * @return the import with its report
     */
    public JsonNode bring(String source, String format, JsonNode mapping, Path file) throws IOException {
        long id = sources.computeIfAbsent(source, name -> declared(name, format, mapping));
        long begin = stage.clock().millis();
        JsonNode started = stage.api().upload(id, file);
        watch.through("reading " + file.getFileName(), started.path("run").asLong());
        JsonNode done = stage.api().get("imports/" + started.path("id").asLong());
        tell(file, done.path("report"), (stage.clock().millis() - begin) / 1000.0);
        return done;
    }

    private long declared(String name, String format, JsonNode mapping) {
        ObjectNode source = JsonNodeFactory.instance.objectNode();
        source.put("name", name).put("kind", "file").put("format", format).set("mapping", mapping);
        return stage.api().post("sources", source).path("id").asLong();
    }

    private void tell(Path file, JsonNode report, double seconds) throws IOException {
        Teller teller = stage.teller();
        teller.say(
                "%s (%,d KB, %.1f s): %,d rows in = %,d accepted + %,d invalid + %,d duplicates",
                file.getFileName(),
                Files.size(file) / 1024,
                seconds,
                report.path("rowsIn").asLong(),
                report.path("accepted").asLong(),
                report.path("invalid").asLong(),
                report.path("duplicates").asLong());
        teller.say(
                "  %,d new profiles, %,d changed; %,d events%s",
                report.path("profilesCreated").asLong(),
                report.path("profilesUpdated").asLong(),
                report.path("events").asLong(),
                between(report.path("quality")));
        for (JsonNode reason : report.path("invalidReasons")) {
            JsonNode sample = reason.path("samples").path(0);
            teller.say(
                    "  invalid: %,d × %s%s",
                    reason.path("count").asLong(),
                    reason.path("sentence").asText(),
                    sample.isMissingNode()
                            ? ""
                            : " (line " + sample.path("line").asText("?") + ")");
        }
        tellQuality(report.path("quality"));
    }

    private void tellQuality(JsonNode quality) {
        Teller teller = stage.teller();
        JsonNode usable = quality.path("usablePurchases");
        if (usable.path("rows").asLong() > 0) {
            teller.say(
                    "  quality: %,d rows without customer, %,d exact duplicates, %,d negative quantities, %,d prices ≤ 0;"
                            + " usable: %,d lines of %,d customers, revenue %,.2f",
                    quality.path("withoutIdentity").asLong(),
                    quality.path("exactDuplicates").asLong(),
                    quality.path("negativeQuantities").asLong(),
                    quality.path("pricesNotPositive").asLong(),
                    usable.path("rows").asLong(),
                    usable.path("customers").asLong(),
                    usable.path("revenue").asDouble());
        }
        int told = 0;
        for (JsonNode column : quality.path("columns")) {
            for (JsonNode finding : column.path("findings")) {
                if (told++ < 4) {
                    teller.say(
                            "  %s: %s",
                            column.path("name").asText(),
                            finding.path("sentence").asText());
                }
            }
        }
        if (told > 4) {
            teller.say("  … more findings on the import's page: %d", told - 4);
        }
    }

    private static String between(JsonNode quality) {
        return quality.hasNonNull("from")
                ? " from " + day(quality.path("from")) + " to " + day(quality.path("to"))
                : "";
    }

    private static String day(JsonNode moment) {
        return moment.asText().substring(0, "2026-01-31".length());
    }
}
