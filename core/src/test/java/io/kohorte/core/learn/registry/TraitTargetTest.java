// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import static io.kohorte.core.platform.Api.admin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Customers of a file that knows what they are and not what they did: a contract, how long, whether they left. Of some the answer is not known. */
@QuarkusTest
@TestProfile(TraitTargetTest.OwnDatabase.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TraitTargetTest {
    private static final int KNOWN = 600;
    private static final int UNKNOWN = 50;
    private static final Map<String, Object> LEFT = Map.of("trait", "left", "value", "Yes");

    /** Without any event of other tests. */
    public static final class OwnDatabase implements QuarkusTestProfile {}

    @Inject
    DataSource database;

    private int source;

    /** Once: where the application listens is known to a test, not before. */
    @BeforeEach
    void readTheFile() {
        if (source != 0) {
            return;
        }
        source = ImportedFile.source(
                "{\"identities\":{\"customer_id\":\"id\"},\"traits\":{\"number\":\"id\",\"contract\":\"contract\",\"months\":\"months\",\"currency\":\"currency\",\"left\":\"left\"}}");
        ImportedFile.read(source, customers());
    }

    @Test
    void what_customers_are_foretells_whether_they_leave_and_whoever_has_no_answer_is_scored_too() {
        int model = create(Map.of("name", "Leaves", "kind", "prediction", "target", LEFT));

        JsonPath run = trained(model);

        assertThat(run.getString("state")).as(run.prettify()).isEqualTo("completed");
        JsonPath report = report(model, 1);
        assertThat(report.<Object>get("window")).isNull();
        assertThat(report.getString("target.trait")).isEqualTo("left");
        assertThat(report.getBoolean("target.value")).isTrue();
        assertThat(report.getInt("rows.test")).isEqualTo(KNOWN);
        assertThat(report.getDouble("auc")).isBetween(.75, .97);
        assertThat(report.getList("checks.code", String.class))
                .contains("no-time", "id-like-feature", "constant-feature");
        assertThat(report.getList("provenance.features", String.class))
                .contains("trait:contract", "trait:months")
                .doesNotContain("trait:left");
        assertThat(scored(model)).isEqualTo(everybody()).isGreaterThanOrEqualTo(KNOWN + UNKNOWN);

        trained(model);
        admin().get("/api/v1/models/{id}/versions/2", model)
                .then()
                .body("status", equalTo("champion"))
                .body("decision.reason.en", org.hamcrest.Matchers.startsWith("Learned from the customers of today"));
    }

    @Test
    void what_was_drawn_together_is_told_by_name_and_asked_for_again_by_the_next_training() {
        int model = create(
                Map.of("name", "Leaves, drawn together", "kind", "prediction", "target", LEFT, "components", "auto"));

        trained(model);
        trained(model);

        admin().get("/api/v1/models/{id}", model).then().body("components", equalTo("auto"));
        for (int version : new int[] {1, 2}) {
            assertThat(report(model, version)
                            .getList("candidates.findAll { it.setting.components != null }.learner", String.class))
                    .containsExactlyInAnyOrder("logistic", "neural-network");
        }
        assertThat(reproduced(model).getBoolean("result.same")).isTrue();
    }

    /** It cannot be compared with, and nobody could mend it otherwise but by a backup. */
    @Test
    void a_new_version_takes_the_place_of_one_whose_bytes_have_changed() throws SQLException {
        int model = create(Map.of("name", "Leaves, damaged", "kind", "prediction", "target", LEFT));
        trained(model);
        try (Connection connection = database.getConnection();
                PreparedStatement flip = connection.prepareStatement(
                        "update model_version"
                                + " set body = set_byte(body, length(body) / 2, get_byte(body, length(body) / 2) # 1) where model = ?")) {
            flip.setInt(1, model);
            assertThat(flip.executeUpdate()).isOne();
        }

        JsonPath run = trained(model);

        assertThat(run.getString("state")).as(run.prettify()).isEqualTo("completed");
        admin().get("/api/v1/models/{id}", model).then().body("champion", equalTo(2));
        assertThat(scored(model)).isEqualTo(everybody());
    }

    @Test
    void a_new_customer_without_any_event_is_scored_within_moments() {
        int model = create(Map.of("name", "Leaves soon", "kind", "prediction", "target", LEFT));
        trained(model);
        long before = scored(model);

        ImportedFile.read(source, "id,contract,months,currency,left\nnew-1,monthly,2,EUR,\n");

        await().atMost(Duration.ofSeconds(30)).until(() -> scored(model) == before + 1);
    }

    @Test
    void a_version_learned_again_is_the_same_until_its_data_are_corrected() {
        int model = create(Map.of("name", "Leaves, again", "kind", "prediction", "target", LEFT));
        trained(model);

        JsonPath same = reproduced(model);
        assertThat(same.getBoolean("result.same")).as(same.prettify()).isTrue();
        assertThat(same.getString("result.sentence.de")).contains("Byte für Byte");

        ImportedFile.read(source, "id,contract,months,currency,left\nc-1,yearly,59,EUR,Yes\nc-2,yearly,59,EUR,Yes\n");
        JsonPath other = reproduced(model);
        assertThat(other.getBoolean("result.same")).isFalse();
        assertThat(other.getInt("result.customers")).isEqualTo(2);
        assertThat(other.getString("result.sentence.en")).contains("of 2 customers something is other");
        admin().get("/api/v1/models/{id}/versions", model).then().body("items.size()", equalTo(1));
        admin().post("/api/v1/models/{id}/versions/9:reproduce", model).then().statusCode(404);
    }

    @Test
    void one_byte_of_the_same_length_makes_it_another_version() throws SQLException {
        int model = create(Map.of("name", "Leaves, but for a byte", "kind", "prediction", "target", LEFT));
        trained(model);

        flipTheLastByte(model);
        JsonPath other = reproduced(model);
        flipTheLastByte(model);

        assertThat(other.getBoolean("result.same")).as(other.prettify()).isFalse();
        assertThat(other.getString("result.sentence.en"))
                .contains("another one, though no event and no customer changed");
        assertThat(reproduced(model).getBoolean("result.same")).isTrue();
    }

    /** As if it had been learned so: with its checksum. */
    private void flipTheLastByte(int model) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement update = connection.prepareStatement(
                        "update model_version set body = other, sha256 = sha256(other) from (select set_byte(body,"
                                + " octet_length(body) - 1, get_byte(body, octet_length(body) - 1) # 1) as other"
                                + " from model_version where model = ?) flipped where model = ?")) {
            update.setInt(2, model);
            update.setInt(1, model);
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }

    private static JsonPath reproduced(int model) {
        int run = admin().post("/api/v1/models/{id}/versions/1:reproduce", model)
                .then()
                .statusCode(202)
                .extract()
                .path("run");
        admin().get("/api/v1/runs/{id}/events", run).then().statusCode(200);
        return admin().get("/api/v1/runs/{id}", run).jsonPath();
    }

    @Test
    void the_data_are_looked_at_before_anything_is_learned() {
        admin().body(Map.of("name", "Leaves", "kind", "prediction", "target", LEFT))
                .post("/api/v1/models:look")
                .then()
                .statusCode(200)
                .body("checks.code", hasItem("id-like-feature"))
                .body(
                        "checks.find { it.code == 'id-like-feature' }.sentence.de",
                        org.hamcrest.Matchers.containsString("number"));
        admin().body(Map.of(
                        "name",
                        "Never",
                        "kind",
                        "prediction",
                        "target",
                        Map.of("trait", "contract", "value", "weekly")))
                .post("/api/v1/models:look")
                .then()
                .body("checks[0].code", equalTo("TOO_FEW_CUSTOMERS"))
                .body("checks[0].severity", equalTo("error"));
    }

    @Test
    void every_score_has_reasons_that_add_up_to_it() {
        int model = create(Map.of("name", "Leaves, and why", "kind", "prediction", "target", LEFT));
        trained(model);

        JsonPath why = admin().get("/api/v1/models/{id}/why?profile=7", model)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        double together = why.getDouble("usual")
                + why.getList("parts.points", Float.class).stream()
                        .mapToDouble(Float::doubleValue)
                        .sum();
        assertThat(together).isCloseTo(why.getDouble("score"), offset(1e-5));
        assertThat(why.getDouble("score")).isCloseTo(score(model, 7), offset(1e-6));
        assertThat(why.getList("parts.name", String.class)).containsExactlyInAnyOrder("trait:contract", "trait:months");
        assertThat(why.getList("parts.sentence.de", String.class)).anySatisfy(sentence -> assertThat(sentence)
                .matches("contract: (monthly|yearly)\\. Das (hebt|senkt) den Wert um .* Punkte\\."));
        assertThat(why.getString("method")).isIn("linear", "tree-shap", "kernel-shap");
        admin().get("/api/v1/models/{id}/why?profile=999999", model).then().statusCode(404);
        otherWays(model, why.getFloat("score"));
    }

    private static void otherWays(int model, float score) {
        JsonPath lime = admin().get("/api/v1/models/{id}/why?profile=7&method=lime", model)
                .then()
                .statusCode(200)
                .body("method", equalTo("lime"))
                .extract()
                .jsonPath();
        assertThat(lime.getFloat("score")).isCloseTo(score, offset(1e-6f));
        assertThat(lime.getDouble("usual")
                        + lime.getDouble("rest")
                        + lime.getList("parts.points", Float.class).stream()
                                .mapToDouble(Float::doubleValue)
                                .sum())
                .isCloseTo(score, offset(1e-5));
        for (String way : List.of("shapley", "lime")) {
            admin().get("/api/v1/models/{id}/why?method={way}", model, way)
                    .then()
                    .statusCode(200)
                    .body("customers", equalTo(100))
                    .body("features.name", org.hamcrest.Matchers.containsInAnyOrder("trait:contract", "trait:months"))
                    .body("features[0].weight", org.hamcrest.Matchers.greaterThan(.5f));
        }
        admin().get("/api/v1/models/{id}/why?profile=7&method=guess", model)
                .then()
                .statusCode(422)
                .body("code", equalTo("UNKNOWN_METHOD"));
    }

    private static float score(int model, int profile) {
        return admin().get("/api/v1/profiles/{id}", profile)
                .then()
                .extract()
                .jsonPath()
                .getFloat("scores.find { it.model == " + model + " }.value");
    }

    @Test
    void a_target_that_cannot_be_is_refused_with_the_field_that_is_wrong() {
        refused(Map.of("trait", "gone", "value", "x"), "/target/trait", "UNKNOWN_TRAIT");
        refused(Map.of("trait", "left", "value", "Perhaps"), "/target/value", "INVALID_VALUE");
        refused(Map.of("trait", "contract", "value", 1), "/target/value", "INVALID_VALUE");
        refused(Map.of("trait", "left"), "/target/value", "INVALID_VALUE");
        refused(Map.of("trait", "left", "value", "Yes", "withinDays", 30), "/target", "TARGET_OF_TWO_KINDS");
        admin().body(Map.of(
                        "name",
                        "x",
                        "kind",
                        "prediction",
                        "target",
                        LEFT,
                        "features",
                        List.of("trait:months", "trait:left")))
                .post("/api/v1/models")
                .then()
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/features/1"))
                .body("errors[0].code", equalTo("TARGET_AS_FEATURE"));
    }

    private static void refused(Map<String, Object> target, String pointer, String code) {
        admin().body(Map.of("name", "x", "kind", "prediction", "target", target))
                .post("/api/v1/models")
                .then()
                .statusCode(422)
                .body("errors[0].pointer", equalTo(pointer))
                .body("errors[0].code", equalTo(code));
    }

    private static int create(Map<String, Object> draft) {
        return admin().body(new HashMap<>(draft))
                .post("/api/v1/models")
                .then()
                .statusCode(201)
                .body("target.trait", equalTo("left"))
                .extract()
                .path("id");
    }

    private static JsonPath trained(int model) {
        int run = admin().post("/api/v1/models/{id}:train", model)
                .then()
                .statusCode(202)
                .extract()
                .path("run");
        // the stream of events ends with the run
        admin().get("/api/v1/runs/{id}/events", run).then().statusCode(200);
        return admin().get("/api/v1/runs/{id}", run).jsonPath();
    }

    private static JsonPath report(int model, int version) {
        return admin().get("/api/v1/models/{id}/versions/{n}/report", model, version)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static long everybody() {
        return estimate(Map.of("all", List.of()));
    }

    private static long scored(int model) {
        return estimate(Map.of("score", model, "op", "at-least", "value", 0));
    }

    private static long estimate(Map<String, Object> definition) {
        Integer size = admin().body(Map.of("definition", definition))
                .post("/api/v1/segments:estimate")
                .then()
                .statusCode(200)
                .extract()
                .path("size");
        return size;
    }

    private static String customers() {
        Random random = new Random(4);
        StringBuilder csv = new StringBuilder("id,contract,months,currency,left\n");
        for (int i = 0; i < KNOWN + UNKNOWN; i++) {
            boolean monthly = random.nextBoolean();
            int months = random.nextInt(60);
            boolean leaves = random.nextDouble() < 1 / (1 + Math.exp(-(monthly ? 1.5 : -2.5) + months / 20.0));
            csv.append(String.format(
                    Locale.ROOT,
                    "c-%d,%s,%d,EUR,%s%n",
                    i,
                    monthly ? "monthly" : "yearly",
                    months,
                    i >= KNOWN ? "" : leaves ? "Yes" : "No"));
        }
        return csv.toString();
    }
}
