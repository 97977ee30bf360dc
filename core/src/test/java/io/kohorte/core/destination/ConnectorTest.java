// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.destination;

import static io.kohorte.core.platform.Api.admin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ConnectorTest {

    private static final Map<String, Object> SETTINGS = Map.of(
            "instanceUrl", "https://acme.my.salesforce.com", "clientId", "abc", "clientSecret", "very-secret-text");

    @Test
    void theCatalogueShowsWhatIsInstalledWithSchemasAsJson() {
        admin().get("/api/v1/connectors")
                .then()
                .statusCode(200)
                .body("items.id", hasItems("salesforce"))
                .body(
                        "items.find { it.id == 'salesforce' }.settingsSchema.properties.clientSecret.writeOnly",
                        equalTo(true))
                .body("broken.size()", equalTo(0));
        admin().get("/api/v1/connectors/salesforce").then().statusCode(200).body("name", equalTo("Salesforce"));
        admin().get("/api/v1/connectors/abacus").then().statusCode(404);
    }

    @Test
    void aPreviewShowsTheExactRequestsAndNoSecret() {
        var answer = admin().body(
                        """
                {"settings":{"instanceUrl":"https://acme.my.salesforce.com","clientId":"abc","clientSecret":"very-secret-text"},
                 "audience":{"object":"Contact","memberField":"In_Audience__c"},
                 "mapping":{"matchKey":"external_id","fields":[{"to":"Churn__c","from":"score:7"},{"to":"FirstName","from":"first_name"}]},
                 "rows":[
                   {"change":"add","identifiers":{"external_id":"42"},"fields":{"score:7":0.5,"first_name":"Ada"},"consent":{"marketing":true}},
                   {"change":"add","identifiers":{},"fields":{}},
                   {"change":"remove","identifiers":{"external_id":"43"}}]}""")
                .post("/api/v1/connectors/salesforce:preview")
                .then()
                .statusCode(200)
                .body(not(containsString("very-secret-text")))
                .body("refused.row", hasItem(1))
                .extract()
                .jsonPath();
        assertThat(answer.getList("requests.body", String.class))
                .anySatisfy(
                        body -> assertThat(body).contains("\"Churn__c\":0.5").contains("Ada"));
        assertThat(answer.getList("requests.rows.flatten()", Integer.class))
                .contains(0, 2)
                .doesNotContain(1);
    }

    @Test
    void aPreviewPointsAtEverySettingThatIsWrong() {
        admin().body(Map.of("settings", Map.of("instanceUrl", "https://x.example", "colour", 1), "rows", rows()))
                .post("/api/v1/connectors/salesforce:preview")
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("errors.pointer", hasItems("/settings/clientId", "/settings/clientSecret", "/settings/colour"));
        admin().body(Map.of("settings", SETTINGS, "audience", Map.of("object", "1;drop"), "rows", rows()))
                .post("/api/v1/connectors/salesforce:preview")
                .then()
                .statusCode(422)
                .body("pointer", equalTo("/audience/object"));
        admin().body(Map.of(
                        "settings", SETTINGS,
                        "mapping", Map.of("fields", new Object[] {Map.of("to", "A__c", "from", "score:high")}),
                        "rows", rows()))
                .post("/api/v1/connectors/salesforce:preview")
                .then()
                .statusCode(422)
                .body("pointer", equalTo("/mapping/fields/0/from"));
    }

    @Test
    void aPreviewOfNothingOrOfAnUnknownChangeIsRefused() {
        admin().body(Map.of("settings", SETTINGS, "rows", new Object[0]))
                .post("/api/v1/connectors/salesforce:preview")
                .then()
                .statusCode(422)
                .body("pointer", equalTo("/rows"));
        admin().body(Map.of("settings", SETTINGS, "rows", new Object[] {Map.of("change", "explode")}))
                .post("/api/v1/connectors/salesforce:preview")
                .then()
                .statusCode(400)
                .body("pointer", equalTo("/rows/0/change"));
    }

    @Test
    void aColonMayBeEncodedOrNot() {
        for (var colon : new String[] {":", "%3A"}) {
            admin().urlEncodingEnabled(false)
                    .body(Map.of("settings", SETTINGS, "rows", rows()))
                    .post("/api/v1/connectors/salesforce" + colon + "preview")
                    .then()
                    .statusCode(200);
        }
    }

    private static Object[] rows() {
        return new Object[] {Map.of("change", "add", "identifiers", Map.of("external_id", "42"))};
    }
}
