// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import static io.kohorte.core.platform.Api.admin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Models before they learn anything. */
@QuarkusTest
@TestProfile(ModelsTest.OwnDatabase.class)
class ModelDefinitionsTest {

    @Inject
    DataSource database;

    @Test
    void every_fault_of_a_draft_is_pointed_at() {
        JsonPath problem = ModelsTest.refused(Map.of(
                "name",
                " ",
                "kind",
                "prediction",
                "features",
                List.of("recency", "recencyy", "trait:shoe size"),
                "target",
                Map.of("event", "Order Complete", "withinDays", 0, "category", "no such", "atLeast", -1),
                "clusters",
                5,
                "search",
                Map.of("method", "guess", "minutes", 0),
                "schedule",
                Map.of("cron", "whenever", "zone", "Mars/Crater")));

        assertThat(problem.getList("errors.pointer", String.class))
                .containsExactlyInAnyOrder(
                        "/name",
                        "/features/1",
                        "/features/2",
                        "/target/event",
                        "/target/withinDays",
                        "/target/category",
                        "/target/atLeast",
                        "/clusters",
                        "/search/method",
                        "/search/minutes",
                        "/schedule/cron",
                        "/schedule/zone");
    }

    @Test
    void a_schedule_is_kept_in_the_database_and_ends_with_the_model() throws SQLException {
        long model = ModelsTest.create(Map.of(
                "name",
                "Nightly",
                "kind",
                "clustering",
                "schedule",
                Map.of("cron", "0 3 * * *", "zone", "Europe/Berlin")));
        String triggers =
                "select count(*) from qrtz_cron_triggers where trigger_group = 'retraining' and trigger_name = '"
                        + model + "'";
        assertThat(ModelsTest.count(database, triggers)).isOne();
        admin().get("/api/v1/models").then().body("items.schedule.zone", hasItem("Europe/Berlin"));

        admin().delete("/api/v1/models/" + model).then().statusCode(204);

        assertThat(ModelsTest.count(database, triggers)).isZero();
        admin().get("/api/v1/models/" + model).then().statusCode(404);
    }

    @Test
    void without_an_earlier_champion_there_is_nothing_to_go_back_to() {
        long model = ModelsTest.create(Map.of("name", "Fresh", "kind", "clustering"));

        admin().post("/api/v1/models/" + model + ":rollback")
                .then()
                .statusCode(409)
                .body("code", equalTo("NO_EARLIER_CHAMPION"));
    }
}
