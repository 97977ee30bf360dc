// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import static io.kohorte.core.platform.Api.admin;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.core.platform.Eventually;
import io.kohorte.core.run.RunKind;
import io.kohorte.core.run.RunState;
import io.kohorte.core.run.Runs;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Prometheus is told, and whether the guide says the same. */
@QuarkusTest
class MetricsTest {

    private static final Path GUIDE = Path.of("..", "src", "docs", "guide", "observability.md");

    /**
     * There once a notice was carried, somebody scored by a live model, a model looked at, somebody enrolled, a pair decided
     * about, or a destination uses a version that ends.
     */
    private static final Set<String> RARE = Set.of(
            "kohorte_alert_notices_total",
            "kohorte_scoring_seconds",
            "kohorte_scored_customers_total",
            "kohorte_model_drift",
            "kohorte_model_drifting",
            "kohorte_model_auc",
            "kohorte_experiment_enrolled_total",
            "kohorte_destination_version_days_left",
            "kohorte_duplicates_decided_total");

    @Inject
    People people;

    @Inject
    DeliveryFigures figures;

    @Inject
    Runs runs;

    private final Receiver receiver = new Receiver();

    @AfterEach
    void closeReceiver() {
        receiver.close();
    }

    @Test
    void theGuideNamesEveryMetricThatThereIsAndNoOther() throws SQLException, IOException {
        somethingOfEverything();

        assertThat(documented()).containsAll(offered());
        assertThat(offered())
                .containsAll(documented().stream()
                        .filter(name -> !RARE.contains(name))
                        .toList());
    }

    @Test
    void aRunIsToldBySyncAndDestination() throws SQLException {
        var destination = SyncDesk.destination(receiver);
        var sync = SyncDesk.create(SyncDesk.draft(destination, people.segment(people.crowd(3))));
        var labels = "destination=\"" + destination + "\"";

        SyncDesk.run(sync);
        figures.read();

        assertThat(of(sync, scrape()))
                .anyMatch(line ->
                        line.startsWith("kohorte_sync_rows_total{change=\"added\"," + labels + ",outcome=\"accepted\"")
                                && line.endsWith(" 3.0"))
                .anyMatch(line -> line.startsWith(
                                "kohorte_sync_requests_seconds_count{call=\"write\"," + labels + ",outcome=\"ok\"")
                        && line.endsWith(" 1.0"))
                .anyMatch(
                        line -> line.startsWith("kohorte_sync_acknowledged_members{" + labels) && line.endsWith(" 3.0"))
                .anyMatch(line -> line.startsWith("kohorte_sync_lag_members{" + labels) && line.endsWith(" 0.0"));
        assertThat(scrape().lines())
                .anyMatch(line -> line.startsWith("kohorte_destination_circuit{" + labels + ",state=\"closed\"")
                        && line.endsWith(" 1.0"))
                .anyMatch(line -> line.startsWith("kohorte_destination_circuit{" + labels + ",state=\"open\"")
                        && line.endsWith(" 0.0"));
    }

    @Test
    void aDestinationThatRefusesCredentialsIsSeenInWhyItsSyncIsPausedAndHowFarItIsBehind() throws SQLException {
        var sync = SyncDesk.create(SyncDesk.draft(SyncDesk.destination(receiver), people.segment(people.crowd(3))));
        receiver.answers(401, "{}");

        SyncDesk.run(sync);
        figures.read();

        assertThat(of(sync, scrape()))
                .anyMatch(line -> line.startsWith("kohorte_sync_paused{code=\"CREDENTIALS_REJECTED\""))
                .anyMatch(line -> line.startsWith("kohorte_sync_lag_members{") && line.endsWith(" 3.0"))
                .noneMatch(line -> line.startsWith("kohorte_sync_lag_age_seconds{") && line.endsWith(" 0.0"))
                .anyMatch(line -> line.startsWith("kohorte_sync_requests_seconds_count{")
                        && line.contains("outcome=\"CREDENTIALS_REJECTED\""));

        receiver.takesEverything();
        admin().post("/api/v1/syncs/" + sync + ":resume").then().statusCode(200);
        SyncDesk.finished(SyncDesk.firstRun(sync));
        figures.read();
        assertThat(of(sync, scrape())).noneMatch(line -> line.startsWith("kohorte_sync_paused{"));
    }

    @Test
    void nothingIsToldOfASyncThatWasDeleted() throws SQLException {
        var destination = SyncDesk.destination(receiver);
        var sync = SyncDesk.create(SyncDesk.draft(destination, people.segment(people.crowd(3))));
        SyncDesk.run(sync);
        figures.read();
        assertThat(of(sync, scrape())).isNotEmpty();

        admin().delete("/api/v1/syncs/" + sync).then().statusCode(204);
        figures.read();

        assertThat(of(sync, scrape())).isEmpty();
        assertThat(scrape()).doesNotContain("destination=\"" + destination + "\"");
    }

    @Test
    void noMetricNamesAPerson() throws SQLException {
        somethingOfEverything();

        assertThat(scrape()).doesNotContain("@", people.named("ada"));
    }

    /** Every metric needs its occasion. */
    private void somethingOfEverything() throws SQLException {
        var sync =
                SyncDesk.create(SyncDesk.draft(SyncDesk.destination(receiver), people.segment(people.person("ada"))));
        receiver.answers(500, "{}");
        var run = admin().body(Map.of("confirmRemovals", false))
                .post("/api/v1/syncs/" + sync + ":run")
                .jsonPath()
                .getLong("run");
        Eventually.holds(() -> admin().get("/api/v1/runs/" + run).jsonPath().getInt("counts.requests") > 0);
        receiver.takesEverything();
        SyncDesk.ended(run);
        admin().post("/api/v1/syncs/" + sync + ":pause").then().statusCode(200);
        runs.finish(runs.open(RunKind.IMPORT, 1, "test"), RunState.COMPLETED, Map.of());
        track();
        admin().body(Map.of("conversions", List.of(Map.of("remoteId", people.named("c"), "type", "purchase"))))
                .post("/api/v1/conversions");
        figures.read();
    }

    private void track() {
        SyncDesk.track(
                "batch",
                Map.of(
                        "batch",
                        List.of(
                                Map.of("type", "track", "userId", people.named("ada"), "event", "Seen"),
                                Map.of("type", "no-such-type"))));
    }

    private static String scrape() {
        return given().accept("text/plain")
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    private static List<String> of(long sync, String scrape) {
        return scrape.lines()
                .filter(line -> line.contains("sync=\"" + sync + "\""))
                .toList();
    }

    /** Names of ours, as the lines say them. */
    private static Set<String> offered() {
        var names = new TreeSet<String>();
        scrape().lines()
                .filter(line -> line.startsWith("kohorte_"))
                .forEach(
                        line -> names.add(line.split("[{ ]", 2)[0].replaceFirst("(?<=_seconds)_(count|sum|max)$", "")));
        return names;
    }

    private static Set<String> documented() throws IOException {
        var name = Pattern.compile("^\\| `(kohorte_[a-z_]+)");
        var names = new TreeSet<String>();
        for (var line : Files.readAllLines(GUIDE)) {
            var found = name.matcher(line);
            if (found.find()) {
                names.add(found.group(1));
            }
        }
        return names;
    }
}
