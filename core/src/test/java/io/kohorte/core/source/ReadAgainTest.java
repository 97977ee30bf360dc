// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import static io.kohorte.core.source.ImportResourceTest.admin;
import static io.kohorte.core.source.ImportResourceTest.finished;
import static io.kohorte.core.source.ImportResourceTest.send;
import static io.kohorte.core.source.ImportResourceTest.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.kohorte.core.platform.KohorteConfig;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Somebody without code puts a wrong mapping right. */
@QuarkusTest
class ReadAgainTest {

    private static final String WRONG =
            """
            {"identities":{"customer_id":"customer"},"event":{"name":"Order Completed","at":"date","amount":"net"}}
            """;
    private static final String RIGHT = WRONG.replace("net", "gross");

    @Inject
    KohorteConfig config;

    private final String customer = "remapped-" + UUID.randomUUID();
    private final byte[] orders = "customer,date,net,gross\n%s,2026-01-02,10,12\n%1$s,2026-01-03,20,24\n"
            .formatted(customer)
            .getBytes(StandardCharsets.UTF_8);

    @Test
    void givenACorrectedMappingTheLastFileIsReadAgainWithoutSendingItAndASecondTimeChangesNothing() {
        int source = source(WRONG);
        finished(send(source, "orders.csv", orders));
        assertThat(last(source).getBoolean("mappingChanged")).isFalse();
        correct(source);
        assertThat(last(source).getBoolean("mappingChanged")).isTrue();
        assertThat(last(source).getBoolean("fileKept")).isTrue();

        JsonPath again = finished(readAgain(source));

        assertThat(again.getString("filename")).isEqualTo("orders.csv");
        assertThat(again.getLong("report.accepted")).isEqualTo(2);
        assertThat(again.getLong("report.corrections.events")).isZero();
        assertThat(amounts()).containsExactlyInAnyOrder(12f, 24f);
        assertThat(last(source).getBoolean("mappingChanged")).isFalse();

        JsonPath third = finished(readAgain(source));
        assertThat(third.getLong("report.duplicates")).isEqualTo(2);
        assertThat(third.getMap("report")).doesNotContainKey("corrections");
    }

    @Test
    void theSameFileSentAgainIsCorrectedTooAndSoIsALargerOneThatHoldsItsRows() {
        int source = source(WRONG);
        finished(send(source, "orders.csv", orders));
        correct(source);

        byte[] more = (new String(orders, StandardCharsets.UTF_8) + customer + ",2026-01-04,30,36\n")
                .getBytes(StandardCharsets.UTF_8);
        JsonPath larger = finished(send(source, "more.csv", more));

        assertThat(larger.getLong("report.accepted")).isEqualTo(3);
        assertThat(amounts()).containsExactlyInAnyOrder(12f, 24f, 36f);

        JsonPath same = finished(send(source, "orders.csv", orders));
        assertThat(same.getLong("report.duplicates")).isEqualTo(2);
    }

    @Test
    void aMappingThatDoesNotFitTheFileIsCorrectedWithoutSendingItAgain() {
        int source = source(WRONG.replace("net", "price"));
        assertThat(finished(send(source, "orders.csv", orders)).getString("problem.code"))
                .isEqualTo("COLUMN_MISSING");
        correct(source);

        assertThat(finished(readAgain(source)).getLong("report.accepted")).isEqualTo(2);
    }

    @Test
    void aFileThatIsNotKeptHasToBeSentAgainAndADeletedSourceKeepsNone() throws Exception {
        int source = source(WRONG);
        int done = send(source, "orders.csv", orders);
        finished(done);
        var kept = config.dataDir().resolve("kept-files/" + source + "-" + done);
        assertThat(kept).hasBinaryContent(orders);
        Files.delete(kept);
        admin().post("/api/v1/sources/{id}:read-again", source)
                .then()
                .statusCode(409)
                .body("code", equalTo("FILE_NOT_KEPT"));

        int again = send(source, "orders.csv", orders);
        finished(again);
        admin().delete("/api/v1/sources/{id}", source).then().statusCode(204);

        assertThat(config.dataDir().resolve("kept-files/" + source + "-" + again))
                .doesNotExist();
    }

    @Test
    void aSourceWithoutImportsHasNothingToReadAgain() {
        admin().post("/api/v1/sources/{id}:read-again", source(WRONG))
                .then()
                .statusCode(409)
                .body("code", equalTo("NOTHING_IMPORTED"));
    }

    private static JsonPath last(int source) {
        return admin().get("/api/v1/sources/{id}", source)
                .then()
                .extract()
                .jsonPath()
                .setRootPath("lastImport");
    }

    private static void correct(int source) {
        String name =
                admin().get("/api/v1/sources/{id}", source).then().extract().path("name");
        admin().contentType("application/json")
                .body("{\"name\":\"" + name + "\",\"kind\":\"file\",\"mapping\":" + RIGHT + "}")
                .put("/api/v1/sources/{id}", source)
                .then()
                .statusCode(200);
    }

    private static int readAgain(int source) {
        return admin().post("/api/v1/sources/{id}:read-again", source)
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }

    private java.util.List<Float> amounts() {
        int profile = admin().queryParam("identity", "customer_id:" + customer)
                .get("/api/v1/profiles")
                .then()
                .extract()
                .path("items[0].id");
        return admin().get("/api/v1/profiles/{id}", profile).then().extract().path("timeline.amount");
    }
}
