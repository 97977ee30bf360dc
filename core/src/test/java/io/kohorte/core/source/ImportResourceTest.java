// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.kohorte.core.platform.KohorteConfig;
import io.kohorte.core.platform.SharedData;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ImportResourceTest {

    private static final String ORDERS =
            """
            order,customer,date,qty,price
            1,ann,2026-01-02,2,10.50
            2,bob,2026-01-03,-1,5
            3,,2026-01-03,1,5
            4,cid,yesterday,1,5
            5,dan,2026-01-04,1
            """;

    private static final String MAPPING =
            """
            {"identities":{"customer_id":"customer"},
             "event":{"name":"Order Completed","refund":"Order Refunded","at":"date","orderRef":"order","quantity":"qty","unitPrice":"price"}}
            """;

    @Inject
    KohorteConfig config;

    @Test
    void theQualityOfEachImportOfASourceIsThereToBeCompared() {
        int source = source(MAPPING);
        finished(send(source, "orders.csv", ORDERS.getBytes(StandardCharsets.UTF_8)));
        finished(send(source, "orders.csv", ORDERS.getBytes(StandardCharsets.UTF_8)));

        JsonPath trend = admin().get("/api/v1/sources/{id}/quality", source)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(trend.getList("items.imported", Integer.class)).hasSize(2).isSortedAccordingTo((a, b) -> b - a);
        assertThat(trend.getList("items.rows", Integer.class)).containsExactly(5, 5);
        assertThat(trend.getList("items.invalid", Double.class)).containsExactly(.6, .6);
        assertThat(trend.getList("items.duplicates", Double.class)).containsExactly(.4, 0.0);
        assertThat(trend.getMap("items[0].missingByColumn", String.class, Double.class))
                .containsEntry("customer", .2)
                .containsEntry("date", 0.0);
        assertThat(trend.getDouble("items[0].missing")).isBetween(.04, .08);
        admin().get("/api/v1/sources/{id}/quality", 999_999).then().statusCode(404);
    }

    @Test
    void aFileIsImportedAndTheReportSaysWhichLinesWereStoppedAndWhy() {
        JsonPath done = finished(send(source(MAPPING), "orders.csv", ORDERS.getBytes(StandardCharsets.UTF_8)));

        assertThat(done.getString("state")).isEqualTo("completed-with-errors");
        assertThat(done.getLong("report.rowsIn")).isEqualTo(5);
        assertThat(done.getLong("report.accepted")).isEqualTo(2);
        assertThat(done.getLong("report.invalid")).isEqualTo(3);
        assertThat(done.getInt("report.invalidReasons.find { it.code == 'IDENTIFIER_MISSING' }.samples[0].line"))
                .isEqualTo(4);
        assertThat(done.getInt("report.invalidReasons.find { it.code == 'DATE_INVALID' }.samples[0].line"))
                .isEqualTo(5);
        assertThat(done.getInt("report.invalidReasons.find { it.code == 'TOO_FEW_COLUMNS' }.samples[0].line"))
                .isEqualTo(6);
        assertThat(done.getDouble("report.quality.usablePurchases.revenue")).isEqualTo(21.0);
    }

    @Test
    void theSameFileAgainIsAllDuplicatesAlsoWhenPackedAndSentAsAForm() throws Exception {
        int source = source(MAPPING);
        finished(send(source, "orders.csv", ORDERS.getBytes(StandardCharsets.UTF_8)));
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(ORDERS.getBytes(StandardCharsets.UTF_8));
        }
        int again = admin().multiPart("file", "orders.csv.gz", packed.toByteArray())
                .post("/api/v1/sources/{id}/imports", source)
                .then()
                .statusCode(202)
                .body("filename", equalTo("orders.csv.gz"))
                .extract()
                .path("id");
        JsonPath done = finished(again);

        assertThat(done.getLong("report.accepted")).isZero();
        assertThat(done.getLong("report.duplicates")).isEqualTo(2);
        assertThat(config.dataDir().resolve("uploads/parts"))
                .as("where the part of the form waited: in our folder, not in one for everybody")
                .isDirectory();
    }

    @Test
    void aColumnThatIsNotThereFailsTheImportAndPointsAtTheMapping() {
        JsonPath done = finished(send(
                source("{\"identities\":{\"customer_id\":\"who\"},\"traits\":{\"land\":\"country\"}}"),
                "orders.csv",
                ORDERS.getBytes(StandardCharsets.UTF_8)));

        assertThat(done.getString("state")).isEqualTo("failed");
        assertThat(done.getString("problem.code")).isEqualTo("COLUMN_MISSING");
        assertThat(done.getList("problem.errors.pointer"))
                .containsExactly("/mapping/identities/customer_id", "/mapping/traits/land");
    }

    @Test
    void aMappingThatNamesNobodyIsRefused() {
        admin().body("{\"name\":\"x\",\"kind\":\"file\",\"mapping\":{\"traits\":{\"a\":\"b\"}}}")
                .contentType("application/json")
                .post("/api/v1/sources")
                .then()
                .statusCode(422)
                .body("code", equalTo("IDENTITY_REQUIRED"))
                .body("pointer", equalTo("/mapping/identities"));
    }

    @Test
    void anUnknownKeyInAMappingIsPointedAt() {
        admin().body("{\"name\":\"x\",\"kind\":\"file\",\"mapping\":{\"identities\":{\"email\":\"e\"},\"trait\":{}}}")
                .contentType("application/json")
                .post("/api/v1/sources")
                .then()
                .statusCode(400)
                .body("pointer", equalTo("/mapping/trait"));
    }

    @Test
    void anEmptyFileAndABrokenArchiveAreProblems() {
        int source = source(MAPPING);
        upload(source, "empty.csv", new byte[0]).statusCode(422).body("code", equalTo("FILE_EMPTY"));
        upload(source, "x.csv.gz", new byte[] {0x1F, (byte) 0x8B, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
                .statusCode(422)
                .body("code", equalTo("ARCHIVE_BROKEN"));
    }

    @Test
    void anArchiveThatUnpacksWithoutEndIsStopped() throws Exception {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 100; i++) {
                gzip.write(zeros);
            }
        }
        upload(source(MAPPING), "bomb.csv.gz", bomb.toByteArray())
                .statusCode(422)
                .body("code", equalTo("ARCHIVE_SUSPICIOUS"));
    }

    @Test
    void aPathInTheFileNameIsOnlyAName() {
        send(source(MAPPING), "../../../etc/passwd", ORDERS.getBytes(StandardCharsets.UTF_8));
        admin().get("/api/v1/imports").then().body("items.filename", hasItem("passwd"));
    }

    @Test
    void columnNamesThatLookLikeSqlAreNames() {
        String evil = "c0\"); drop table profile; --";
        String csv = "id,\"" + evil.replace("\"", "\"\"") + "\"\nann,1\n";
        JsonPath done = finished(send(
                source("{\"identities\":{\"customer_id\":\"id\"},\"traits\":{\"evil\":\"" + evil.replace("\"", "\\\"")
                        + "\"}}"),
                "evil.csv",
                csv.getBytes(StandardCharsets.UTF_8)));

        assertThat(done.getString("state")).isEqualTo("completed");
        assertThat(done.getLong("report.accepted")).isEqualTo(1);
        assertThat(done.getString("report.quality.columns[1].name")).isEqualTo(evil);
    }

    @Test
    void aSourceShowsItsLastImportAndCanBeRenamedAndDeleted() {
        int source = source(MAPPING);
        int imported = send(source, "orders.csv", ORDERS.getBytes(StandardCharsets.UTF_8));
        finished(imported);
        admin().get("/api/v1/sources/{id}", source)
                .then()
                .statusCode(200)
                .body("lastImport.id", equalTo(imported))
                .body("lastImport.state", equalTo("completed-with-errors"))
                .body("mapping.event.at", equalTo("date"))
                .body("writeKey", nullValue());
        String renamed = "renamed " + UUID.randomUUID();
        admin().contentType("application/json")
                .body("{\"name\":\"" + renamed + "\",\"kind\":\"file\",\"mapping\":" + MAPPING + "}")
                .put("/api/v1/sources/{id}", source)
                .then()
                .statusCode(200)
                .body("name", equalTo(renamed));
        admin().delete("/api/v1/sources/{id}", source).then().statusCode(204);
        admin().get("/api/v1/sources/{id}", source).then().statusCode(404);
    }

    @Test
    void aSourceOfEventsShowsItsWriteKeyOnce() {
        int id = admin().contentType("application/json")
                .body("{\"name\":\"site " + UUID.randomUUID() + "\",\"kind\":\"events\"}")
                .post("/api/v1/sources")
                .then()
                .statusCode(201)
                .body("writeKey", notNullValue())
                .extract()
                .path("id");
        admin().get("/api/v1/sources/{id}", id).then().body("writeKey", nullValue());
        admin().get("/api/v1/sources/{id}/write-keys", id).then().body("items.size()", equalTo(1));
    }

    @Test
    void theColumnsOfTheRetailFileAreRecognised() throws Exception {
        byte[] head = headOf("online-retail/online_retail.csv.xz", 200_000);
        JsonPath found = inspect("online_retail.csv.xz", head);

        assertThat(found.getString("format")).isEqualTo("csv");
        assertThat(found.getString("columns.find { it.name == 'UnitPrice' }.type"))
                .isEqualTo("number");
        assertThat(found.getString("mapping.identities.customer_id")).isEqualTo("CustomerID");
        assertThat(found.getString("mapping.traits.country")).isEqualTo("Country");
        assertThat(found.getMap("mapping.event"))
                .containsEntry("name", "Order Completed")
                .containsEntry("refund", "Order Refunded")
                .containsEntry("at", "InvoiceDate")
                .containsEntry("orderRef", "InvoiceNo")
                .containsEntry("item", "StockCode")
                .containsEntry("quantity", "Quantity")
                .containsEntry("unitPrice", "UnitPrice");
        assertThat(found.getString("mapping.event.properties.description")).isEqualTo("Description");
    }

    @Test
    void aFileIsInspectedWhetherOrNotTheColonIsEncoded() {
        for (String colon : List.of(":", "%3A", "%3a")) {
            admin().urlEncodingEnabled(false)
                    .contentType("application/octet-stream")
                    .body(ORDERS.getBytes(StandardCharsets.UTF_8))
                    .post("/api/v1/sources" + colon + "inspect?filename=orders.csv")
                    .then()
                    .statusCode(200)
                    .body("format", equalTo("csv"));
        }
    }

    @Test
    void theColumnsOfTheMusicShopAreRecognisedWithAndWithoutAHeader() throws Exception {
        JsonPath master = inspect("CDNOW_master.txt", headOf("cdnow/CDNOW_master.txt", 100_000));
        assertThat(master.getString("format")).isEqualTo("whitespace");
        assertThat(master.getString("mapping.identities.customer_id")).isEqualTo("customer_id");
        assertThat(master.getMap("mapping.event"))
                .containsEntry("at", "date")
                .containsEntry("atFormat", "%Y%m%d")
                .containsEntry("quantity", "number_of_cds")
                .containsEntry("amount", "dollar_value");

        JsonPath sample = inspect("CDNOW_sample.txt", headOf("cdnow/CDNOW_sample.txt", 100_000));
        assertThat(sample.getBoolean("mapping.options.header")).isFalse();
        assertThat(sample.getString("mapping.identities.customer_id")).isEqualTo("column1");
        assertThat(sample.getMap("mapping.event"))
                .containsEntry("at", "column3")
                .containsEntry("atFormat", "%Y%m%d")
                .containsEntry("quantity", "column4")
                .containsEntry("amount", "column5");
    }

    @Test
    void aProposedMappingImportsTheWholeMusicShop() throws Exception {
        byte[] file = Files.readAllBytes(SharedData.find("cdnow/CDNOW_master.txt"));
        JsonPath found = inspect("CDNOW_master.txt", file);
        String proposal = new com.fasterxml.jackson.databind.ObjectMapper().writeValueAsString(found.getMap("mapping"));
        JsonPath done = finished(send(source(proposal), "CDNOW_master.txt", file));

        assertThat(done.getString("state")).isEqualTo("completed");
        assertThat(done.getLong("report.rowsIn")).isEqualTo(69_659);
        assertThat(done.getLong("report.accepted")).isEqualTo(69_659);
        assertThat(done.getLong("report.quality.usablePurchases.customers")).isGreaterThan(23_000);
    }

    @Test
    void aViewerMayLookButNotImport() {
        String token = admin().contentType("application/json")
                .body("{\"name\":\"look\",\"role\":\"viewer\"}")
                .post("/api/v1/tokens")
                .then()
                .extract()
                .path("token");
        int source = source(MAPPING);
        given().header("Authorization", "Bearer " + token)
                .get("/api/v1/sources")
                .then()
                .statusCode(200);
        given().header("Authorization", "Bearer " + token)
                .contentType("application/octet-stream")
                .body(ORDERS.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/sources/{id}/imports", source)
                .then()
                .statusCode(403);
    }

    private static byte[] headOf(String name, int bytes) throws Exception {
        try (var in = Files.newInputStream(SharedData.find(name))) {
            return in.readNBytes(bytes);
        }
    }

    private static JsonPath inspect(String name, byte[] head) {
        return admin().urlEncodingEnabled(false)
                .contentType("application/octet-stream")
                .queryParam("filename", name)
                .body(head)
                .post("/api/v1/sources:inspect")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    static int source(String mapping) {
        return admin().contentType("application/json")
                .body("{\"name\":\"shop " + UUID.randomUUID() + "\",\"kind\":\"file\",\"mapping\":" + mapping + "}")
                .post("/api/v1/sources")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    static int send(int source, String name, byte[] content) {
        return upload(source, name, content).statusCode(202).extract().path("id");
    }

    private static ValidatableResponse upload(int source, String name, byte[] content) {
        return admin().contentType("application/octet-stream")
                .queryParam("filename", name)
                .body(content)
                .post("/api/v1/sources/{id}/imports", source)
                .then();
    }

    /** Waits for the end of the import; it always comes to one. */
    static JsonPath finished(int id) {
        while (true) {
            JsonPath now = admin().get("/api/v1/imports/{id}", id)
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            if (!List.of("queued", "running").contains(now.getString("state"))) {
                return now;
            }
            LockSupport.parkNanos(50_000_000);
        }
    }

    static RequestSpecification admin() {
        return given().auth().preemptive().basic("admin", "correct horse battery");
    }
}
