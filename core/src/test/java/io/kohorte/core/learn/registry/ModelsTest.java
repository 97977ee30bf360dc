// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import static io.kohorte.core.platform.Api.admin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;
import static org.hamcrest.Matchers.equalTo;

import io.kohorte.core.condition.ModelId;
import io.kohorte.core.condition.ScoresChanged;
import io.kohorte.core.platform.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@TestProfile(ModelsTest.OwnDatabase.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModelsTest {

    @Inject
    DataSource database;

    @Inject
    HeardScores heard;

    /** Starts anew, so that no other test's customers are learned from. */
    public static final class OwnDatabase implements QuarkusTestProfile {}

    @BeforeAll
    void openTheShop() throws SQLException {
        SmallShop.open(database);
    }

    @ParameterizedTest
    @MethodSource("drafts")
    void learned_again_from_the_same_data_a_version_is_the_same_to_the_byte(Map<String, Object> draft)
            throws SQLException {
        long model = create(draft);
        trained(model);
        trained(model);

        assertThat(count("select count(*) from model_version where model = " + model))
                .isEqualTo(2);
        assertThat(count("select count(distinct body) from model_version where model = " + model))
                .isEqualTo(1);
        assertThat(count("select count(distinct provenance - 'run' - 'snapshot' - 'trainedAt' - 'previous')"
                        + " from model_version where model = " + model))
                .isEqualTo(1);
    }

    static Stream<Map<String, Object>> drafts() {
        Map<String, Object> buysAgain = Map.of("event", "Order Completed", "withinDays", 60);
        Stream<Map<String, Object>> clusterings = Stream.of("k-means", "gaussian-mixture", "genie", "hdbscan")
                .map(method -> Map.of(
                        "name",
                        "Twice by " + method,
                        "kind",
                        "clustering",
                        "method",
                        method,
                        "features",
                        List.of("recency", "frequency", "basket-mean")));
        return Stream.concat(
                clusterings,
                Stream.of(
                        Map.of("name", "Twice buying", "kind", "prediction", "target", buysAgain),
                        Map.of("name", "Twice worth", "kind", "value", "target", buysAgain)));
    }

    @Test
    void a_prediction_is_judged_on_later_time_and_a_challenger_must_be_better() throws SQLException {
        long model = create(Map.of(
                "name",
                "Buys again",
                "kind",
                "prediction",
                "target",
                Map.of("event", "Order Completed", "withinDays", 60)));

        trained(model);

        JsonPath report = report(model, 1);
        assertThat(report.getDouble("auc")).isGreaterThan(.85);
        assertThat(report.getString("window.decisionAt")).isLessThan(report.getString("window.labelTo"));
        assertThat(report.getInt("rows.test")).isEqualTo(SmallShop.CUSTOMERS);
        assertThat(report.getList("roc.get(0)", Double.class)).isNotNull();
        assertThat(report.getList("lift")).hasSize(10);
        assertThat(report.getDouble("baseRate")).isBetween(.4, .8);
        assertThat(report.getString("target.event")).isEqualTo("Order Completed");
        assertThat(report.getDouble("features.weight.sum()")).isCloseTo(1, offset(1e-6));
        assertThat(count("select count(*) from score where model = " + model + " and value between 0 and 1"))
                .isEqualTo(SmallShop.CUSTOMERS);

        trained(model);

        JsonPath versions = admin().get("/api/v1/models/" + model + "/versions").jsonPath();
        assertThat(versions.getList("items.number", Integer.class)).containsExactly(2, 1);
        assertThat(versions.getList("items.status", String.class)).containsExactly("refused", "champion");
        assertThat(versions.getString("items[0].decision.reason.en")).contains("The champion stays");
        assertThat(versions.getString("items[0].decision.reason.de")).contains("Der Champion bleibt");
        assertThat(versions.getString("items[1].decision.reason.en")).contains("better than chance");
    }

    /** Features taken from a model must not keep speaking because they foretold well. */
    @Test
    void what_a_person_changes_holds_though_the_champion_answered_better() {
        Map<String, Object> prediction = new HashMap<>(Map.of(
                "name",
                "Asked anew",
                "kind",
                "prediction",
                "target",
                Map.of("event", "Order Completed", "withinDays", 60)));
        Map<String, Object> groups = new HashMap<>(Map.of(
                "name",
                "Grouped anew",
                "kind",
                "clustering",
                "clusters",
                3,
                "features",
                List.of("recency", "monetary")));
        long foretelling = create(prediction);
        long grouping = create(groups);
        trained(foretelling);
        trained(grouping);
        prediction.put("features", List.of("monetary"));
        groups.put("clusters", 7);
        admin().body(prediction).put("/api/v1/models/" + foretelling).then().statusCode(200);
        admin().body(groups).put("/api/v1/models/" + grouping).then().statusCode(200);

        trained(foretelling);
        trained(grouping);

        assertThat(report(foretelling, 2).getDouble("auc"))
                .isLessThan(report(foretelling, 1).getDouble("auc"));
        assertThat(report(foretelling, 2).getList("provenance.features", String.class))
                .containsExactly("monetary");
        assertThat(report(grouping, 2).getDouble("silhouette"))
                .isLessThan(report(grouping, 1).getDouble("silhouette") - .02);
        assertThat(report(grouping, 2).getInt("k")).isEqualTo(7);
        for (long model : List.of(foretelling, grouping)) {
            JsonPath versions =
                    admin().get("/api/v1/models/" + model + "/versions").jsonPath();
            assertThat(versions.getString("items[0].status")).isEqualTo("champion");
            assertThat(versions.getString("items[0].decision.reason.en"))
                    .startsWith("Since the champion was trained, something else is asked");
        }
    }

    /** Of three kinds of customers one alone spends much: a basket is 300 there and 40 elsewhere. */
    @Test
    void a_category_and_an_amount_make_a_cross_sell_and_an_up_sell() throws SQLException {
        long any = soldMore(Map.of());
        long shoes = soldMore(Map.of("category", "shoes"));
        long much = soldMore(Map.of("atLeast", 150));
        long noShoes = soldMore(Map.of("category", "shoes", "negate", true));

        assertThat(report(shoes, 1).getDouble("baseRate"))
                .isLessThan(report(any, 1).getDouble("baseRate") - .05);
        assertThat(report(shoes, 1).getString("target.category")).isEqualTo("shoes");
        assertThat(report(much, 1).getDouble("baseRate"))
                .isLessThan(report(any, 1).getDouble("baseRate") - .2);
        assertThat(report(much, 1).getDouble("auc")).isGreaterThan(.85);
        assertThat(count("select count(*) from score where model = " + much + " and value > .5 and profile % 3 <> 2"))
                .as("of those who spend little")
                .isLessThan(60);
        assertThat(
                        count(
                                "select count(*) from score where model = " + noShoes
                                        + " and not exists (select from event where event.profile = score.profile and category = 'shoes')"))
                .as("who never bought any cannot stop")
                .isZero();
        trained(shoes);
        assertThat(admin().get("/api/v1/models/" + shoes + "/versions/2")
                        .jsonPath()
                        .getString("decision.reason.en"))
                .as("the same is asked")
                .contains("The champion stays");
    }

    private static long soldMore(Map<String, Object> what) {
        Map<String, Object> target = new HashMap<>(Map.of("event", "Order Completed", "withinDays", 60));
        target.putAll(what);
        long model = create(Map.of("name", "Sold " + what, "kind", "prediction", "target", target));
        trained(model);
        return model;
    }

    @Test
    void churn_is_the_other_side_of_buying_again() throws SQLException {
        long buys = create(Map.of(
                "name", "Stays", "kind", "prediction", "target", Map.of("event", "Order Completed", "withinDays", 60)));
        long leaves = create(Map.of(
                "name",
                "Leaves",
                "kind",
                "prediction",
                "target",
                Map.of("event", "Order Completed", "withinDays", 60, "negate", true)));
        trained(buys);
        trained(leaves);

        assertThat(report(leaves, 1).getDouble("baseRate"))
                .isCloseTo(1 - report(buys, 1).getDouble("baseRate"), offset(1e-6));
        assertThat(count("select count(*) from score a join score b using (profile) where a.model = " + buys
                        + " and b.model = " + leaves + " and abs(a.value + b.value - 1) < 1e-9"))
                .isEqualTo(SmallShop.CUSTOMERS);
    }

    @Test
    void a_person_may_promote_a_refused_version_and_go_back() throws SQLException {
        long model = create(Map.of(
                "name",
                "By hand",
                "kind",
                "prediction",
                "target",
                Map.of("event", "Order Completed", "withinDays", 45)));
        trained(model);
        trained(model);

        heard.changes().clear();
        admin().post("/api/v1/models/" + model + "/versions/2:promote")
                .then()
                .statusCode(200)
                .body("status", equalTo("champion"))
                .body("promotedBy", equalTo("admin"));
        assertThat(heard.changes()).contains(ScoresChanged.byPromotion(new ModelId(model)));
        admin().get("/api/v1/models/" + model + "/versions/1").then().body("status", equalTo("retired"));

        admin().post("/api/v1/models/" + model + ":rollback")
                .then()
                .statusCode(200)
                .body("number", equalTo(1));
        admin().get("/api/v1/models/" + model).then().body("champion", equalTo(1));
    }

    @Test
    void a_prediction_searches_for_settings_as_long_as_it_may_and_makes_features_by_itself() {
        long model = create(Map.of(
                "name",
                "Searched",
                "kind",
                "prediction",
                "target",
                Map.of("event", "Order Completed", "withinDays", 60),
                "search",
                Map.of("method", "random", "minutes", .05),
                "automaticFeatures",
                true));
        int run = admin().post("/api/v1/models/" + model + ":train")
                .then()
                .extract()
                .path("run");

        String told = admin().get("/api/v1/runs/" + run + "/events").asString();

        assertThat(told).contains("\"phase\":\"search\"", "\"best\":{").contains("\"state\":\"completed\"");
        JsonPath report = report(model, 1);
        assertThat(report.getList("candidates.learner", String.class))
                .contains("logistic", "random-forest", "gradient-boosting", "neural-network");
        assertThat(report.getString("provenance.chosen[0].learner")).isEqualTo(report.getString("learner"));
        assertThat(report.getList("checks.code", String.class)).contains("automatic-features");
        assertThat(report.getList("provenance.features", String.class))
                .contains("auto:category-amount:90:shoes", "auto:order-spread:365:amount");
        admin().get("/api/v1/models/" + model)
                .then()
                .body("search.method", equalTo("random"))
                .body("automaticFeatures", equalTo(true));
    }

    @Test
    void a_training_that_the_data_do_not_allow_says_what_is_needed() {
        long model = create(Map.of(
                "name",
                "Far ahead",
                "kind",
                "prediction",
                "target",
                Map.of("event", "Order Completed", "withinDays", 600)));

        JsonPath run = trained(model);

        assertThat(run.getString("state")).isEqualTo("failed");
        assertThat(run.getString("problem.code")).isEqualTo("HISTORY_TOO_SHORT");
        assertThat(run.getString("problem.detail")).contains("needs at least 871");
        admin().get("/api/v1/models/" + model).then().body("state", equalTo("failed"));
    }

    @Test
    void when_its_time_comes_a_model_is_trained_again_without_being_asked() {
        Map<String, Object> draft = new HashMap<>(
                Map.of("name", "Every second", "kind", "clustering", "features", List.of("recency", "frequency")));
        long model = create(draft);
        trained(model);

        draft.put("schedule", Map.of("cron", "* * * * * ?", "zone", "Europe/Berlin"));
        admin().body(draft).put("/api/v1/models/" + model).then().statusCode(200);

        JsonPath versions;
        do {
            versions = admin().get("/api/v1/models/" + model + "/versions")
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
        } while (versions.getList("items").size() < 2);
        assertThat(versions.getList("items.cause", String.class)).contains("schedule");
        draft.remove("schedule");
        admin().body(draft).put("/api/v1/models/" + model).then().statusCode(200);
    }

    static long create(Map<String, Object> model) {
        return ScoredShop.created("models", model);
    }

    /** The problem of a draft that is refused. */
    static JsonPath refused(Map<String, Object> model) {
        return admin().body(model)
                .post("/api/v1/models")
                .then()
                .statusCode(422)
                .extract()
                .jsonPath();
    }

    static JsonPath trained(long model) {
        long run = admin().post("/api/v1/models/" + model + ":train")
                .then()
                .statusCode(202)
                .extract()
                .jsonPath()
                .getLong("run");
        Api.awaitEnd(run);
        return admin().get("/api/v1/runs/" + run).jsonPath();
    }

    static JsonPath report(long model, int version) {
        return admin().get("/api/v1/models/" + model + "/versions/" + version + "/report")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private long count(String sql) throws SQLException {
        return count(database, sql);
    }

    static long count(DataSource database, String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
