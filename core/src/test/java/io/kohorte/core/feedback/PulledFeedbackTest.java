// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.feedback;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.kohorte.core.platform.Api.admin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.kohorte.core.analytics.Deed;
import io.kohorte.core.analytics.FeatureExtraction;
import io.kohorte.core.analytics.Replica;
import io.kohorte.core.analytics.Writers;
import io.kohorte.core.sync.People;
import io.kohorte.core.sync.SyncDesk;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Conversions that a destination tells only when asked, from Salesforce's won opportunities to a label. */
@QuarkusTest
class PulledFeedbackTest {

    private static final String DATA = "/services/data/v66.0";
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxx").withZone(ZoneOffset.UTC);

    @Inject
    People people;

    @Inject
    FeedbackPull feedback;

    @Inject
    Replica replica;

    @Inject
    DataSource dataSource;

    @Inject
    FeatureExtraction extraction;

    @Inject
    Clock clock;

    private final WireMockServer salesforce =
            new WireMockServer(WireMockConfiguration.options().dynamicPort());
    private final String tag = UUID.randomUUID().toString().substring(0, 8);
    private int ada;
    private long destination;

    @BeforeEach
    void anOrganisation() throws SQLException {
        salesforce.start();
        salesforce.stubFor(post(urlPathEqualTo("/services/oauth2/token"))
                .willReturn(okJson("{\"access_token\":\"00D\",\"token_type\":\"Bearer\"}")));
        salesforce.stubFor(patch(urlPathEqualTo(DATA + "/composite/sobjects/Contact/External_Id__c"))
                .willReturn(okJson("[{\"id\":\"003A\",\"success\":true,\"errors\":[],\"created\":true}]")));
        ada = people.person("ada");
        people.called(ada, "external_id", "4711-" + tag);
        destination = account();
    }

    @AfterEach
    void closeDown() {
        admin().delete("/api/v1/destinations/" + destination);
        salesforce.stop();
    }

    @Test
    void aWonOpportunityIsLaidToItsDeliveryAndBecomesALabel() throws SQLException {
        var delivered = clock.instant();
        var sync = deliver();
        won("006-" + tag, clock.instant().plus(Duration.ofMillis(5)));

        feedback.pull();
        feedback.pull();

        admin().get("/api/v1/conversions?destination=" + destination)
                .then()
                .statusCode(200)
                .body("items.size()", equalTo(1))
                .body("items[0].remoteId", equalTo("006-" + tag))
                .body("items[0].profile", equalTo(ada))
                .body("items[0].type", equalTo("opportunity.won"))
                .body("items[0].value", equalTo(120.5f))
                .body("items[0].currency", equalTo("EUR"))
                .body("items[0].sync", equalTo((int) sync))
                .body("items[0].run", greaterThan(0))
                .body("items[0].exposedAt", notNullValue());
        Writers.end(dataSource);
        replica.catchUp();
        try (var history = extraction.open()) {
            assertThat(history.whoDid(Deed.of("opportunity.won"), delivered, clock.instant())
                            .contains(ada))
                    .isTrue();
            assertThat(history.whoDid(Deed.of("opportunity.won"), Instant.EPOCH, delivered)
                            .contains(ada))
                    .isFalse();
        }
    }

    @Test
    void anOpportunityWonBeforeTheDeliveryIsNotLaidToIt() {
        deliver();
        won("005-" + tag, clock.instant().minus(Duration.ofDays(3)));

        feedback.pull();

        admin().get("/api/v1/conversions?destination=" + destination)
                .then()
                .body("items.size()", equalTo(1))
                .body("items[0].sync", nullValue());
    }

    @Test
    void aDestinationThatAnswersNonsenseKeepsNoOtherFromBeingAsked() {
        var broken = account("https://127.0.0.1:1");
        var answering = account();
        try {
            won("007-" + tag, clock.instant());

            feedback.pull();

            admin().get("/api/v1/conversions?destination=" + answering).then().body("items.size()", equalTo(1));
        } finally {
            admin().delete("/api/v1/destinations/" + broken);
        }
    }

    private long account() {
        return account(salesforce.baseUrl());
    }

    private static long account(String address) {
        return SyncDesk.destination(
                "salesforce",
                Map.of("instanceUrl", address, "clientId", "3MVG9", "clientSecret", "s3", "timeoutSeconds", 2));
    }

    private long deliver() {
        try {
            var draft = SyncDesk.draft(destination, people.segment(ada));
            draft.put("mode", "upsert");
            draft.put("deleteBehaviour", "nothing");
            draft.put("matchKey", "external_id");
            draft.put("mapping", Map.of("fields", List.of(Map.of("to", "MailingCity", "from", "city"))));
            var sync = SyncDesk.create(draft);
            assertThat(SyncDesk.run(sync).getInt("counts.added.accepted")).isEqualTo(1);
            return sync;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void won(String id, Instant at) {
        salesforce.stubFor(get(urlPathEqualTo(DATA + "/query"))
                .willReturn(okJson(
                        """
                        {"done":true,"records":[{"Id":"%s","Amount":120.50,"CloseDate":"%s","SystemModstamp":"%s",
                         "Contact":{"External_Id__c":"%s"}}]}"""
                                .formatted(id, at.toString().substring(0, 10), STAMP.format(at), "4711-" + tag))));
    }
}
