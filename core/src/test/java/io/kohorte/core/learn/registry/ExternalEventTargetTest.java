// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import static io.kohorte.core.platform.Api.admin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A file that foresees who buys: judged by what was bought since, when it comes and whenever it is looked at. */
@QuarkusTest
@TestProfile(ExternalEventTargetTest.OwnDatabase.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExternalEventTargetTest {
    /** Whoever bought lately buys again. */
    private static final String FORMULA =
            """
            <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4">
              <Header/>
              <DataDictionary>
                <DataField name="buys" optype="categorical" dataType="string"><Value value="no"/><Value value="yes"/></DataField>
                <DataField name="recency" optype="continuous" dataType="double"/>
              </DataDictionary>
              <RegressionModel functionName="classification" normalizationMethod="logit">
                <MiningSchema><MiningField name="buys" usageType="target"/><MiningField name="recency"/></MiningSchema>
                <RegressionTable intercept="1" targetCategory="yes"><NumericPredictor name="recency" coefficient="-0.02"/></RegressionTable>
                <RegressionTable intercept="0" targetCategory="no"/>
              </RegressionModel>
            </PMML>
            """;

    @Inject
    DataSource database;

    /** Without events of other tests. */
    public static final class OwnDatabase implements QuarkusTestProfile {}

    @BeforeAll
    void openTheShop() throws SQLException {
        SmallShop.open(database);
    }

    @Test
    void it_is_judged_by_the_event_when_it_comes_and_whenever_it_is_watched() throws SQLException {
        int model = UploadedModel.create(
                Map.of("name", "Buys", "target", Map.of("event", "Order Completed", "withinDays", 30)));
        JsonPath file = UploadedModel.upload(model, "buys.pmml", FORMULA.getBytes(StandardCharsets.UTF_8))
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(file.getString("inputs[0].feature")).isEqualTo("recency");

        JsonPath run = UploadedModel.ended(UploadedModel.use(model, Map.of("recency", "recency"), "probability[yes]"));

        assertThat(run.getString("state")).as(run.prettify()).isEqualTo("completed");
        JsonPath report =
                admin().get("/api/v1/models/{id}/versions/1/report", model).jsonPath();
        assertThat(report.getDouble("worth.auc")).isBetween(.6, 1.0);
        assertThat(report.getString("target.event")).isEqualTo("Order Completed");
        assertThat(report.getInt("scores.customers")).isEqualTo(SmallShop.CUSTOMERS);

        JsonPath quiet = looked(model);
        assertThat(quiet.getString("result.state")).as(quiet.prettify()).isEqualTo("steady");

        buysWhoeverDidNotBuyLately();
        looked(model);

        JsonPath watch = admin().get("/api/v1/models/{id}/watch", model).jsonPath();
        assertThat(watch.getInt("latest.performance.customers"))
                .as(watch.prettify())
                .isEqualTo(SmallShop.CUSTOMERS);
        assertThat(watch.getDouble("latest.performance.auc")).isLessThan(.5);
        assertThat(watch.getDouble("latest.performance.aucThen"))
                .isCloseTo(report.getDouble("worth.auc"), offset(1e-9));
        assertThat(watch.getString("latest.state")).isEqualTo("worse");
    }

    /** Those of whom the file says no, and nobody else, in the weeks after the latest event. */
    private void buysWhoeverDidNotBuyLately() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(
                    "insert into event (key, profile, name, at, order_ref, item, category, quantity, amount, source)"
                            + " select gen_random_uuid(), profile, 'Order Completed', '2025-01-10T00:00:00Z'::timestamptz"
                            + " + profile * interval '15 minutes', 'late-' || profile, 'item-1', 'shoes', 1, 40, 1"
                            + " from event group by profile having max(at) < '2024-10-15T00:00:00Z'");
            statement.execute(
                    "insert into event (key, profile, name, at, order_ref, item, category, quantity, amount, source)"
                            + " select gen_random_uuid(), number, 'Page Viewed', '2025-02-01T00:00:00Z'::timestamptz"
                            + " + number * interval '1 minute', null, null, null, null, null, 1"
                            + " from generate_series(1, " + SmallShop.CUSTOMERS + ") number");
        }
    }

    private static JsonPath looked(int model) {
        JsonPath ended = UploadedModel.ended(
                admin().post("/api/v1/models/{id}:watch", model).then());
        assertThat(ended.getString("state")).as(ended.prettify()).isEqualTo("completed");
        return ended;
    }
}
