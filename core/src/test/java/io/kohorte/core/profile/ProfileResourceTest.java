// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.profile;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasEntry;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import io.kohorte.core.analytics.Replica;
import io.kohorte.core.analytics.Writers;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Collections;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ProfileResourceTest {

    @Inject
    Replica replica;

    @Inject
    DataSource dataSource;

    private String key;
    private String ann;

    @BeforeEach
    void annVisitedBoughtAndSaidWhoSheIs() {
        key = admin().body("{\"name\":\"site " + UUID.randomUUID() + "\",\"kind\":\"events\"}")
                .post("/api/v1/sources")
                .path("writeKey");
        ann = "ann" + UUID.randomUUID();
        track(
                """
                {'batch':[
                 {'type':'page','anonymousId':'c-%s','name':'Home','timestamp':'2026-01-01T10:00:00Z'},
                 {'type':'track','userId':'%s','event':'Order Completed','timestamp':'2026-01-02T10:00:00Z','properties':{'order_id':'o1','revenue':12.5,'colour':'red'}},
                 {'type':'identify','userId':'%s','anonymousId':'c-%s','traits':{'email':'%s@example.com','favourite_colour':'red'},
                  'context':{'consent':{'categoryPreferences':{'marketing':true}}}}]}
                """);
    }

    @Test
    void aCustomerIsFoundByAnyIdentifierAndItsBeginning() {
        admin().queryParam("identity", "email:" + ann.toUpperCase(java.util.Locale.ROOT) + "@Example.com")
                .get("/api/v1/profiles")
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].identities.value", hasItems(ann, "c-" + ann))
                .body("items[0].traits.favourite_colour", equalTo("red"))
                .body("items[0].consents", hasEntry("marketing", true));
        admin().queryParam("q", ann.substring(0, 20))
                .get("/api/v1/profiles")
                .then()
                .body("items", hasSize(1));
        admin().queryParam("q", "%").get("/api/v1/profiles").then().body("items", empty());
        admin().queryParam("identity", "email:nobody@example.com")
                .get("/api/v1/profiles")
                .then()
                .statusCode(200)
                .body("items", empty());
        admin().queryParam("identity", "what?")
                .get("/api/v1/profiles")
                .then()
                .statusCode(400)
                .body("code", equalTo("INVALID_IDENTITY"));
    }

    @Test
    void aCustomerShowsTheirTimelineNewestFirst() {
        admin().get("/api/v1/profiles/{id}", id())
                .then()
                .statusCode(200)
                .body("timeline.name", contains("Order Completed", "Page Viewed"))
                .body("timeline[0].amount", equalTo(12.5f))
                .body("timeline[0].orderRef", equalTo("o1"))
                .body("timeline[0].properties.colour", equalTo("red"))
                .body("deliveries", empty());
    }

    @Test
    void theNumberOfAMergedProfileLeadsToTheOneItBecame() {
        track("{'batch':[{'type':'track','userId':'other%s','event':'Looked'}]}");
        int other = admin().queryParam("identity", "user_id:other" + ann)
                .get("/api/v1/profiles")
                .path("items[0].id");
        track("{'batch':[{'type':'alias','previousId':'other%s','userId':'%s'}]}");

        admin().get("/api/v1/profiles/{id}", other)
                .then()
                .body("id", equalTo(id()))
                .body("mergedFrom", hasItem(other));
        admin().get("/api/v1/profiles/999999999").then().statusCode(404);
    }

    @Test
    void customersArePagedThrough() {
        track("{'batch':[{'type':'track','userId':'second%s','event':'Looked'}]}");
        String next = admin().queryParam("limit", 1)
                .get("/api/v1/profiles")
                .then()
                .body("items", hasSize(1))
                .extract()
                .path("next");
        int first = admin().queryParam("limit", 1).get("/api/v1/profiles").path("items[0].id");
        admin().queryParam("limit", 1)
                .queryParam("cursor", next)
                .get("/api/v1/profiles")
                .then()
                .body("items[0].id", greaterThan(first));
    }

    @Test
    void consentIsChangedByAPersonsWord() {
        admin().body("{\"identity\":{\"namespace\":\"user_id\",\"value\":\"" + ann
                        + "\"},\"consents\":{\"marketing\":false,\"ads\":true}}")
                .put("/api/v1/consents")
                .then()
                .statusCode(200)
                .body("items.purpose", contains("ads", "marketing"))
                .body("items.granted", contains(true, false));
        admin().queryParam("profile", id()).get("/api/v1/consents").then().body("items", hasSize(2));
        admin().body("{\"identity\":{\"namespace\":\"user_id\",\"value\":\"nobody-here\"},\"consents\":{\"ads\":true}}")
                .put("/api/v1/consents")
                .then()
                .statusCode(404);
        admin().body("{\"identity\":{\"namespace\":\"user_id\",\"value\":\"x\"},\"consents\":{\"Ads!\":true}}")
                .put("/api/v1/consents")
                .then()
                .statusCode(422)
                .body("code", equalTo("INVALID_PURPOSE"));
    }

    @Test
    void aSuppressionIsKeptInNormalFormUntilItIsRemoved() {
        String mail = ann + "@example.com";
        String body = "{\"identities\":[{\"namespace\":\"email\",\"value\":\" "
                + mail.toUpperCase(java.util.Locale.ROOT) + "\"}],\"reason\":\"asked for it\"}";
        admin().body(body).post("/api/v1/suppressions").then().statusCode(200).body("added", equalTo(1));
        admin().body(body).post("/api/v1/suppressions").then().statusCode(200).body("added", equalTo(0));
        admin().queryParam("limit", 500).get("/api/v1/suppressions").then().body("items.value", hasItem(mail));
        admin().queryParam("profile", id())
                .get("/api/v1/suppressions")
                .then()
                .body("items.value", contains(mail))
                .body("items.reason", contains("asked for it"));
        admin().body("{\"namespace\":\"email\",\"value\":\"" + mail + "\"}")
                .delete("/api/v1/suppressions")
                .then()
                .statusCode(204);
        admin().queryParam("limit", 500).get("/api/v1/suppressions").then().body("items.value", not(hasItem(mail)));
        admin().body("{\"namespace\":\"email\",\"value\":\"" + mail + "\"}")
                .delete("/api/v1/suppressions")
                .then()
                .statusCode(404);
        admin().body("{\"identities\":[{\"namespace\":\"email\",\"value\":\"no address\"}],\"reason\":\"x\"}")
                .post("/api/v1/suppressions")
                .then()
                .statusCode(422)
                .body("pointer", equalTo("/identities/0"));
    }

    @Test
    void theCatalogueShowsWhatThereIsToBuildWith() throws SQLException {
        catchUp();
        var catalogue = admin().get("/api/v1/catalogue")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(catalogue.getString("traits.find { it.name == 'favourite_colour' }.type"))
                .isEqualTo("text");
        assertThat(catalogue.getList("traits.find { it.name == 'favourite_colour' }.values.value", String.class))
                .contains("red");
        assertThat(catalogue.getLong("events.find { it.name == 'Order Completed' }.count"))
                .isPositive();
        assertThat(catalogue.getList("events.find { it.name == 'Order Completed' }.properties", String.class))
                .contains("colour", "revenue");
        assertThat(catalogue.getString("features.find { it.name == 'recency' }.label.de"))
                .isNotBlank();
    }

    @Test
    void aPropertyThatCameForTheFirstTimeIsOfferedHoweverManyEventsCameBefore() throws SQLException {
        var event = "Tasted " + UUID.randomUUID();
        for (var round = 0; round < 6; round++) {
            track("{'batch':[" + String.join(",", Collections.nCopies(100, tasted(event, "salt"))) + "]}");
            catchUp();
        }
        track("{'batch':[" + tasted(event, "sweet") + "]}");
        catchUp();

        var properties = admin().get("/api/v1/catalogue")
                .jsonPath()
                .getList("events.find { it.name == '" + event + "' }.properties", String.class);

        assertThat(properties).containsExactly("salt", "sweet");
    }

    private void catchUp() throws SQLException {
        Writers.end(dataSource);
        replica.catchUp();
    }

    private static String tasted(String event, String property) {
        return "{'type':'track','userId':'%s','event':'" + event + "','properties':{'" + property + "':1}}";
    }

    private int id() {
        return admin().queryParam("identity", "user_id:" + ann)
                .get("/api/v1/profiles")
                .path("items[0].id");
    }

    private void track(String batch) {
        given().auth()
                .preemptive()
                .basic(key, "")
                .contentType("application/json")
                .body(batch.replace("%s", ann).replace('\'', '"'))
                .post("/v1/batch")
                .then()
                .statusCode(200)
                .body("refused", org.hamcrest.Matchers.nullValue());
    }

    private static RequestSpecification admin() {
        return given().auth()
                .preemptive()
                .basic("admin", "correct horse battery")
                .contentType("application/json");
    }
}
