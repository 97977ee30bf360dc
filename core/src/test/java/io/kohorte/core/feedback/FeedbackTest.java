// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.feedback;

import static io.kohorte.core.platform.Api.admin;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

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
import org.junit.jupiter.api.Test;

@QuarkusTest
class FeedbackTest {

    @Inject
    DataSource database;

    @Inject
    People people;

    @Inject
    Clock clock;

    @Inject
    UnknownConversions unknown;

    private final Receiver receiver = new Receiver();

    @AfterEach
    void closeReceiver() {
        receiver.close();
    }

    @Test
    void aSignedConversionIsRecordedOnceAndLaidToTheDeliveryBeforeIt() throws Exception {
        var ada = people.person("ada");
        var destination = destination();
        var sync = deliver(destination, people.segment(ada));

        var body = purchase(people.named("buy"), "\"profileId\":\"" + ada + "\"");
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
        var ada = people.person("ada");
        var destination = destination();
        tell(destination, purchase(people.named("known"), named("ADA")))
                .statusCode(202)
                .body("accepted", equalTo(1));
        tell(destination, purchase(people.named("stranger"), named("later")))
                .statusCode(202)
                .body("unknown", equalTo(1));
        assertThat(orders(ada)).hasSize(1);

        var later = people.person("later");
        unknown.resolve();

        assertThat(orders(later)).hasSize(1);
        admin().get("/api/v1/conversions?profile=" + later)
                .then()
                .body("items[0].remoteId", equalTo(people.named("stranger")));
    }

    @Test
    void aWrongSignatureChangesNothing() throws SQLException {
        var destination = destination();
        given().contentType("application/json")
                .header("webhook-id", "msg-1")
                .header("webhook-timestamp", Long.toString(clock.instant().getEpochSecond()))
                .header("webhook-signature", "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")
                .body(purchase(people.named("forged"), "\"profileId\":\"1\""))
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
        var ada = people.person("ada");
        admin().body(Map.of(
                        "conversions",
                        List.of(
                                Map.of(
                                        "remoteId",
                                        people.named("a"),
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
                                Map.of(
                                        "remoteId",
                                        people.named("b"),
                                        "type",
                                        "purchase",
                                        "at",
                                        "yesterday",
                                        "profile",
                                        ada),
                                Map.of(
                                        "remoteId",
                                        people.named("c"),
                                        "type",
                                        "newsletter.opened",
                                        "at",
                                        "2026-01-05T10:00:00+01:00",
                                        "identifiers",
                                        Map.of("email", people.mail("ada"))))))
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
        var ada = people.person("ada");
        given().spec(admin())
                .contentType("text/csv")
                .body("remote_id,type,at,value,currency,email\n"
                        + people.named("f") + ",purchase,2026-02-01T00:00:00Z,\"12.50\",EUR," + people.mail("ada")
                        + "\n"
                        + people.named("g") + ",purchase,2026-02-01T00:00:00Z,1,EURO," + people.mail("ada") + "\n")
                .post("/api/v1/conversions")
                .then()
                .statusCode(202)
                .body("accepted", equalTo(1))
                .body("invalid[0].row", equalTo(3))
                .body("invalid[0].code", equalTo("INVALID_CURRENCY"));
        assertThat(orders(ada)).containsExactly(12.5);
    }

    @Test
    void aConversionIsLaidOnlyToADeliveryToTheDestinationThatTellsIt() throws Exception {
        var ada = people.person("ada");
        deliver(destination(), people.segment(ada));
        var teller = destination();

        tell(teller, purchase(people.named("buy"), "\"profileId\":\"" + ada + "\""))
                .statusCode(202);

        admin().get("/api/v1/conversions?profile=" + ada)
                .then()
                .body("items.size()", equalTo(1))
                .body("items[0].sync", nullValue());
    }

    @Test
    void soIsOneOfSomebodyWhoBecomesKnownLater() throws Exception {
        var teller = destination();
        var named = "\"identifiers\":{\"external_id\":\"" + people.named("crm") + "\"}";
        tell(teller, purchase(people.named("buy"), named)).body("unknown", equalTo(1));
        var ada = people.person("ada");
        people.called(ada, "external_id", people.named("crm"));
        deliver(destination(), people.segment(ada));

        unknown.resolve();

        admin().get("/api/v1/conversions?profile=" + ada)
                .then()
                .body("items.size()", equalTo(1))
                .body("items[0].sync", nullValue());
    }

    @Test
    void theSameIdFromTwoDestinationsIsTwoConversions() throws Exception {
        var ada = people.person("ada");
        var body = purchase(people.named("buy"), "\"profileId\":\"" + ada + "\"");

        tell(destination(), body).body("accepted", equalTo(1));
        tell(destination(), body).body("accepted", equalTo(1));

        assertThat(orders(ada)).containsExactly(19.9, 19.9);
    }

    @Test
    void identifiersAreKeptOnlyUntilThePersonIsKnown() throws Exception {
        people.person("ada");
        var destination = destination();
        tell(destination, purchase(people.named("known"), named("ada")));
        tell(destination, purchase(people.named("stranger"), named("later")));
        assertThat(identifiersKept("known")).isEqualTo("{}");
        assertThat(identifiersKept("stranger")).contains(people.mail("later"));

        people.person("later");
        unknown.resolve();

        assertThat(identifiersKept("stranger")).isEqualTo("{}");
    }

    @Test
    void whoUnsubscribesThereIsAskedNothingMoreByMailFromHere() throws Exception {
        var ada = people.person("ada");
        var later = "later";
        tell(destination(), purchase(people.named("off"), named("ada")).replace("purchase", "email.unsubscribed"));
        tell(destination(), purchase(people.named("off2"), named(later)).replace("purchase", "email.unsubscribed"))
                .body("unknown", equalTo(1));

        admin().get("/api/v1/consents?profile=" + ada)
                .then()
                .body("items.find { it.purpose == 'email' }.granted", equalTo(false));
        var known = people.person(later);
        unknown.resolve();
        admin().get("/api/v1/consents?profile=" + known)
                .then()
                .body("items.find { it.purpose == 'email' }.granted", equalTo(false));
    }

    @Test
    void whoIsForgottenThereIsNeverSentAnywhereAgainKnownOrNot() throws Exception {
        var ada = people.person("ada");
        tell(
                destination(),
                purchase(people.named("forget"), "\"profileId\":\"" + ada + "\"")
                        .replace("purchase", "privacy.forgotten"));
        tell(
                destination(),
                purchase(people.named("forget2"), named("stranger")).replace("purchase", "privacy.forgotten"));

        admin().get("/api/v1/suppressions?profile=" + ada)
                .then()
                .body("items.value", hasItem(people.mail("ada")))
                .body("items[0].reason", equalTo("A destination was asked to erase this person."));
        var known = people.person("stranger");
        admin().get("/api/v1/suppressions?profile=" + known)
                .then()
                .body("items.value", hasItem(people.mail("stranger")));
    }

    @Test
    void aVendorThatLooksWhetherSomebodyIsThereHearsYes() {
        given().get("/api/v1/feedback/987654").then().statusCode(200);
    }

    @Test
    void aRefundCountsAgainstWhatWasBought() throws Exception {
        var ada = people.person("ada");
        tell(destination(), purchase(people.named("back"), named("ada")).replace("purchase", "refund"));
        assertThat(amounts(ada, "Order Refunded")).containsExactly(-19.9);
    }

    @Test
    void aDestinationIsKeptWhileConversionsBelongToIt() throws Exception {
        var destination = destination();
        tell(destination, purchase(people.named("buy"), named("somebody")));
        admin().delete("/api/v1/destinations/" + destination)
                .then()
                .statusCode(409)
                .body("code", equalTo("IN_USE"));
    }

    private String named(String name) {
        return "\"identifiers\":{\"email\":\"" + people.mail(name) + "\"}";
    }

    private String identifiersKept(String id) throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("select identifiers from conversion where remote_id = ?")) {
            select.setString(1, people.named(id));
            var row = select.executeQuery();
            row.next();
            return row.getString(1);
        }
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
        return amounts(profile, "Order Completed");
    }

    private List<Double> amounts(int profile, String event) throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(
                        "select amount from event where profile = ? and name = ? order by at")) {
            select.setInt(1, profile);
            select.setString(2, event);
            var rows = select.executeQuery();
            var amounts = new java.util.ArrayList<Double>();
            while (rows.next()) {
                amounts.add(rows.getDouble(1));
            }
            return amounts;
        }
    }
}
