// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.alert;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static io.kohorte.core.alert.World.stopped;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.kohorte.core.platform.HandClock;
import io.kohorte.toolkit.Secret;
import io.kohorte.toolkit.signature.StandardWebhooks;
import io.quarkus.arc.All;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is on record as owed arrives, in order, recognisable when it comes twice. */
@QuarkusTest
class NoticeDeliveryTest {

    private static final Secret SECRET = new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwAAAAAAAAAAA=");

    @Inject
    DataSource database;

    @Inject
    AlertRoutes routes;

    @Inject
    @All
    List<Carrier> carriers;

    @Inject
    AlertMetrics metrics;

    private final ObjectMapper json = new ObjectMapper();
    private final HandClock clock = new HandClock(Instant.parse("2026-11-22T09:00:00Z"));
    private final World world = new World();
    private final WireMockServer server =
            new WireMockServer(WireMockConfiguration.options().dynamicPort());

    @BeforeEach
    void aReceiverAndNoRoutes() throws SQLException {
        server.start();
        answers(200);
        empty();
    }

    @AfterEach
    void closeReceiver() throws SQLException {
        server.stop();
        empty();
    }

    @Test
    void aWebhookIsSignedAndSaysWhatIsWrongWhyAndWhatToDo() throws Exception {
        webhook("/hook", Language.EN);
        fires();

        delivery().deliver();

        var request = requests("/hook").get(0);
        assertThat(StandardWebhooks.with(List.of(SECRET))
                        .verify(
                                request.getHeader("webhook-id"),
                                request.getHeader("webhook-timestamp"),
                                request.getHeader("webhook-signature"),
                                request.getBody(),
                                Clock.systemUTC().instant()))
                .isTrue();
        var message = json.readTree(request.getBody());
        assertThat(message.path("type").asText()).isEqualTo("alert.firing");
        assertThat(message.path("data").path("kind").asText()).isEqualTo("sync-stopped");
        assertThat(message.path("data").path("severity").asText()).isEqualTo("error");
        assertThat(message.path("data").path("subject")).isEqualTo(tree("{'kind':'sync','id':7,'name':'Churners'}"));
        assertThat(message.path("data").path("sentence").asText())
                .isEqualTo("The sync 'Churners' stopped and waits for you.");
        assertThat(message.path("data").path("reason").asText()).isEqualTo("The destination refuses the credentials.");
        assertThat(message.path("data").path("nextStep").asText()).isNotEmpty();
        assertThat(message.path("data").path("link").asText()).endsWith("/syncs/7");
    }

    @Test
    void eachChangeOfStateIsToldOnceHoweverOftenItIsLookedAndDelivered() throws Exception {
        webhook("/hook", Language.EN);
        for (var look = 0; look < 3; look++) {
            fires();
            delivery().deliver();
            clock.forward(Duration.ofHours(1));
        }
        recovers();
        delivery().deliver();
        delivery().deliver();

        assertThat(types("/hook")).containsExactly("alert.firing", "alert.recovered");
    }

    @Test
    void aProcessThatDiesAfterItsCommitLeavesTheNoticeToAnother() throws Exception {
        webhook("/hook", Language.EN);
        fires(); // and the process that saw it is gone

        delivery().deliver();

        assertThat(types("/hook")).containsExactly("alert.firing");
    }

    @Test
    void aProcessThatDiesBetweenSendingAndRecordingMakesItComeTwiceUnderOneNumber() throws Exception {
        var route = webhook("/hook", Language.EN);
        fires();
        var owed = new OwedNotices(database, clock);
        assertThat(owed.claim()).contains(route);
        delivery().send(routes.find(route).orElseThrow(), owed.to(route).get(0).notice()); // and dies

        delivery().deliver();
        assertThat(types("/hook")).as("the lease of the dead still runs").containsExactly("alert.firing");
        clock.forward(OwedNotices.LEASE);
        delivery().deliver();
        delivery().deliver();

        assertThat(types("/hook")).containsExactly("alert.firing", "alert.firing");
        assertThat(requests("/hook").stream()
                        .map(request -> request.getHeader("webhook-id"))
                        .distinct())
                .hasSize(1);
    }

    @Test
    void manyProcessesDeliverEachNoticeOnceAndInOrder() throws Exception {
        for (var route = 0; route < 4; route++) {
            webhook("/hook" + route, Language.EN);
        }
        for (var alert = 0; alert < 5; alert++) {
            fires();
            recovers();
        }
        var nodes = 4;
        var start = new CountDownLatch(1);
        var threads = Executors.newFixedThreadPool(nodes);
        try {
            Callable<Boolean> node = () -> {
                start.await();
                delivery().deliver();
                return true;
            };
            var working = Collections.nCopies(nodes, node).stream()
                    .map(threads::submit)
                    .toList();
            start.countDown();
            for (var work : working) {
                assertThat(work.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
        for (var route = 0; route < 4; route++) {
            assertThat(types("/hook" + route))
                    .containsExactlyElementsOf(
                            Collections.nCopies(5, List.of("alert.firing", "alert.recovered")).stream()
                                    .flatMap(List::stream)
                                    .toList());
        }
    }

    @Test
    void aRouteThatFailsRestsAloneAndIsToldEverythingInOrderOnceItIsBack() throws Exception {
        var dead = webhook("/dead", Language.EN);
        webhook("/well", Language.EN);
        server.stubFor(post(urlPathMatching("/dead")).willReturn(aResponse().withStatus(503)));
        fires();
        delivery().deliver();
        recovers();
        delivery().deliver();

        assertThat(types("/well")).containsExactly("alert.firing", "alert.recovered");
        assertThat(routes.find(dead).orElseThrow().standing().problem())
                .contains("The receiver answered with status 503.");
        server.resetAll();
        answers(200);
        clock.forward(Duration.ofMinutes(30)); // no rest is longer
        delivery().deliver();

        assertThat(types("/dead")).containsExactly("alert.firing", "alert.recovered");
        assertThat(types("/well")).isEmpty();
        assertThat(routes.find(dead).orElseThrow().standing().problem()).isEmpty();
    }

    @Test
    void whatCouldNotBeToldForADayIsGivenUp() throws Exception {
        webhook("/hook", Language.EN);
        answers(500);
        fires();
        for (var hour = 0; hour < 30; hour++) {
            delivery().deliver();
            clock.forward(Duration.ofHours(1));
        }
        answers(200);
        server.resetRequests();
        delivery().deliver();

        assertThat(requests("/hook")).isEmpty();
        assertThat(new OwedNotices(database, clock).claim()).isEmpty();
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        var route = webhook("/hook", Language.EN);
        server.stubFor(post(urlPathMatching("/hook"))
                .willReturn(aResponse().withStatus(307).withHeader("location", server.baseUrl() + "/elsewhere")));
        fires();
        delivery().deliver();

        assertThat(requests("/elsewhere")).isEmpty();
        assertThat(routes.find(route).orElseThrow().standing().owed()).isOne();
    }

    @Test
    void aChatIsToldInItsLanguageAndANameCallsNobody() throws Exception {
        var settings = json.createObjectNode().put("url", server.baseUrl() + "/chat");
        create("chat", RouteKind.SLACK, Language.DE, settings);
        world.has(new Finding(
                AlertKind.SYNC_STOPPED,
                new Subject(Subject.Kind.SYNC, 7, "<!channel> @here & co"),
                "The sync '<!channel> @here & co' stopped and waits for you.",
                java.util.Optional.empty(),
                "Nothing: it is tried again by itself.",
                "/syncs/7"));
        observe();
        delivery().deliver();

        var text =
                json.readTree(requests("/chat").get(0).getBody()).path("text").asText();
        assertThat(text)
                .startsWith(
                        "*Kohorte – Fehler: Der Sync „&lt;!channel&gt; @\u200bhere &amp; co“ steht still und wartet auf Sie.*")
                .contains("Was zu tun ist: Nichts: Es wird von selbst erneut versucht.");
    }

    private void fires() throws SQLException {
        world.has(stopped(7));
        observe();
    }

    private void recovers() throws SQLException {
        world.has();
        observe();
        clock.forward(new Limits().recoverAfter());
        observe();
    }

    private void observe() throws SQLException {
        new Observation(database, List.of(world), new Limits(), clock).look();
    }

    /** Of one process more. */
    private NoticeDelivery delivery() {
        return new NoticeDelivery(new OwedNotices(database, clock), routes, carriers, metrics, new Limits(), clock);
    }

    private long webhook(String path, Language language) throws SQLException {
        var settings =
                json.createObjectNode().put("url", server.baseUrl() + path).put("secret", SECRET.reveal());
        return create(path, RouteKind.WEBHOOK, language, settings);
    }

    private long create(String name, RouteKind kind, Language language, ObjectNode settings) throws SQLException {
        return routes.create(new AlertRoutes.Definition(name, kind, Severity.WARNING, language, settings));
    }

    private void answers(int status) {
        server.stubFor(post(urlPathMatching("/.*")).willReturn(aResponse().withStatus(status)));
    }

    private List<LoggedRequest> requests(String path) {
        return server.getAllServeEvents().stream()
                .map(event -> event.getRequest())
                .filter(request -> request.getUrl().equals(path))
                .sorted(Comparator.comparing(LoggedRequest::getLoggedDate))
                .toList();
    }

    private List<String> types(String path) throws IOException {
        var types = new ArrayList<String>();
        for (var request : requests(path)) {
            types.add(json.readTree(request.getBody()).path("type").asText());
        }
        return types;
    }

    private JsonNode tree(String text) throws IOException {
        return json.readTree(text.replace('\'', '"'));
    }

    private void empty() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("truncate alert, alert_route, alert_notice");
        }
    }
}
