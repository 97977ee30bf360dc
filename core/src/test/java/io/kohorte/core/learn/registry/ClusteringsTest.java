// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import static io.kohorte.core.learn.registry.ModelsTest.report;
import static io.kohorte.core.learn.registry.ModelsTest.trained;
import static io.kohorte.core.platform.Api.admin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.nullValue;

import io.kohorte.core.condition.ModelId;
import io.kohorte.core.condition.ScoresChanged;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Groups of customers: found, explained, found again. */
@QuarkusTest
@TestProfile(ClusteringsTest.OwnDatabase.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusteringsTest {

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

    @Test
    void a_clustering_finds_the_kinds_of_customers_and_scores_everybody() throws SQLException {
        long model = ModelsTest.create(Map.of(
                "name", "Groups", "kind", "clustering", "features", List.of("recency", "frequency", "basket-mean")));

        JsonPath run = trained(model);

        assertThat(run.getString("state")).isEqualTo("completed");
        JsonPath report = report(model, 1);
        assertThat(report.getInt("k")).isEqualTo(3);
        assertThat(report.getString("word")).isIn("good", "excellent");
        assertThat(report.getList("clusters.name.de", String.class)).hasSize(3).doesNotHaveDuplicates();
        assertThat(report.getList("clusters.size", Integer.class))
                .allSatisfy(size -> assertThat(size).isBetween(290, 310));
        assertThat(report.getList("projection.points")).hasSize(SmallShop.CUSTOMERS);
        assertThat(report.getInt("provenance.customers")).isEqualTo(SmallShop.CUSTOMERS);
        assertThat(report.getList("provenance.features")).containsExactly("recency", "frequency", "basket-mean");
        assertThat(report.<Object>get("migration")).isNull();
        assertThat(count("select count(*) from score where model = " + model + " and value in (0, 1, 2)"))
                .isEqualTo(SmallShop.CUSTOMERS);
        assertThat(heard.changes()).contains(ScoresChanged.byPromotion(new ModelId(model)));
        admin().get("/api/v1/models/" + model)
                .then()
                .body("state", equalTo("ready"))
                .body("champion", equalTo(1))
                .body("target", nullValue());
    }

    @Test
    void a_customer_is_in_one_group_and_not_in_another_for_reasons() {
        long model = ModelsTest.create(Map.of(
                "name",
                "Groups, and why",
                "kind",
                "clustering",
                "method",
                "k-means",
                "features",
                List.of("recency", "basket-mean", "trait:country")));
        trained(model);
        List<Integer> groups = report(model, 1).getList("clusters.number", Integer.class);

        JsonPath why = admin().get("/api/v1/models/{id}/why?profile=2", model)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        int own = why.getInt("cluster");
        assertThat(groups).contains(own, why.getInt("against"));
        assertThat(why.getInt("against")).isNotEqualTo(own);
        assertThat(why.getList("parts.name", String.class))
                .containsExactlyInAnyOrder("recency", "basket-mean", "trait:country");
        assertThat(why.getList("parts.weight", Float.class).stream()
                        .mapToDouble(Math::abs)
                        .sum())
                .isCloseTo(1, offset(1e-5));
        assertThat(why.getString("sentence.de")).matches("In „.+“ und nicht in „.+“, vor allem wegen: .+\\.");
        assertThat(why.getString("parts.find { it.name == 'trait:country' }.sentence.en"))
                .matches("country: DE \\(usual in “.+”: \\d+%; usual in “.+”: \\d+%\\)\\. This .+\\.");
        for (int other : groups) {
            admin().get("/api/v1/models/{id}/why?profile=2&against={other}", model, other)
                    .then()
                    .statusCode(other == own ? 422 : 200);
        }
        admin().get("/api/v1/models/{id}/why?profile=2&against=77", model)
                .then()
                .statusCode(422)
                .body("pointer", equalTo("/against"));
    }

    @Test
    void features_that_say_the_same_are_drawn_together_and_reasons_are_features_all_the_same() {
        long model = ModelsTest.create(Map.of(
                "name",
                "Drawn together",
                "kind",
                "clustering",
                "method",
                "k-means",
                "components",
                "auto",
                "features",
                List.of("recency", "frequency", "monetary", "basket-mean")));
        trained(model);

        admin().get("/api/v1/models/" + model).then().body("components", equalTo("auto"));
        JsonPath report = report(model, 1);
        assertThat(report.getList("components.explained", Float.class)).hasSizeBetween(2, 4);
        assertThat(report.getString("components[0].sentence.de")).startsWith("Komponente 1 sagt ");
        assertThat(report.getList("clusters[0].features.name", String.class))
                .containsExactlyInAnyOrder("recency", "frequency", "monetary", "basket-mean");
        JsonPath why = admin().get("/api/v1/models/{id}/why?profile=2", model)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(why.getList("parts.name", String.class))
                .containsExactlyInAnyOrder("recency", "frequency", "monetary", "basket-mean");
    }

    @Test
    void a_draft_is_told_which_components_there_are() {
        for (Object components : List.of(0, 51, "many", 2.5)) {
            admin().body(Map.of("name", "Odd", "kind", "clustering", "components", components))
                    .post("/api/v1/models")
                    .then()
                    .statusCode(422)
                    .body("pointer", equalTo("/components"));
        }
        admin().body(Map.of(
                        "name",
                        "Not there",
                        "kind",
                        "value",
                        "components",
                        3,
                        "target",
                        Map.of("event", "Order Completed", "withinDays", 30)))
                .post("/api/v1/models")
                .then()
                .statusCode(422)
                .body("code", equalTo("NOT_FOR_KIND"));
    }

    @Test
    void a_clustering_tries_several_methods_and_says_why_one_won() {
        long model = ModelsTest.create(Map.of(
                "name",
                "By vote",
                "kind",
                "clustering",
                "method",
                "automatic",
                "features",
                List.of("recency", "frequency", "basket-mean")));

        trained(model);

        admin().get("/api/v1/models/" + model).then().body("method", nullValue());
        JsonPath report = report(model, 1);
        assertThat(report.getList("tried.method", String.class))
                .containsExactlyInAnyOrder("k-means", "gaussian-mixture", "genie", "hdbscan");
        assertThat(report.getString("method")).isEqualTo(report.getString("tried[0].method"));
        assertThat(report.getString("choice.en")).isNotBlank();
        assertThat(report.getString("choice.de")).isNotBlank();
    }

    @Test
    void a_person_chooses_how_groups_are_found_and_the_new_choice_holds() throws SQLException {
        Map<String, Object> draft = new HashMap<>(Map.of(
                "name",
                "By hand",
                "kind",
                "clustering",
                "method",
                "genie",
                "distance",
                "manhattan",
                "features",
                List.of("recency", "frequency", "basket-mean")));
        long model = ModelsTest.create(draft);
        trained(model);

        assertThat(report(model, 1).getString("method")).isEqualTo("genie");
        assertThat(report(model, 1).getString("distance")).isEqualTo("manhattan");
        assertThat(report(model, 1).getList("tried")).isEmpty();
        assertThat(report(model, 1).getInt("k")).isEqualTo(3);

        draft.put("method", "dbscan");
        draft.remove("distance");
        admin().body(draft)
                .put("/api/v1/models/" + model)
                .then()
                .statusCode(200)
                .body("method", equalTo("dbscan"));
        trained(model);

        JsonPath second = report(model, 2);
        assertThat(second.getString("method")).isEqualTo("dbscan");
        int noise = second.getInt("clusters.find { it.noise }.number");
        assertThat(noise).as("a number no group ever had").isGreaterThanOrEqualTo(3);
        assertThat(count("select count(*) from score where model = " + model + " and value = " + noise))
                .isEqualTo(second.getLong("clusters.find { it.noise }.size"));
        admin().get("/api/v1/models/" + model)
                .then()
                .body("champion", equalTo(2))
                .body("distance", nullValue());
        admin().get("/api/v1/models/{id}/versions/2", model)
                .then()
                .body("decision.reason.en", containsString("(DBSCAN, before Genie by the sum of differences)"));
        reproduced(model, 2).body("result.same", equalTo(true));
    }

    @Test
    void a_method_that_cannot_do_what_is_asked_says_what_it_can() {
        admin().body(Map.of("name", "Wrong", "kind", "clustering", "method", "gaussian-mixture", "distance", "cosine"))
                .post("/api/v1/models")
                .then()
                .statusCode(422)
                .body("errors.pointer", hasItem("/distance"))
                .body("errors[0].detail", containsString("Gaussian mixture works with euclidean only"));
        admin().body(Map.of("name", "Wrong", "kind", "clustering", "method", "hdbscan", "clusters", 4))
                .post("/api/v1/models")
                .then()
                .statusCode(422)
                .body("errors.pointer", hasItem("/clusters"))
                .body("errors[0].detail", containsString("finds the number of groups itself"));
        admin().body(Map.of("name", "Wrong", "kind", "clustering", "method", "kmeans", "distance", "far"))
                .post("/api/v1/models")
                .then()
                .statusCode(422)
                .body("errors.pointer", hasItems("/method", "/distance"))
                .body("errors[0].detail", containsString("k-means, gaussian-mixture, ward"));
    }

    @Test
    void training_again_keeps_the_numbers_and_changes_no_score() throws SQLException {
        long model = ModelsTest.create(Map.of(
                "name",
                "Steady groups",
                "kind",
                "clustering",
                "features",
                List.of("recency", "frequency", "basket-mean")));
        trained(model);
        long before = count("select max(changed::text::bigint) from score where model = " + model);

        trained(model);

        List<List<Integer>> migration = report(model, 2).getList("migration");
        for (int from = 0; from < 3; from++) {
            for (int to = 0; to < 3; to++) {
                assertThat(migration.get(from).get(to) > 0).isEqualTo(from == to);
            }
        }
        assertThat(count("select max(changed::text::bigint) from score where model = " + model))
                .isEqualTo(before);
        reproduced(model, 1).body("result.same", equalTo(true));
        reproduced(model, 2).body("result.same", equalTo(true));
    }

    @Test
    void groups_whose_numbers_come_from_nobody_knows_where_are_not_learned_again() throws SQLException {
        long model = ModelsTest.create(Map.of(
                "name",
                "Groups of long ago",
                "kind",
                "clustering",
                "features",
                List.of("recency", "frequency", "basket-mean")));
        trained(model);
        trained(model);
        try (Connection connection = database.getConnection();
                PreparedStatement update = connection.prepareStatement(
                        "update model_version set provenance = provenance - 'previous' where model = ?")) {
            update.setLong(1, model);
            assertThat(update.executeUpdate()).isEqualTo(2);
        }

        admin().post("/api/v1/models/{id}/versions/2:reproduce", model)
                .then()
                .statusCode(409)
                .body("code", equalTo("NOT_REPRODUCIBLE"));
        reproduced(model, 1).body("result.same", equalTo(true));
    }

    private static ValidatableResponse reproduced(long model, int version) {
        int run = admin().post("/api/v1/models/{id}/versions/{n}:reproduce", model, version)
                .then()
                .statusCode(202)
                .extract()
                .path("run");
        admin().get("/api/v1/runs/{id}/events", run).then().statusCode(200);
        return admin().get("/api/v1/runs/{id}", run).then().body("state", equalTo("completed"));
    }

    private long count(String sql) throws SQLException {
        return ModelsTest.count(database, sql);
    }
}
