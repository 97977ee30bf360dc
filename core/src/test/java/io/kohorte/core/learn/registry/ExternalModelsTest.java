// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import static io.kohorte.core.platform.Api.admin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Somebody learned elsewhere who leaves, and brings the formula as a PMML file. */
@QuarkusTest
@TestProfile(ExternalModelsTest.OwnDatabase.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExternalModelsTest {
    private static final int CUSTOMERS = 300;

    /** Who leaves: the log-odds are 1 for a monthly contract, less a tenth for each month. */
    private static final String FORMULA =
            """
            <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4">
              <Header><Application name="by hand" version="2"/></Header>
              <DataDictionary>
                <DataField name="leaves" optype="categorical" dataType="string"><Value value="no"/><Value value="yes"/></DataField>
                <DataField name="Months" optype="continuous" dataType="double"/>
                <DataField name="kind" optype="categorical" dataType="string"><Value value="monthly"/><Value value="yearly"/></DataField>
              </DataDictionary>
              <RegressionModel functionName="classification" normalizationMethod="softmax">
                <MiningSchema>
                  <MiningField name="leaves" usageType="target"/><MiningField name="Months"/><MiningField name="kind"/>
                </MiningSchema>
                <RegressionTable intercept="0" targetCategory="yes">
                  <NumericPredictor name="Months" coefficient="-0.1"/>
                  <CategoricalPredictor name="kind" value="monthly" coefficient="1"/>
                </RegressionTable>
                <RegressionTable intercept="0" targetCategory="no"/>
              </RegressionModel>
            </PMML>
            """;

    /** Without any event of other tests. */
    public static final class OwnDatabase implements QuarkusTestProfile {}

    @Inject
    DataSource database;

    private int source;

    /** Once: where the application listens is known to a test, not before. */
    @BeforeEach
    void readTheFile() {
        if (source == 0) {
            source = ImportedFile.source(
                    "{\"identities\":{\"customer_id\":\"id\"},\"traits\":{\"contract\":\"contract\",\"months\":\"months\",\"left\":\"left\"}}");
            StringBuilder csv = new StringBuilder("id,contract,months,left\n");
            for (int customer = 1; customer <= CUSTOMERS; customer++) {
                boolean monthly = customer % 2 == 0;
                csv.append("c%d,%s,%d,%s\n"
                        .formatted(customer, monthly ? "monthly" : "yearly", customer % 40, monthly ? "Yes" : "No"));
            }
            ImportedFile.read(source, csv.toString());
        }
    }

    @Test
    void a_file_made_elsewhere_scores_everybody_says_why_and_is_watched_like_others() {
        int model = UploadedModel.create(Map.of("target", Map.of("trait", "left", "value", "Yes")));
        JsonPath file = upload(model, FORMULA).statusCode(200).extract().jsonPath();
        assertThat(file.getString("format")).isEqualTo("pmml");
        assertThat(file.getString("producer")).isEqualTo("by hand 2");
        assertThat(file.getString("sha256")).hasSize(64);
        assertThat(file.getString("output")).isEqualTo("probability[yes]");
        assertThat(feature(file, "Months")).isEqualTo("trait:months");
        assertThat(feature(file, "kind")).isNull();
        JsonPath ofOurs = upload(UploadedModel.create(Map.of()), FORMULA.replace("Months", "category-share:Tea"))
                .extract()
                .jsonPath();
        assertThat(feature(ofOurs, "category-share:Tea")).isEqualTo("category-share:Tea");

        JsonPath run = used(model, "trait:contract", "probability[yes]");

        assertThat(run.getString("state")).as(run.prettify()).isEqualTo("completed");
        assertThat(run.getBoolean("result.promoted")).isTrue();
        JsonPath report =
                admin().get("/api/v1/models/{id}/versions/1/report", model).jsonPath();
        assertThat(report.getString("file.sha256")).isEqualTo(file.getString("sha256"));
        assertThat(report.getString("provenance.file.name")).isEqualTo("formula.pmml");
        assertThat(report.getBoolean("probability")).isTrue();
        assertThat(report.getInt("scores.customers")).isEqualTo(CUSTOMERS);
        assertThat(report.getInt("scores.without")).isZero();
        assertThat(report.getList("scores.histogram")).hasSize(20);
        assertThat(report.getDouble("worth.auc")).isBetween(.6, .9);
        assertThat(score(model, 7)).isCloseTo(formula(7), offset(1e-7));
        assertThat(score(model, 8)).isCloseTo(formula(8), offset(1e-7));
        reasonsAddUp(model);

        ImportedFile.read(source, "id,contract,months,left\nnew-%d,monthly,3,\n".formatted(model));
        await().atMost(Duration.ofSeconds(30)).until(() -> scored(model) > CUSTOMERS);
        int look = admin().post("/api/v1/models/{id}:watch", model)
                .then()
                .statusCode(202)
                .extract()
                .path("run");
        assertThat(UploadedModel.finished(look).getString("state")).isEqualTo("completed");
    }

    private void reasonsAddUp(int model) {
        JsonPath why = admin().get("/api/v1/models/{id}/why?profile={p}", model, profile(7))
                .then()
                .statusCode(200)
                .body("method", equalTo("kernel-shap"))
                .body("parts.name", hasItem("trait:months"))
                .extract()
                .jsonPath();
        double together = why.getDouble("usual")
                + why.getList("parts.points", Float.class).stream()
                        .mapToDouble(Float::doubleValue)
                        .sum();
        assertThat(together).isCloseTo(score(model, 7), offset(1e-5));
        admin().get("/api/v1/models/{id}/why", model).then().statusCode(200).body("customers", equalTo(20));
    }

    @Test
    void a_newer_file_waits_until_a_person_promotes_it_and_the_one_before_can_come_back() {
        int model = withTwoVersions();

        admin().get("/api/v1/models/{id}/versions/2", model).then().body("status", equalTo("challenger"));
        assertThat(score(model, 7)).isCloseTo(formula(7), offset(1e-7));
        admin().post("/api/v1/models/{id}/versions/2:promote", model).then().statusCode(200);
        assertThat(score(model, 7)).isNotCloseTo(formula(7), offset(1e-3));
        admin().post("/api/v1/models/{id}:rollback", model).then().statusCode(200);
        assertThat(score(model, 7)).isCloseTo(formula(7), offset(1e-7));
    }

    @Test
    void a_version_whose_bytes_have_changed_since_is_noticed_before_it_scores_anybody() throws SQLException {
        int model = withTwoVersions();

        flipABit(model, 2);

        admin().post("/api/v1/models/{id}/versions/2:promote", model)
                .then()
                .statusCode(409)
                .body("code", equalTo("MODEL_DAMAGED"));
        admin().get("/api/v1/models/{id}", model).then().body("champion", equalTo(1));
        assertThat(score(model, 7)).isCloseTo(formula(7), offset(1e-7));
        flipABit(model, 2);
        admin().post("/api/v1/models/{id}/versions/2:promote", model).then().statusCode(200);
    }

    @Test
    void one_that_speaks_and_is_damaged_is_mended_by_going_back() throws SQLException {
        int model = withTwoVersions();
        admin().post("/api/v1/models/{id}/versions/2:promote", model).then().statusCode(200);
        double before = score(model, 7);

        flipABit(model, 2);

        JsonPath refused = used(model, "trait:contract", "probability[yes]");
        assertThat(refused.getString("problem.code")).as(refused.prettify()).isEqualTo("MODEL_DAMAGED");
        assertThat(score(model, 7)).as("scores stay").isEqualTo(before);
        admin().post("/api/v1/models/{id}:rollback", model).then().statusCode(200);
        assertThat(score(model, 7)).isCloseTo(formula(7), offset(1e-7));
        assertThat(used(model, "trait:contract", "probability[yes]").getString("state"))
                .isEqualTo("completed");
    }

    @Test
    void it_is_never_trained_and_takes_no_schedule() {
        int model = UploadedModel.create(Map.of());
        admin().post("/api/v1/models/{id}:train", model).then().statusCode(409).body("code", equalTo("NEVER_TRAINED"));
        admin().body(Map.of(
                        "name", "x", "kind", "external", "schedule", Map.of("cron", "0 0 3 ? * MON", "zone", "UTC")))
                .post("/api/v1/models")
                .then()
                .statusCode(422)
                .body("errors.pointer", hasItem("/schedule"));
        int other = admin().body(Map.of("name", "groups", "kind", "clustering"))
                .post("/api/v1/models")
                .then()
                .extract()
                .path("id");
        upload(other, FORMULA).statusCode(409).body("code", equalTo("NOT_EXTERNAL"));
    }

    @Test
    void files_that_cannot_be_used_are_refused_in_words_and_what_was_assigned_is_checked() {
        int model = UploadedModel.create(Map.of());
        upload(model, "not a model")
                .statusCode(422)
                .body("code", equalTo("UNREADABLE_FILE"))
                .body("nextStep", containsString("PMML"));
        upload(model, "<!DOCTYPE PMML [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>" + FORMULA)
                .statusCode(422)
                .body("code", equalTo("DOCUMENT_TYPE"));
        admin().get("/api/v1/models/{id}/file", model).then().statusCode(404);
        upload(model, FORMULA).statusCode(200);

        use(model, "trait:months", "probability[yes]").statusCode(422).body("errors.code", hasItem("WRONG_TYPE"));
        use(model, "trait:nothing", "probability[yes]").statusCode(422).body("errors.code", hasItem("UNKNOWN_FEATURE"));
        use(model, "trait:contract", "wealth").statusCode(422).body("errors.pointer", hasItem("/output"));
    }

    private static ValidatableResponse upload(int model, String file) {
        return UploadedModel.upload(model, "formula.pmml", file.getBytes(StandardCharsets.UTF_8));
    }

    private static String feature(JsonPath file, String input) {
        return file.getString("inputs.find { it.name == '" + input + "' }.feature");
    }

    private static ValidatableResponse use(int model, String contract, String output) {
        return UploadedModel.use(model, Map.of("Months", "trait:months", "kind", contract), output);
    }

    private static JsonPath used(int model, String contract, String output) {
        return UploadedModel.ended(use(model, contract, output));
    }

    /** The first speaks, the second waits. */
    private static int withTwoVersions() {
        int model = UploadedModel.create(Map.of());
        upload(model, FORMULA).statusCode(200);
        used(model, "trait:contract", "probability[yes]");
        upload(model, FORMULA.replace("-0.1", "0.1")).statusCode(200);
        used(model, "trait:contract", "probability[yes]");
        return model;
    }

    /** A disk that has gone wrong. */
    private void flipABit(int model, int version) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement flip = connection.prepareStatement("update model_version"
                        + " set body = set_byte(body, length(body) - 9, get_byte(body, length(body) - 9) # 1)"
                        + " where model = ? and number = ?")) {
            flip.setInt(1, model);
            flip.setInt(2, version);
            assertThat(flip.executeUpdate()).isOne();
        }
    }

    private static double formula(int customer) {
        double odds = (customer % 2 == 0 ? 1 : 0) - (customer % 40) / 10.0;
        return 1 / (1 + Math.exp(-odds));
    }

    private static double score(int model, int customer) {
        return admin().get("/api/v1/profiles/{id}", profile(customer))
                .jsonPath()
                .getDouble("scores.find { it.model == " + model + " }.value");
    }

    private static int profile(int customer) {
        return admin().queryParam("identity", "customer_id:c" + customer)
                .get("/api/v1/profiles")
                .then()
                .statusCode(200)
                .extract()
                .path("items[0].id");
    }

    private static int scored(int model) {
        return admin().body(Map.of("definition", Map.of("score", model, "op", "at-least", "value", 0)))
                .post("/api/v1/segments:estimate")
                .then()
                .statusCode(200)
                .extract()
                .path("size");
    }
}
