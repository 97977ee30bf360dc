// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import static io.kohorte.core.learn.registry.ModelsTest.report;
import static io.kohorte.core.learn.registry.ModelsTest.trained;
import static io.kohorte.core.platform.Api.admin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@QuarkusTest
@TestProfile(ValueModelsTest.OwnDatabase.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ValueModelsTest {
    private static final Map<String, Object> TARGET = Map.of("event", "Order Completed", "withinDays", 60);

    @Inject
    DataSource database;

    /** Starts anew, so that no other test's customers are learned from. */
    public static final class OwnDatabase implements QuarkusTestProfile {}

    @BeforeAll
    void openTheShop() throws SQLException {
        SmallShop.open(database);
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("insert into profile (number, traits) values (901, '{}')");
            statement.execute("insert into event (key, profile, name, at, source) values"
                    + " (gen_random_uuid(), 901, 'Product Viewed', '2024-02-01', 0)");
        }
    }

    @Test
    void money_is_foreseen_for_every_buyer_and_judged_on_the_last_days() throws SQLException {
        long model = ModelsTest.create(Map.of("name", "Worth", "kind", "value", "target", TARGET));

        assertThat(trained(model).getString("state")).isEqualTo("completed");

        JsonPath report = report(model, 1);
        assertThat(report.getDouble("window.judgedDays")).isCloseTo(60, offset(.01));
        assertThat(report.getDouble("purchases.forecast") / report.getDouble("purchases.actual"))
                .isBetween(.7, 1.3);
        assertThat(report.getList("deciles")).hasSize(10);
        assertThat(report.getList("course")).hasSize(14);
        assertThat(report.getString("word")).isIn("fair", "good", "excellent");
        assertThat(report.getString("reason.de")).contains("zurückgehaltenen 60 Tagen");
        assertThat(report.getList("checks.code", String.class)).contains("value-and-frequency");
        assertThat(report.getString("purchaseModel.method")).isIn("bg-nbd", "nbd");
        assertThat(report.getList("provenance.features", String.class)).contains("purchase-days:Order Completed");
        assertThat(report.getString("moneyModel.chosen"))
                .as("who buys every so many days is seen to be due by learning only")
                .isEqualTo("learned");
        assertThat(report.getString("moneyModel.reason.de")).contains("aus Kenngrößen gelernt");
        assertThat(report.getFloat("moneyModel.candidates[1].error"))
                .isLessThan(report.getFloat("moneyModel.candidates[0].error"));
        assertThat(report.getList("features.name", String.class)).contains("recency", "monetary");
        assertThat(report.getInt("provenance.customers")).isEqualTo(SmallShop.CUSTOMERS);
        assertThat(number("select count(*) from score where value > 0 and model = " + model))
                .isEqualTo(SmallShop.CUSTOMERS);
        assertThat(number("select count(*) from score where profile = 901 and model = " + model))
                .as("of who never bought it says nothing")
                .isZero();
        assertThat(number("select sum(value) from score where model = " + model))
                .isCloseTo(report.getDouble("outlook.money"), offset(.01));
        assertThat(number("select avg(value) from score where profile % 3 = 1 and model = " + model))
                .as("those who left are worth less than regulars who buy the same")
                .isLessThan(number("select avg(value) from score where profile % 3 = 0 and model = " + model) / 2);
    }

    @Test
    void of_one_customer_purchases_money_and_the_chance_of_still_being_one_are_told() throws SQLException {
        long model = ModelsTest.create(Map.of("name", "One by one", "kind", "value", "target", TARGET));
        admin().get("/api/v1/models/" + model + "/customers/3")
                .then()
                .statusCode(409)
                .body("code", equalTo("NOT_TRAINED"));
        trained(model);

        JsonPath regular = customer(model, 3);
        JsonPath left = customer(model, 4);

        assertThat(regular.getDouble("money"))
                .isCloseTo(number("select value from score where profile = 3 and model = " + model), offset(.01));
        assertThat(regular.getInt("withinDays")).isEqualTo(60);
        assertThat(regular.getDouble("purchases")).isBetween(1.0, 4.0);
        assertThat(regular.getDouble("alive")).isGreaterThan(.9);
        assertThat(left.getDouble("alive")).isLessThan(.5);
        assertThat(regular.getBoolean("givesReasons")).isTrue();
        JsonPath why = admin().get("/api/v1/models/" + model + "/why?profile=3")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(why.getString("scale")).isEqualTo("money");
        assertThat(why.getDouble("usual")
                        + why.getList("parts.points", Float.class).stream()
                                .mapToDouble(Float::doubleValue)
                                .sum())
                .isCloseTo(regular.getDouble("money"), offset(.01));
        assertThat(why.getList("parts.sentence.en", String.class))
                .anySatisfy(sentence -> assertThat(sentence).contains("the money expected by"));
        admin().get("/api/v1/models/" + model + "/customers/901").then().statusCode(404);
    }

    @Test
    void an_equal_challenger_is_refused_and_may_be_promoted_by_hand_and_taken_back() {
        long model = ModelsTest.create(Map.of("name", "Again", "kind", "value", "target", TARGET));
        trained(model);
        trained(model);

        JsonPath versions = admin().get("/api/v1/models/" + model + "/versions").jsonPath();
        assertThat(versions.getList("items.status", String.class)).containsExactly("refused", "champion");
        assertThat(versions.getString("items[0].decision.reason.en")).contains("The champion stays");
        assertThat(versions.getString("items[1].decision.reason.de")).contains("Erster Champion");

        admin().post("/api/v1/models/" + model + "/versions/2:promote")
                .then()
                .statusCode(200)
                .body("status", equalTo("champion"));
        admin().post("/api/v1/models/" + model + ":rollback")
                .then()
                .statusCode(200)
                .body("number", equalTo(1));
    }

    @Test
    void segments_ask_for_money_and_for_the_best_part() {
        long model = ModelsTest.create(Map.of("name", "Best", "kind", "value", "target", TARGET));
        trained(model);

        JsonPath rich = estimate(Map.of("score", model, "op", "at-least", "value", 100));
        JsonPath best = estimate(Map.of("score", model, "top", .1));

        assertThat(rich.getInt("size")).isBetween(100, 600);
        assertThat(best.getInt("size")).isEqualTo(SmallShop.CUSTOMERS / 10);
        admin().body(Map.of(
                        "name", "no groups", "kind", "rule", "definition", Map.of("cluster", model, "in", List.of(0))))
                .post("/api/v1/segments")
                .then()
                .statusCode(422)
                .body("errors[0].code", equalTo("WRONG_MODEL_KIND"));
    }

    @Test
    void a_draft_says_all_that_a_value_does_not_have() {
        JsonPath problem = ModelsTest.refused(Map.of(
                "name",
                "Everything",
                "kind",
                "value",
                "features",
                List.of("recency"),
                "clusters",
                3,
                "target",
                Map.of("event", "Order Completed", "withinDays", 60, "negate", true)));

        assertThat(problem.getList("errors.pointer", String.class))
                .containsExactlyInAnyOrder("/clusters", "/target/negate");
        admin().body(Map.of("name", "Nothing", "kind", "value"))
                .post("/api/v1/models")
                .then()
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/target"))
                .body("errors[0].code", equalTo("TARGET_MISSING"));
    }

    @Test
    void what_the_data_do_not_allow_says_what_is_needed() {
        long far = ModelsTest.create(Map.of(
                "name", "Far", "kind", "value", "target", Map.of("event", "Order Completed", "withinDays", 3650)));
        long views = ModelsTest.create(Map.of(
                "name", "Views", "kind", "value", "target", Map.of("event", "Product Viewed", "withinDays", 60)));

        assertThat(trained(far).getString("problem.code")).isEqualTo("HISTORY_TOO_SHORT");
        assertThat(trained(views).getString("problem.code")).isEqualTo("TOO_FEW_CUSTOMERS");
    }

    private static JsonPath customer(long model, int profile) {
        return admin().get("/api/v1/models/" + model + "/customers/" + profile)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static JsonPath estimate(Map<String, Object> condition) {
        return admin().body(Map.of("definition", condition))
                .post("/api/v1/segments:estimate")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private double number(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getDouble(1);
        }
    }
}
