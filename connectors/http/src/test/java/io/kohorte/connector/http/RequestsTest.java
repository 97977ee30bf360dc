// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.http;

import static io.kohorte.connector.http.Api.change;
import static io.kohorte.connector.http.Api.enters;
import static io.kohorte.connector.http.Api.leaves;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Consent;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.SubjectKeys;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which request goes out for whom. */
final class RequestsTest {

    private static final Map<String, Object> ONE_BY_ONE = Map.of(
            "addPath", "/lists/{{audience.id}}/people?region={{parameter.region}}",
            "addBody", "{\"email\":\"{{key}}\",\"by\":\"{{key.name}}\"}",
            "updateMethod", "PATCH",
            "updatePath", "/people/{{key}}",
            "updateBody", "{\"fields\":\"{{fields}}\"}",
            "removePath", "/lists/{{audience.id}}/people/{{key}}");

    private final Api api = new Api();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void everybody_gets_a_request_of_their_own_and_leavers_go_first() {
        var outcomes = api.write(
                ONE_BY_ONE,
                enters("new@example.com"),
                change(MemberChange.Kind.UPDATE, "old@example.com", Map.of("score", FieldValue.of("low"))),
                leaves("gone@example.com"));
        assertThat(outcomes).hasSize(3).allMatch(Outcome.Accepted.class::isInstance);
        assertThat(api.requests())
                .extracting(request -> request.getMethod() + " " + request.getUrl() + " " + request.getBodyAsString())
                .containsExactlyInAnyOrder(
                        "DELETE /v1/lists/aud-7/people/gone%40example.com ",
                        "POST /v1/lists/aud-7/people?region=eu%20west {\"email\":\"new@example.com\",\"by\":\"email\"}",
                        "PATCH /v1/people/old%40example.com {\"fields\":{\"score\":\"low\"}}");
        assertThat(api.preview(ONE_BY_ONE, enters("a@example.com"), leaves("b@example.com"))
                        .requests())
                .extracting(request -> request.rows())
                .containsExactly(List.of(1), List.of(0));
    }

    @Test
    void who_leaves_has_their_fields_cleared_where_the_sync_says_so() {
        api.write(ONE_BY_ONE, DeleteBehaviour.CLEAR_FIELDS, leaves("gone@example.com"));
        assertThat(api.request().getMethod().getName()).isEqualTo("PATCH");
        assertThat(api.request().getBodyAsString()).isEqualTo("{\"fields\":{\"score\":null}}");
    }

    @Test
    void nothing_is_sent_of_leavers_where_the_sync_says_so() {
        assertThat(api.write(ONE_BY_ONE, DeleteBehaviour.NOTHING, leaves("gone@example.com")))
                .containsExactly(new Outcome.Skipped(SkipReason.NOTHING_TO_SEND));
        assertThat(api.requests()).isEmpty();
    }

    @Test
    void an_audience_that_people_leave_needs_a_request_for_that() {
        try (var destination = new HttpConnector().open(api.settings(Map.of()), Api.context())) {
            var mirror = Api.audience(DeleteBehaviour.REMOVE_FROM_AUDIENCE);
            assertThatThrownBy(() -> destination.audiences().ensure(mirror))
                    .isInstanceOfSatisfying(ConnectorException.class, failure -> {
                        assertThat(failure.problem().code()).isEqualTo(ProblemCode.INVALID_SETTING);
                        assertThat(failure.problem().field()).isEqualTo("removePath");
                    });
            assertThat(destination
                            .audiences()
                            .ensure(Api.audience(DeleteBehaviour.NOTHING))
                            .remoteId())
                    .isEqualTo("aud-7");
        }
    }

    @Test
    void an_audience_that_gives_no_value_for_a_parameter_is_a_mistake_of_settings() {
        assertThatThrownBy(() -> api.write(Map.of("addPath", "/x/{{parameter.country}}"), enters("max@example.com")))
                .isInstanceOfSatisfying(
                        ConnectorException.class,
                        failure -> assertThat(failure.problem().code()).isEqualTo(ProblemCode.INVALID_SETTING));
    }

    @Test
    void one_request_carries_many_up_to_its_rows_and_bytes() {
        Map<String, Object> many = Map.of(
                "addBody",
                "{\"people\":\"{{rows}}\",\"key\":\"{{batch.key}}\"}",
                "addRow",
                "{\"e\":\"{{key}}\",\"n\":\"{{field.note}}\"}",
                "rowsPerRequest",
                2,
                "maxBytes",
                1024);
        var large = change(MemberChange.Kind.ADD, "d@example.com", Map.of("note", FieldValue.of("x".repeat(1024))));
        var outcomes =
                api.write(many, enters("a@example.com"), enters("b@example.com"), enters("c@example.com"), large);
        assertThat(outcomes.get(3)).isInstanceOfSatisfying(Outcome.Rejected.class, rejected -> assertThat(
                        rejected.problem().code())
                .isEqualTo(ProblemCode.FIELD_INVALID));
        assertThat(api.requests())
                .extracting(request -> request.getBodyAsString())
                .containsExactlyInAnyOrder(
                        "{\"people\":[{\"e\":\"a@example.com\"},{\"e\":\"b@example.com\"}],\"key\":\"batch-17\"}",
                        "{\"people\":[{\"e\":\"c@example.com\"}],\"key\":\"batch-17\"}");
    }

    @Test
    void every_request_has_a_key_of_its_own_that_is_the_same_on_every_attempt() {
        var settings = Map.of(
                "headers", Map.of("Idempotency-Key", "{{request.key}}"),
                "addBody", "\"{{rows}}\"",
                "addRow", "\"{{key}}\"",
                "rowsPerRequest", 2,
                "removePath", "/people/{{key}}");
        var changes = new MemberChange[] {
            enters("a@example.com"), leaves("b@example.com"), enters("c@example.com"), enters("d@example.com")
        };
        for (var attempt = 0; attempt < 2; attempt++) {
            assertThat(api.preview(settings, changes).requests())
                    .extracting(request -> request.headers().get("idempotency-key"))
                    .containsExactly("batch-17-1", "batch-17-0", "batch-17-3");
        }
    }

    @Test
    void a_body_may_be_the_list_itself() {
        api.write(
                Map.of("addBody", "\"{{rows}}\"", "addRow", "\"{{key}}\""), enters("a@example.com"), enters("b@x.de"));
        assertThat(api.request().getBodyAsString()).isEqualTo("[\"a@example.com\",\"b@x.de\"]");
    }

    @Test
    void a_request_for_many_names_nobody_beside_its_rows() {
        for (var path : List.of("/x/{{key}}", "/x/{{field.a}}", "/x?p={{profile.id}}")) {
            assertThatThrownBy(() -> api.write(
                            Map.of("addPath", path, "addBody", "\"{{rows}}\"", "addRow", "\"{{key}}\""),
                            enters("a@example.com")))
                    .isInstanceOfSatisfying(
                            ConnectorException.class,
                            failure -> assertThat(failure.problem().field()).isEqualTo("addPath"));
        }
    }

    @Test
    void who_is_known_by_nothing_is_refused_and_a_fallback_key_will_do() {
        var nobody = new MemberChange(
                MemberChange.Kind.ADD, new SubjectKeys("4711", Map.of()), Map.of(), Consent.NEVER_ASKED);
        var byPhone = new MemberChange(
                MemberChange.Kind.ADD,
                new SubjectKeys("4712", Map.of("phone", "0170 1234567")),
                Map.of(),
                Consent.NEVER_ASKED);
        var outcomes = api.write(
                Map.of(
                        "addBody",
                        "{\"{kind}\":\"{{key.name}}\",\"p\":\"{{identifier.phone | phone}}\"}",
                        "defaultRegion",
                        "DE"),
                nobody,
                byPhone);
        assertThat(outcomes.get(0)).isInstanceOfSatisfying(Outcome.Rejected.class, rejected -> assertThat(
                        rejected.problem().code())
                .isEqualTo(ProblemCode.IDENTIFIER_MISSING));
        assertThat(api.request().getBodyAsString()).isEqualTo("{\"{kind}\":\"phone\",\"p\":\"+491701234567\"}");
    }

    @Test
    void signs_in_in_each_way() {
        api.write(Map.of("auth", "bearer", "bearerToken", "t-1"), enters("a@example.com"));
        assertThat(api.request().getHeader("authorization")).isEqualTo("Bearer t-1");
        api.server.resetRequests();
        api.write(Map.of("auth", "basic", "username", "max", "password", "p:w"), enters("a@example.com"));
        assertThat(api.request().getHeader("authorization")).isEqualTo("Basic bWF4OnA6dw==");
        api.server.resetRequests();
        api.write(
                Map.of(
                        "auth",
                        "api-key",
                        "apiKeyHeader",
                        "X-Key",
                        "apiKey",
                        "k-1",
                        "secretHeaders",
                        Map.of("X-T", "t")),
                enters("a@example.com"));
        assertThat(api.request().getHeader("X-Key")).isEqualTo("k-1");
        assertThat(api.request().getHeader("X-T")).isEqualTo("t");
        assertThat(api.preview(Map.of("auth", "api-key", "apiKey", "k-1"), enters("a@example.com"))
                        .requests()
                        .get(0)
                        .headers())
                .containsEntry("x-api-key", "***");
    }

    @Test
    void renews_an_access_token_that_ends_in_the_middle() {
        api.server.resetAll();
        api.server.stubFor(WireMock.post("/token").willReturn(WireMock.okJson("{\"access_token\":\"t-2\"}")));
        api.server.stubFor(WireMock.post("/v1/people")
                .inScenario("expiry")
                .whenScenarioStateIs("Started")
                .willReturn(WireMock.unauthorized())
                .willSetStateTo("renewed"));
        api.server.stubFor(WireMock.post("/v1/people")
                .inScenario("expiry")
                .whenScenarioStateIs("renewed")
                .willReturn(WireMock.okJson("{}")));
        var outcomes = api.write(
                Map.of(
                        "auth", "oauth2",
                        "tokenUrl", api.server.baseUrl() + "/token",
                        "clientId", "c",
                        "clientSecret", "s",
                        "scope", "people.write",
                        "clientAuth", "form"),
                enters("a@example.com"));
        assertThat(outcomes).containsExactly(new Outcome.Accepted(""));
        api.server.verify(
                2,
                WireMock.postRequestedFor(WireMock.urlEqualTo("/token"))
                        .withRequestBody(WireMock.equalTo(
                                "grant_type=client_credentials&scope=people.write&client_id=c&client_secret=s")));
    }

    @Test
    void a_lost_answer_is_harmless_only_where_the_request_may_come_twice() {
        api.answers(502, "");
        assertThatThrownBy(() -> api.write(Map.of(), enters("a@example.com"))).hasMessageStartingWith("MAYBE_APPLIED");
        assertThatThrownBy(() -> api.write(Map.of("idempotent", true), enters("a@example.com")))
                .hasMessageStartingWith("UNAVAILABLE");
        assertThatThrownBy(() -> api.write(Map.of("addMethod", "PUT"), enters("a@example.com")))
                .hasMessageStartingWith("UNAVAILABLE");
    }

    @Test
    void an_account_is_paced_by_requests_even_where_each_person_is_one() {
        try (var single = new HttpConnector().open(api.settings(Map.of("requestsPerMinute", 300)), Api.context())) {
            assertThat(single.limits().rowsPerBatch() * single.limits().requests())
                    .isEqualTo(300);
        }
        var many = Map.of("addBody", "\"{{rows}}\"", "addRow", "\"{{key}}\"", "requestsPerMinute", 300);
        try (var batched = new HttpConnector().open(api.settings(many), Api.context())) {
            assertThat(batched.limits().rowsPerBatch()).isEqualTo(100);
            assertThat(batched.limits().requests()).isEqualTo(300);
        }
    }
}
