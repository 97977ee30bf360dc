// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import static io.kohorte.core.platform.Api.admin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.nullValue;

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
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A model under watch: quiet while nothing happens, an alarm and a training once customers are others. */
@QuarkusTest
@TestProfile(WatchedModelTest.OwnDatabase.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WatchedModelTest {
    private static final Map<String, Object> DRAFT = Map.of(
            "name",
            "Buys again",
            "kind",
            "prediction",
            "target",
            Map.of("event", "Order Completed", "withinDays", 30),
            "features",
            List.of("recency", "frequency", "basket-mean", "trait:country"),
            "retraining",
            Map.of("onDrift", true, "action", "challenger"),
            "sensitive",
            "country");

    @Inject
    DataSource database;

    /** Starts anew: other customers of other tests would be a drift. */
    public static final class OwnDatabase implements QuarkusTestProfile {}

    @BeforeAll
    void openTheShop() throws SQLException {
        SmallShop.open(database);
    }

    @Test
    void a_model_is_steady_until_its_customers_change_and_then_learns_once() throws SQLException {
        long model = ModelsTest.create(DRAFT);
        admin().post("/api/v1/models/" + model + ":watch")
                .then()
                .statusCode(409)
                .body("code", equalTo("NOTHING_TO_WATCH"));
        ModelsTest.trained(model);

        JsonPath first = looked(model);

        assertThat(first.getString("result.state")).as(first.prettify()).isEqualTo("steady");
        JsonPath watch = watch(model);
        assertThat(watch.getList("latest.features.name", String.class))
                .contains("recency", "frequency", "basket-mean", "trait:country");
        assertThat(watch.getList("latest.features.psi", Double.class))
                .allSatisfy(psi -> assertThat(psi).isLessThan(1e-6));
        assertThat(watch.<Object>get("latest.performance")).isNull();
        assertThat(watch.getString("latest.outcomesFrom")).startsWith("2025-01-2");
        assertThat(watch.getList("latest.fairness.groups.value", String.class)).containsExactlyInAnyOrder("AT", "DE");
        assertThat(watch.getString("latest.fairness.reason.de")).isNotBlank();

        everybodyBuysDearly();
        JsonPath second = looked(model);

        assertThat(second.getString("result.state")).as(second.prettify()).isNotEqualTo("steady");
        long training = second.getLong("result.training");
        assertThat(training).isPositive();
        watch = watch(model);
        assertThat(watch.getInt("latest.look")).isEqualTo(2);
        assertThat(watch.getList("latest.features.findAll { it.drifts }.name", String.class))
                .contains("basket-mean")
                .doesNotContain("trait:country");
        assertThat(watch.getBoolean("latest.outcomes.drifts")).isTrue();
        assertThat(watch.getInt("latest.performance.customers")).isEqualTo(SmallShop.CUSTOMERS);
        assertThat(watch.getLong("latest.newOutcomes")).isEqualTo(SmallShop.CUSTOMERS);
        assertThat(watch.getList("history.state", String.class)).hasSize(2).startsWith("steady");

        admin().get("/q/metrics")
                .then()
                .body(containsString("kohorte_model_drift{model=\"" + model + "\",of=\"outcomes\"}"))
                .body(containsString("kohorte_model_auc{at=\"now\",model=\"" + model + "\"}"));

        Api.awaitEnd(training);
        admin().get("/api/v1/models/" + model + "/versions")
                .then()
                .body("items.size()", equalTo(2))
                .body("items[0].cause", equalTo("drift"))
                .body("items[1].status", equalTo("champion"));
        assertThat(looked(model).getLong("result.training"))
                .as("drift that lasts is no new ground")
                .isZero();
    }

    @Test
    void a_policy_that_cannot_be_is_refused_where_it_stands_and_one_left_out_is_none() {
        Map<String, Object> draft = new HashMap<>(Map.of("name", "Groups", "kind", "clustering"));
        long model = ModelsTest.create(draft);
        admin().get("/api/v1/models/" + model)
                .then()
                .body("retraining.onDrift", equalTo(false))
                .body("sensitive", nullValue());

        draft.put("retraining", Map.of("strategy", "sliding", "onOutcomes", 5));
        draft.put("sensitive", "shoe size");
        admin().body(draft)
                .put("/api/v1/models/" + model)
                .then()
                .statusCode(422)
                .body(
                        "errors.pointer",
                        hasItems(
                                "/retraining/strategy",
                                "/retraining/windowDays",
                                "/retraining/onOutcomes",
                                "/sensitive"));
    }

    /** Each customer once within the next weeks, for a hundred times what was usual. */
    private void everybodyBuysDearly() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(
                    "insert into event (key, profile, name, at, order_ref, item, category, quantity, amount, source)"
                            + " select gen_random_uuid(), number, 'Order Completed',"
                            + " timestamptz '2025-01-10T00:00:00Z' + number * interval '1 hour', 'late-' || number,"
                            + " 'item-1', 'shoes', 1, 4000 + number, 1 from generate_series(1, " + SmallShop.CUSTOMERS
                            + ") number");
        }
    }

    private static JsonPath looked(long model) {
        long run = admin().post("/api/v1/models/" + model + ":watch")
                .then()
                .statusCode(202)
                .extract()
                .jsonPath()
                .getLong("run");
        Api.awaitEnd(run);
        JsonPath ended = admin().get("/api/v1/runs/" + run).jsonPath();
        assertThat(ended.getString("state")).as(ended.prettify()).isEqualTo("completed");
        return ended;
    }

    private static JsonPath watch(long model) {
        return admin().get("/api/v1/models/" + model + "/watch")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}
