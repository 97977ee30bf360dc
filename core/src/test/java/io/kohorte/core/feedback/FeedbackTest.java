// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.feedback;

import static io.kohorte.core.platform.Api.admin;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.kohorte.core.segment.SegmentStore;
import io.kohorte.core.sync.People;
import io.kohorte.core.sync.Receiver;
import io.kohorte.core.sync.SyncDesk;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class FeedbackTest {

    @Inject
    DataSource database;

    @Inject
    SegmentStore segments;

    @Inject
    Clock clock;

    @Inject
    UnknownConversions unknown;

    private final Receiver receiver = new Receiver();
    private final String tag = UUID.randomUUID().toString().substring(0, 8);
    private People people;

    @BeforeEach
    void makePeople() {
        people = new People(database, segments);
    }

    @AfterEach
    void closeReceiver() {
        receiver.close();
    }

    @Test
    void aSignedConversionIsRecordedOnceAndLaidToTheDeliveryBeforeIt() throws Exception {
        var ada = people.person(mail("ada"), "{}");
        var destination = destination();
        var sync = deliver(destination, people.segment(ada));

        var body = purchase("buy-" + tag, "\"profileId\":\"" + ada + "\"");
        tell(destination, body).statusCode(202).body("accepted", equalTo(1)).body("duplicates", equalTo(0));
        tell(destination, body).statusCode(202).body("accepted", equalTo(0)).body("duplicates", equalTo(1));

        admin().get("/api/v1/conversions?destination=" + destination)
                .then()
                .statusCode(200)
                .body("items.size()", equalTo(1))
                .body("items[0].profile", equalTo(ada))
                .body("items[0].type", equalTo("purchase"))
                .body("items[0].value", equalTo(19.9f))
                .body("items[0].sync", equalTo((int) sync))
                .body("items[0].exposedAt", notNullValue());
        assertThat(orders(ada)).containsExactly(19.9);
    }

    @Test
    void aPersonIsFoundByIdentifierAndSomebodyUnknownIsKeptUntilWeKnowThem() throws Exception {
        var ada = people.person(mail("ada"), "{}");
        var destination = destination();
        tell(destination, purchase("known-" + tag, "\"identifiers\":{\"email\":\"" + mail("ADA") + "\"}"))
                .statusCode(202)
                .body("accepted", equalTo(1));
        tell(destination, purchase("stranger-" + tag, "\"identifiers\":{\"email\":\"" + mail("later") + "\"}"))
                .statusCode(202)
                .body("unknown", equalTo(1));
        assertThat(orders(ada)).hasSize(1);

        var later = people.person(mail("later"), "{}");
        unknown.resolve();

        assertThat(orders(later)).hasSize(1);
        admin().get("/api/v1/conversions?profile=" + later)
                .then()
                .body("items[0].remoteId", equalTo("stranger-" + tag));
    }

    @Test
    void aWrongSignatureChangesNothing() throws SQLException {
        var destination = destination();
        given().contentType("application/json")
                .header("webhook-id", "msg-1")
                .header("webhook-timestamp", Long.toString(clock.instant().getEpochSecond()))
                .header("webhook-signature", "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")
                .body(purchase("forged-" + tag, "\"profileId\":\"1\""))
                .post("/api/v1/feedback/" + destination)
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .body("code", equalTo("SIGNATURE_REJECTED"));
        given().body("{}").post("/api/v1/feedback/" + destination).then().statusCode(401);
        admin().get("/api/v1/conversions?destination=" + destination).then().body("items.size()", equalTo(0));
    }

    @Test
    void aSignedMessageThatCannotBeReadIsRefusedAndTooMuchIsToo() throws Exception {
        var destination = destination();
        tell(destination, "{\"type\":\"conversion.recorded\",\"data\":{\"conversions\":7}}")
                .statusCode(400);
        given().body("x".repeat(1_100_000))
                .post("/api/v1/feedback/" + destination)
                .then()
                .statusCode(413);
        given().body("{}").post("/api/v1/feedback/987654").then().statusCode(404);
    }

    @Test
    void conversionsComeInAsJsonAndOneBadRowDoesNotCostTheOthers() throws SQLException {
        var ada = people.person(mail("ada"), "{}");
        admin().body(Map.of(
                        "conversions",
                        List.of(
                                Map.of(
                                        "remoteId",
                                        "a-" + tag,
                                        "type",
                                        "purchase",
                                        "at",
                                        "2026-01-05T10:00:00Z",
                                        "value",
                                        5,
                                        "currency",
                                        "EUR",
                                        "profile",
                                        ada),
                                Map.of("remoteId", "b-" + tag, "type", "purchase", "at", "yesterday", "profile", ada),
                                Map.of(
                                        "remoteId",
                                        "c-" + tag,
                                        "type",
                                        "newsletter.opened",
                                        "at",
                                        "2026-01-05T10:00:00+01:00",
                                        "identifiers",
                                        Map.of("email", mail("ada"))))))
                .post("/api/v1/conversions")
                .then()
                .statusCode(202)
                .body("accepted", equalTo(2))
                .body("invalid[0].row", equalTo(1))
                .body("invalid[0].field", equalTo("at"));
        admin().get("/api/v1/conversions?profile=" + ada).then().body("items[0].destination", nullValue());
        assertThat(orders(ada)).containsExactly(5.0);
    }

    @Test
    void conversionsComeInAsAFile() throws SQLException {
        var ada = people.person(mail("ada"), "{}");
        given().spec(admin())
                .contentType("text/csv")
                .body("remote_id,type,at,value,currency,email\n"
                        + "f-" + tag + ",purchase,2026-02-01T00:00:00Z,\"12.50\",EUR," + mail("ada") + "\n"
                        + "g-" + tag + ",purchase,2026-02-01T00:00:00Z,1,EURO," + mail("ada") + "\n")
                .post("/api/v1/conversions")
                .then()
                .statusCode(202)
                .body("accepted", equalTo(1))
                .body("invalid[0].row", equalTo(3))
                .body("invalid[0].code", equalTo("INVALID_CURRENCY"));
        assertThat(orders(ada)).containsExactly(12.5);
    }

    private String purchase(String id, String subject) {
        return "{\"type\":\"conversion.recorded\",\"timestamp\":\"" + clock.instant()
                + "\",\"data\":{\"conversions\":[{"
                + "\"externalId\":\"" + id + "\"," + subject + ",\"conversionType\":\"purchase\",\"value\":19.9,"
                + "\"currency\":\"EUR\",\"occurredAt\":\"" + clock.instant() + "\"}]}}";
    }

    private ValidatableResponse tell(long destination, String body) throws GeneralSecurityException {
        var id = "msg-" + UUID.randomUUID();
        var at = clock.instant().getEpochSecond();
        return given().contentType("application/json")
                .header("webhook-id", id)
                .header("webhook-timestamp", Long.toString(at))
                .header("webhook-signature", "v1," + signature(id + "." + at + "." + body))
                .body(body)
                .post("/api/v1/feedback/" + destination)
                .then();
    }

    private static String signature(String signed) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        var key = Base64.getDecoder().decode(Receiver.SECRET.substring("whsec_".length()));
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }

    private long destination() {
        return SyncDesk.destination(receiver);
    }

    private static long deliver(long destination, long segment) {
        var sync = SyncDesk.create(SyncDesk.draft(destination, segment));
        SyncDesk.run(sync);
        return sync;
    }

    private List<Double> orders(int profile) throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(
                        "select amount from event where profile = ? and name = 'Order Completed' order by at")) {
            select.setInt(1, profile);
            var rows = select.executeQuery();
            var amounts = new java.util.ArrayList<Double>();
            while (rows.next()) {
                amounts.add(rows.getDouble(1));
            }
            return amounts;
        }
    }

    private String mail(String name) {
        return name + "-" + tag + "@example.com";
    }
}
