// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.exchange;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.kohorte.core.platform.Api.admin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an MLflow server hears, as its REST API has it. */
@QuarkusTest
class TrackingTest {
    private static final String API = "/api/2.0/mlflow/";

    @Inject
    TrackingReports reports;

    @Inject
    DataSource database;

    @Inject
    Clock clock;

    private final WireMockServer mlflow =
            new WireMockServer(WireMockConfiguration.options().dynamicPort());

    private final List<Long> made = new ArrayList<>();

    @BeforeEach
    void aServer() {
        mlflow.start();
        mlflow.stubFor(get(urlPathEqualTo(API + "experiments/get-by-name"))
                .willReturn(okJson("{\"experiment\":{\"experiment_id\":\"12\"}}")));
        mlflow.stubFor(post(urlPathEqualTo(API + "runs/create"))
                .willReturn(okJson("{\"run\":{\"info\":{\"run_id\":\"r-1\"}}}")));
        mlflow.stubFor(post(urlPathEqualTo(API + "runs/log-batch")).willReturn(okJson("{}")));
        mlflow.stubFor(post(urlPathEqualTo(API + "runs/update")).willReturn(okJson("{}")));
    }

    @AfterEach
    void closeDown() throws SQLException {
        admin().delete("/api/v1/tracking").then().statusCode(204);
        try (Connection connection = database.getConnection();
                PreparedStatement delete = connection.prepareStatement("delete from model where id = any (?)")) {
            delete.setObject(1, made.stream().mapToLong(Long::longValue).toArray());
            delete.executeUpdate();
        }
        mlflow.stop();
    }

    @Test
    void a_version_becomes_a_run_with_its_parameters_figures_and_origin() throws SQLException {
        told(Map.of("token", "s3cret"));
        long model = learned("Churn");

        reports.report();
        reports.report();

        mlflow.verify(getRequestedFor(urlPathEqualTo(API + "experiments/get-by-name"))
                .withQueryParam("experiment_name", equalTo("Kohorte"))
                .withHeader("Authorization", equalTo("Bearer s3cret")));
        mlflow.verify(
                1,
                postRequestedFor(urlPathEqualTo(API + "runs/create"))
                        .withRequestBody(matchingJsonPath("$.experiment_id", equalTo("12")))
                        .withRequestBody(matchingJsonPath("$.run_name", equalTo("Churn 1")))
                        .withRequestBody(matchingJsonPath("$.start_time", equalTo("1735689600000")))
                        .withRequestBody(matchingJsonPath(
                                "$.tags[?(@.key == 'kohorte.model')].value", equalTo(Long.toString(model))))
                        .withRequestBody(matchingJsonPath("$.tags[?(@.key == 'kohorte.data.snapshot')].value")));
        mlflow.verify(
                1,
                postRequestedFor(urlPathEqualTo(API + "runs/log-batch"))
                        .withRequestBody(matchingJsonPath("$.run_id", equalTo("r-1")))
                        .withRequestBody(matchingJsonPath(
                                "$.metrics[?(@.key == 'auc' && @.value == 0.81 && @.timestamp > 0 && @.step == 0)]"))
                        .withRequestBody(matchingJsonPath("$.params[?(@.key == 'seed' && @.value == '42')]"))
                        .withRequestBody(
                                matchingJsonPath("$.params[?(@.key == 'features' && @.value == 'recency,frequency')]"))
                        .withRequestBody(
                                matchingJsonPath("$.params[?(@.key == 'learner' && @.value == 'random-forest')]")));
        mlflow.verify(
                1,
                postRequestedFor(urlPathEqualTo(API + "runs/update"))
                        .withRequestBody(matchingJsonPath("$.status", equalTo("FINISHED")))
                        .withRequestBody(matchingJsonPath("$.end_time")));
        admin().get("/api/v1/tracking")
                .then()
                .body("owed", Matchers.equalTo(0))
                .body("token", Matchers.equalTo("***"))
                .body("reportedAt", notNullValue())
                .body("problem", nullValue());
    }

    @Test
    void a_server_that_fails_half_way_is_told_the_rest_later_in_the_same_run() throws SQLException {
        told(Map.of());
        learned("Half told");
        mlflow.stubFor(post(urlPathEqualTo(API + "runs/log-batch"))
                .willReturn(aResponse().withStatus(503)));

        reports.report();

        admin().get("/api/v1/tracking")
                .then()
                .body("owed", Matchers.equalTo(1))
                .body("problem", Matchers.equalTo("The receiver answered with status 503."));

        mlflow.stubFor(post(urlPathEqualTo(API + "runs/log-batch")).willReturn(okJson("{}")));
        reports.report();

        mlflow.verify(1, postRequestedFor(urlPathEqualTo(API + "runs/create")));
        mlflow.verify(1, postRequestedFor(urlPathEqualTo(API + "runs/update")));
        admin().get("/api/v1/tracking").then().body("owed", Matchers.equalTo(0)).body("problem", nullValue());
    }

    @Test
    void what_is_owed_is_told_oldest_first() throws SQLException {
        told(Map.of());
        Instant now = clock.instant();
        learned("Third", now.plusSeconds(90));
        learned("First", now.plusSeconds(30));
        learned("Second", now.plusSeconds(60));

        reports.report();

        assertThat(mlflow.findAll(postRequestedFor(urlPathEqualTo(API + "runs/create"))).stream()
                        .sorted(Comparator.comparing(LoggedRequest::getLoggedDate))
                        .map(request -> JsonPath.from(request.getBodyAsString()).getString("run_name")))
                .containsExactly("First 1", "Second 1", "Third 1");
    }

    @Test
    void an_experiment_that_is_not_there_is_made() throws SQLException {
        mlflow.stubFor(get(urlPathEqualTo(API + "experiments/get-by-name"))
                .willReturn(aResponse().withStatus(404).withBody("{\"error_code\":\"RESOURCE_DOES_NOT_EXIST\"}")));
        mlflow.stubFor(
                post(urlPathEqualTo(API + "experiments/create")).willReturn(okJson("{\"experiment_id\":\"13\"}")));
        told(Map.of("experiment", "Shop", "user", "kohorte", "token", "pw"));

        admin().post("/api/v1/tracking:check").then().body("ok", Matchers.equalTo(true));

        mlflow.verify(postRequestedFor(urlPathEqualTo(API + "experiments/create"))
                .withHeader("Authorization", equalTo("Basic a29ob3J0ZTpwdw=="))
                .withRequestBody(equalToJson("{\"name\":\"Shop\"}")));
    }

    @Test
    void versions_from_before_the_server_was_entered_stay_untold() throws SQLException {
        learned("Earlier");
        told(Map.of());

        reports.report();

        mlflow.verify(0, postRequestedFor(urlPathEqualTo(API + "runs/create")));
    }

    @Test
    void a_token_is_kept_encrypted_and_goes_to_no_other_address() throws SQLException {
        told(Map.of("token", "s3cret"));

        try (Connection connection = database.getConnection();
                ResultSet row = connection
                        .createStatement()
                        .executeQuery("select encode(token, 'escape') from tracking_server")) {
            row.next();
            assertThat(row.getString(1)).doesNotContain("s3cret");
        }
        admin().body(Map.of("url", "https://elsewhere.example", "token", "***"))
                .put("/api/v1/tracking")
                .then()
                .statusCode(422)
                .body("pointer", Matchers.equalTo("/token"));
        admin().body(Map.of("url", mlflow.baseUrl(), "token", "***"))
                .put("/api/v1/tracking")
                .then()
                .statusCode(200);
        admin().post("/api/v1/tracking:check").then().body("ok", Matchers.equalTo(true));
        mlflow.verify(getRequestedFor(urlPathEqualTo(API + "experiments/get-by-name"))
                .withHeader("Authorization", equalTo("Bearer s3cret")));
        for (String wrong : new String[] {"ftp://a.example", "https://u:p@a.example", "a.example", "https://"}) {
            admin().body(Map.of("url", wrong))
                    .put("/api/v1/tracking")
                    .then()
                    .statusCode(422)
                    .body("pointer", Matchers.equalTo("/url"));
        }
    }

    private void told(Map<String, String> more) {
        Map<String, String> draft = new HashMap<>(more);
        draft.put("url", mlflow.baseUrl() + "/");
        admin().body(draft).put("/api/v1/tracking").then().statusCode(200);
    }

    /** A version as training stores it, today. */
    private long learned(String name) throws SQLException {
        return learned(name, clock.instant());
    }

    private long learned(String name, Instant at) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "with made as (insert into model (name, kind, definition, created_at, updated_at)"
                                + " values (?, 'prediction', '{}', now(), now()) returning id)"
                                + " insert into model_version (model, number, status, cause, body, sha256, provenance,"
                                + " metrics, decision, report, created_at)"
                                + " select id, 1, 'refused', 'manual', '', sha256(''), ?::jsonb, ?::jsonb, '{}', '{}', ? from made returning model")) {
            insert.setString(1, name);
            insert.setString(
                    2,
                    "{\"seed\":42,\"customers\":900,\"features\":[\"recency\",\"frequency\"],\"snapshot\":7,"
                            + "\"codeVersion\":\"1\",\"trainedAt\":\"2025-01-01T00:00:00Z\",\"definition\":{}}");
            insert.setString(3, "{\"auc\":0.81,\"learner\":\"random-forest\"}");
            insert.setTimestamp(4, Timestamp.from(at));
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                made.add(row.getLong(1));
                return row.getLong(1);
            }
        }
    }
}
