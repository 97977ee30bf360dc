// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import static io.kohorte.core.platform.Api.admin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.core.platform.Eventually;
import io.kohorte.core.platform.LogLines;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Lines in the log say to what they belong, and nothing about people. */
@QuarkusTest
class LogTest {

    @Inject
    People people;

    private final Receiver receiver = new Receiver();
    private final LogLines log = new LogLines();

    @AfterEach
    void close() {
        log.close();
        receiver.close();
    }

    @Test
    void aLineOfASyncCarriesTheRunTheSyncAndTheDestination() throws SQLException {
        var destination = SyncDesk.destination(receiver);
        var sync = SyncDesk.create(SyncDesk.draft(destination, people.segment(people.crowd(2))));
        receiver.whileAnswering(() -> receiver.answers(400, "{\"error\":\"" + people.mail("one0") + "\"}"));

        var run = SyncDesk.run(sync).getLong("id");

        awaitLine("of sync " + sync);
        assertThat(log.saying("of sync " + sync)).allSatisfy(line -> {
            assertThat(line.path("mdc").path("runId").asText()).isEqualTo(Long.toString(run));
            assertThat(line.path("mdc").path("syncId").asText()).isEqualTo(Long.toString(sync));
            assertThat(line.path("mdc").path("destinationId").asText()).isEqualTo(Long.toString(destination));
        });
        assertThat(log.text()).doesNotContain(people.mail("one0"), "@example.com", Receiver.SECRET, receiver.url());
    }

    @Test
    void aLineOfAnImportCarriesTheRunTheImportAndTheSource() {
        var source = admin().body(Map.of(
                        "name",
                        people.named("file"),
                        "kind",
                        "file",
                        "format",
                        "csv",
                        "mapping",
                        Map.of("identities", Map.of("email", "Mail"), "traits", Map.of("age", "Age"))))
                .post("/api/v1/sources")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("id");

        var imported = admin().contentType("application/octet-stream")
                .body(("Mail,Age\n" + people.mail("ada") + ",36\nnot an address,\"\n").getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/sources/" + source + "/imports?filename=a.csv")
                .then()
                .statusCode(202)
                .extract()
                .jsonPath();

        SyncDesk.ended(imported.getLong("run"));
        var lines = "Run " + imported.getLong("run") + ", import";
        awaitLine(lines);
        assertThat(log.saying(lines)).singleElement().satisfies(line -> {
            assertThat(line.path("mdc").path("runId").asText()).isEqualTo(imported.getString("run"));
            assertThat(line.path("mdc").path("importId").asText()).isEqualTo(imported.getString("id"));
            assertThat(line.path("mdc").path("sourceId").asText()).isEqualTo(Long.toString(source));
        });
        assertThat(log.text()).doesNotContain(people.mail("ada"), "not an address");
    }

    @Test
    void aFailureOfTheDatabaseQuotesNoRow() throws SQLException {
        var ada = people.person("ada");

        assertThatThrownBy(() -> people.called(ada, "email", people.mail("ada")))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("duplicate key")
                .hasMessageNotContaining(people.mail("ada"));
    }

    @Test
    void whatBelongsToNothingCarriesNothing() throws SQLException {
        SyncDesk.run(SyncDesk.create(SyncDesk.draft(SyncDesk.destination(receiver), people.segment(people.crowd(1)))));

        org.jboss.logging.Logger.getLogger("io.kohorte.test").info("a line of nobody");

        assertThat(log.saying("a line of nobody")).singleElement().satisfies(line -> assertThat(
                        List.of("runId", "syncId", "destinationId"))
                .noneMatch(line.path("mdc")::has));
    }

    /** A run shows its end before the line about it is written. */
    private void awaitLine(String words) {
        Eventually.holds(() -> !log.saying(words).isEmpty());
    }
}
