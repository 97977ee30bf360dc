// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.event;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.kohorte.core.profile.ProfilesChanged;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TrackingResourceTest {

    @Inject
    DataSource database;

    @Inject
    Listener listener;

    private String key;
    private String person;

    /** Remembers what was told. */
    @Singleton
    static class Listener {
        final List<ProfilesChanged> told = Collections.synchronizedList(new ArrayList<>());

        void on(@Observes ProfilesChanged changed) {
            told.add(changed);
        }
    }

    @BeforeEach
    void aSourceOfEventsAndAPersonNobodyKnows() {
        key = given().auth()
                .preemptive()
                .basic("admin", "correct horse battery")
                .contentType("application/json")
                .body("{\"name\":\"site " + UUID.randomUUID() + "\",\"kind\":\"events\"}")
                .post("/api/v1/sources")
                .then()
                .statusCode(201)
                .extract()
                .path("writeKey");
        person = "p" + UUID.randomUUID();
        listener.told.clear();
    }

    @Test
    void anOrderIsKeptWithItsMoneyItemAndOrderNumber() throws Exception {
        send(
                        "track",
                        """
                {'userId':'%s','event':'Order Completed','messageId':'m1%1$s','properties':{'order_id':'o7','revenue':39.95,'currency':'EUR',
                 'products':[{'product_id':'a','category':'shoes','quantity':2},{'product_id':'b'}]}}
                """)
                .statusCode(200)
                .body("success", equalTo(true))
                .body("refused", nullValue());

        assertThat(
                        row(
                                "select name, order_ref, item, category, quantity, amount, properties ->> 'currency' from event where profile = (%s)"))
                .isEqualTo("Order Completed|o7|a|shoes|3|39.95|EUR");
        assertThat(listener.told).hasSize(1);
    }

    @Test
    void theSameMessageTwiceIsOneEventAndStillASuccess() throws Exception {
        String body = "{'userId':'%s','event':'Signed Up','messageId':'once%1$s'}";
        send("track", body).statusCode(200);
        send("track", body).statusCode(200).body("success", equalTo(true));

        assertThat(row("select count(*) from event where profile = (%s)")).isEqualTo("1");
    }

    @Test
    void aBatchOfAllKindsIsTakenAndItsBrokenMessageAloneIsRefused() throws Exception {
        send(
                        "batch",
                        """
                {'batch':[
                 {'type':'page','anonymousId':'a%s','name':'Home','properties':{'url':'https://x'}},
                 {'type':'track','userId':'%1$s'},
                 {'type':'identify','userId':'%1$s','anonymousId':'a%1$s','traits':{'email':'%1$s@Example.COM','plan':'pro','address':{'city':'Wien'}}},
                 {'type':'screen','userId':'%1$s','name':'Cart'},
                 {'type':'group','userId':'%1$s','groupId':'g1','traits':{'name':'ACME'}}]}
                """)
                .statusCode(200)
                .body("success", equalTo(true))
                .body("refused.size()", equalTo(1))
                .body("refused[0].index", equalTo(1))
                .body("refused[0].code", equalTo("EVENT_NAME_INVALID"));

        assertThat(
                        row(
                                "select string_agg(name || ' ' || (properties ->> 'name'), ',' order by name) from event where profile = (%s)"))
                .isEqualTo("Page Viewed Home,Screen Viewed Cart");
        assertThat(row("select string_agg(namespace, ',' order by namespace) from identity where profile = (%s)"))
                .isEqualTo("anonymous_id,email,user_id");
        assertThat(row("select traits - 'email' from profile where number = (%s)"))
                .isEqualTo(
                        "{\"plan\": \"pro\", \"group_id\": \"g1\", \"group.name\": \"ACME\", \"address.city\": \"Wien\"}");
    }

    @Test
    void theClockOfTheClientIsCorrectedByWhenItSent() throws Exception {
        Instant wrongNow = Instant.now().plus(Duration.ofDays(400));
        send(
                        "track",
                        "{'userId':'%s','event':'Late','timestamp':'" + wrongNow.minusSeconds(3600) + "','sentAt':'"
                                + wrongNow + "'}")
                .statusCode(200);

        Instant at = OffsetDateTime.parse(
                        row(
                                "select to_char(at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') from event where profile = (%s)"))
                .toInstant();
        assertThat(Duration.between(at, Instant.now())).isBetween(Duration.ofMinutes(59), Duration.ofMinutes(62));
    }

    @Test
    void anAliasJoinsWhatWasKnownBefore() throws Exception {
        send("track", "{'anonymousId':'old%s','event':'Looked'}").statusCode(200);
        send("track", "{'userId':'%s','event':'Bought'}").statusCode(200);
        send("alias", "{'previousId':'old%s','userId':'%1$s'}").statusCode(200);

        assertThat(row("select string_agg(name, ',' order by name) from event where profile = (%s)"))
                .isEqualTo("Bought,Looked");
    }

    @Test
    void consentComesWithTheMessage() throws Exception {
        send("identify", "{'userId':'%s','context':{'consent':{'categoryPreferences':{'Marketing':true,'ads':false}}}}")
                .statusCode(200);

        assertThat(
                        row(
                                "select string_agg(purpose || '=' || granted, ',' order by purpose) from consent where profile = (%s)"))
                .isEqualTo("ads=false,marketing=true");
    }

    @Test
    void theKeyMayComeInTheBodyAndTheBodyPackedAndAsPlainText() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(json("{'writeKey':'" + key + "','userId':'%s','event':'Packed'}")
                    .getBytes(StandardCharsets.UTF_8));
        }
        given().header("Content-Encoding", "gzip")
                .contentType("text/plain")
                .body(packed.toByteArray())
                .post("/v1/t")
                .then()
                .statusCode(200);

        assertThat(row("select name from event where profile = (%s)")).isEqualTo("Packed");
    }

    @Test
    void withoutAKeyNothingIsTaken() {
        given().contentType("application/json")
                .body(json("{'userId':'%s','event':'x'}"))
                .post("/v1/track")
                .then()
                .statusCode(401)
                .body("code", equalTo("WRITE_KEY_INVALID"));
        given().auth()
                .preemptive()
                .basic("kwkwrong", "")
                .contentType("application/json")
                .body(json("{'userId':'%s','event':'x'}"))
                .post("/v1/track")
                .then()
                .statusCode(401);
    }

    @Test
    void theWriteKeyOpensNothingElse() {
        given().auth().preemptive().basic(key, "").get("/api/v1/sources").then().statusCode(401);
    }

    @Test
    void badRequestsAreProblems() {
        send("track", "{'userId':'%s'").statusCode(400).body("code", equalTo("BROKEN_JSON"));
        send("track", "['x']").statusCode(400).body("code", equalTo("NOT_AN_OBJECT"));
        send("track", "{'event':'x'}").statusCode(400).body("code", equalTo("IDENTIFIER_MISSING"));
        send("track", "{'userId':'null','event':'x'}").statusCode(400).body("code", equalTo("IDENTIFIER_INVALID"));
        send("track", "{'userId':'%s','event':'x','timestamp':'yesterday'}")
                .statusCode(400)
                .body("code", equalTo("TIMESTAMP_INVALID"));
        send("track", "{'userId':'%s','event':'x','properties':{'a':'\\u0000'}}")
                .statusCode(400)
                .body("code", equalTo("VALUE_UNSTORABLE"));
        send("track", "{'userId':'%s','event':'x','properties':{'a':'\\ud800'}}")
                .statusCode(400)
                .body("code", equalTo("VALUE_UNSTORABLE"));
        send("track", "{'userId':'%s','event':'x','properties':{'a':1e999}}")
                .statusCode(400)
                .body("code", equalTo("VALUE_UNSTORABLE"));
        send("track", "{'userId':'%s','event':'x','properties':{'a':'" + "x".repeat(33_000) + "'}}")
                .statusCode(400)
                .body("code", equalTo("TOO_LARGE"));
        send("track", "{'userId':'%s','a':" + "[".repeat(5000) + "]".repeat(5000) + "}")
                .statusCode(400);
        send("batch", "{'batch':'" + "x".repeat(513_000) + "'}").statusCode(413).body("code", equalTo("TOO_LARGE"));
        send("batch", "{}").statusCode(400).body("code", equalTo("BATCH_MISSING"));
        send("nothing", "{}").statusCode(404);
        given().auth()
                .preemptive()
                .basic(key, "")
                .header("Content-Encoding", "gzip")
                .body(new byte[] {1, 2, 3})
                .post("/v1/track")
                .then()
                .statusCode(400)
                .body("code", equalTo("BROKEN_GZIP"));
    }

    @Test
    void aMessageHas32KibibytesAndARequest500AndNotOneByteMore() {
        send("track", padded(32 * 1024) + " ").statusCode(200);
        send("track", padded(32 * 1024 + 1) + " ").statusCode(400).body("code", equalTo("TOO_LARGE"));

        var batch = "{\"batch\":[" + padded(1_000) + "]}";
        send("batch", batch + " ".repeat(500 * 1024 - batch.length())).statusCode(200);
        send("batch", batch + " ".repeat(500 * 1024 + 1 - batch.length()))
                .statusCode(413)
                .body("code", equalTo("TOO_LARGE"));
    }

    /** A message of so many bytes. */
    private String padded(int bytes) {
        var message = json("{'type':'track','userId':'%s','event':'x','properties':{'a':'*'}}");
        return message.replace("*", "x".repeat(bytes - message.length() + 1));
    }

    @Test
    void numbersBeyondAllReasonAreStoredOrRefusedButNeverBreakABatch() throws Exception {
        send(
                        "batch",
                        """
                {'batch':[{'type':'identify','userId':'%s','traits':{'big':123456789012345678901234567890,'tiny':1e-400,'deep':{'a':{'b':{'c':{'d':{'e':1}}}}}}},
                          {'type':'track','userId':'%1$s','event':'After','properties':{'value':'NaN','quantity':'many'}}]}
                """)
                .statusCode(200)
                .body("refused", nullValue());

        assertThat(
                        row(
                                "select name || coalesce(amount::text, '-') || coalesce(quantity::text, '-') from event where profile = (%s)"))
                .isEqualTo("After--");
    }

    @Test
    void aPageOfAnotherSiteMaySendEvents() {
        given().header("Origin", "https://shop.example")
                .header("Access-Control-Request-Method", "POST")
                .options("/v1/batch")
                .then()
                .statusCode(204)
                .header("Access-Control-Allow-Origin", "*")
                .header("Access-Control-Allow-Headers", notNullValue());
        given().header("Origin", "https://shop.example")
                .options("/api/v1/sources")
                .then()
                .header("Access-Control-Allow-Origin", nullValue());
        given().contentType("text/plain")
                .body("{")
                .post("/v1/track")
                .then()
                .statusCode(400)
                .header("Access-Control-Allow-Origin", "*");
    }

    private ValidatableResponse send(String call, String body) {
        return caller().contentType("application/json")
                .body(json(body))
                .post("/v1/" + call)
                .then();
    }

    private RequestSpecification caller() {
        return given().auth().preemptive().basic(key, "");
    }

    private String json(String text) {
        return text.replace("%s", person).replace("%1$s", person).replace('\'', '"');
    }

    private String row(String sql) throws SQLException {
        String who = "select profile from identity where namespace = 'user_id' and value = '" + person + "'";
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql.replace("%s", who))) {
            assertThat(row.next()).isTrue();
            List<String> values = new ArrayList<>();
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                values.add(row.getString(i));
            }
            return String.join("|", values);
        }
    }
}
