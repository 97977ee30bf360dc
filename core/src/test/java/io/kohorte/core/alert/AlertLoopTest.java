// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.alert;

import static io.kohorte.core.platform.Api.admin;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.kohorte.core.sync.People;
import io.kohorte.core.sync.Receiver;
import io.kohorte.core.sync.SyncDesk;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From a destination that refuses us to a message in somebody's own tool, and back. */
@QuarkusTest
class AlertLoopTest {

    @Inject
    Observation observation;

    @Inject
    NoticeDelivery delivery;

    @Inject
    Alerts alerts;

    @Inject
    AlertRoutes routes;

    @Inject
    AlertMetrics metrics;

    @Inject
    MeterRegistry meters;

    @Inject
    People people;

    @Inject
    DataSource database;

    private final ObjectMapper json = new ObjectMapper();
    private final Receiver destination = new Receiver();
    private final WireMockServer tool =
            new WireMockServer(WireMockConfiguration.options().dynamicPort());

    @BeforeEach
    void somebodyWantsToBeTold() throws SQLException {
        empty();
        tool.start();
        tool.stubFor(WireMock.post(WireMock.anyUrl()).willReturn(WireMock.noContent()));
        admin().body(Map.of(
                        "name", "tool-" + UUID.randomUUID(),
                        "kind", "webhook",
                        "severity", "error",
                        "language", "en",
                        "settings", Map.of("url", tool.baseUrl() + "/alerts", "secret", Receiver.SECRET)))
                .post("/api/v1/alert-routes")
                .then()
                .statusCode(201);
    }

    @AfterEach
    void close() throws SQLException {
        destination.close();
        tool.stop();
        empty();
    }

    @Test
    void aDestinationThatLocksUsOutIsToldByItself() throws Exception {
        destination.answers(401, "{}");
        var account = SyncDesk.destination(destination);
        var sync = SyncDesk.create(SyncDesk.draft(account, people.segment(people.person("ada"))));
        assertThat(SyncDesk.run(sync).getString("state")).isEqualTo("paused");
        var often = new Limits(Duration.ofMillis(100));
        var loop = new AlertLoop(observation, delivery, alerts, routes, metrics, often);
        loop.start(new StartupEvent());
        try {
            List<JsonNode> told;
            do {
                told = told(account);
            } while (told.isEmpty());
            assertThat(told.get(0).path("type").asText()).isEqualTo("alert.firing");
            assertThat(told.get(0).path("data").path("kind").asText()).isEqualTo("credentials-rejected");
        } finally {
            loop.stop(new ShutdownEvent());
        }
        metrics.firing(alerts.counts());
        assertThat(meters.get("kohorte.alerts.firing")
                        .tag("kind", "credentials-rejected")
                        .gauge()
                        .value())
                .isPositive();
        assertThat(told(account)).hasSize(1);
    }

    /** Others' leftovers may be told as well: tests share a database. */
    private List<JsonNode> told(long account) throws IOException {
        var told = new ArrayList<JsonNode>();
        for (var event : tool.getAllServeEvents()) {
            var message = json.readTree(event.getRequest().getBody());
            var subject = message.path("data").path("subject");
            if (subject.path("kind").asText().equals("destination")
                    && subject.path("id").asLong() == account) {
                told.add(message);
            }
        }
        return told;
    }

    private void empty() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("truncate alert, alert_route, alert_notice");
        }
    }
}
