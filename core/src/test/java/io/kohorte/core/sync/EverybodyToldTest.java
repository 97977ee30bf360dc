// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import static io.kohorte.core.platform.Api.admin;
import static io.kohorte.core.sync.SyncDesk.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sync that brings a complete list into a folder whenever somebody differs. */
@QuarkusTest
class EverybodyToldTest {

    @Inject
    People people;

    @Inject
    ObjectMapper json;

    @TempDir
    Path folder;

    private long destination;
    private int ada;
    private int bob;
    private int cem;
    private long segment;

    @BeforeEach
    void aFolderToWriteTo() throws SQLException, IOException {
        Files.createFile(folder.resolve(".kohorte-files"));
        destination = SyncDesk.destination(
                "files",
                Map.of("storage", "local", "localFolder", folder.toRealPath().toString(), "rowsPerFile", 2));
        ada = people.person("ada");
        bob = people.person("bob");
        cem = people.person("cem");
        segment = people.segment(ada, bob, cem);
    }

    private Map<String, Object> draft() {
        var draft = SyncDesk.draft(destination, segment);
        draft.put("told", "everybody");
        draft.put("trigger", "manual");
        draft.put("guard", Map.of("removalShare", 1, "removalRows", 100));
        return draft;
    }

    @Test
    void eachCompleteListTakesThePlaceOfTheOneBefore() throws SQLException {
        var sync = SyncDesk.create(draft());
        admin().get("/api/v1/syncs/" + sync).then().body("told", equalTo("everybody"));

        var first = run(sync);

        assertThat(first.getInt("counts.added.accepted")).isEqualTo(3);
        assertThat(listed()).containsExactly(mail("ada"), mail("bob"), mail("cem"));
        assertThat(latest().path("files")).hasSize(2);

        people.members(segment, ada, cem, people.person("dan"));
        var second = run(sync);

        assertThat(second.getInt("counts.added.accepted")).isEqualTo(1);
        assertThat(second.getInt("counts.removed.accepted")).isEqualTo(1);
        assertThat(second.getInt("progress.total")).isEqualTo(3);
        assertThat(listed()).containsExactly(mail("ada"), mail("cem"), mail("dan"));

        var before = latest();
        assertThat(run(sync).getInt("counts.requests")).isZero();
        assertThat(latest()).isEqualTo(before);
    }

    @Test
    void aDryRunShowsTheListAndWritesNothing() {
        var sync = SyncDesk.create(draft());

        admin().post("/api/v1/syncs/" + sync + ":dry-run")
                .then()
                .statusCode(200)
                .body("added", equalTo(3))
                .body("calls", equalTo(4));

        assertThat(folder.resolve("kohorte-" + sync)).doesNotExist();
    }

    @Test
    void onlyWhatLetsGoOfEverybodyElseAndNotTooOftenMayTellEverybody() throws SQLException {
        refused(Map.of("mode", "add", "deleteBehaviour", "nothing"), "EVERYBODY_MIRRORS");
        refused(Map.of("deleteBehaviour", "nothing"), "EVERYBODY_MIRRORS");
        refused(Map.of("trigger", "segment"), "EVERYBODY_TOO_OFTEN");
        refused(Map.of("told", "nobody"), "UNKNOWN_TOLD");
        try (var receiver = new Receiver()) {
            refused(Map.of("destination", SyncDesk.destination(receiver)), "EVERYBODY_UNSUPPORTED");
        }
    }

    private void refused(Map<String, Object> part, String code) {
        var draft = new HashMap<>(draft());
        draft.putAll(part);
        admin().body(draft)
                .post("/api/v1/syncs")
                .then()
                .statusCode(422)
                .body("pointer", equalTo("/told"))
                .body("code", equalTo(code));
    }

    private String mail(String name) {
        return people.mail(name);
    }

    private JsonNode latest() {
        try (var found = Files.walk(folder)) {
            var place =
                    found.filter(one -> one.endsWith("latest.json")).findFirst().orElseThrow();
            return json.readTree(place.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Addresses in the files that the latest manifest names. */
    private Set<String> listed() {
        var listed = new TreeSet<String>();
        latest().path("files").forEach(file -> lines(folder.resolve(file.asText()))
                .flatMap(line -> Stream.of(line.split(",")))
                .filter(cell -> cell.contains("@"))
                .forEach(listed::add));
        return listed;
    }

    private static Stream<String> lines(Path file) {
        try {
            return List.copyOf(Files.readAllLines(file)).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
