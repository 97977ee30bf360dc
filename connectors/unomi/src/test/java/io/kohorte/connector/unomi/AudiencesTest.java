// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.unomi;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.SubjectKeys;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Segments, lists, erasure and the check. */
final class AudiencesTest {

    @RegisterExtension
    private static final WireMockExtension UNOMI =
            WireMockExtension.newInstance().build();

    @Test
    void makes_a_segment_of_the_property() {
        UNOMI.stubFor(get(anyUrl()).willReturn(aResponse().withStatus(204)));
        UNOMI.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(204)));
        assertThat(ensure(Map.of()).remoteId()).isEqualTo("kohorte_seg_42");
        UNOMI.verify(
                postRequestedFor(urlEqualTo("/cxs/segments"))
                        .withRequestBody(
                                equalToJson(
                                        """
                        {"metadata":{"id":"kohorte_seg_42","name":"High churn","scope":"systemscope",
                          "description":"Kept by Kohorte: seg-42"},
                         "condition":{"type":"profilePropertyCondition","parameterValues":{
                          "propertyName":"properties.kohorte_seg_42","comparisonOperator":"equals",
                          "propertyValueBoolean":true}}}""")));
    }

    @Test
    void makes_a_list_where_that_was_chosen() {
        UNOMI.stubFor(get(anyUrl()).willReturn(aResponse().withStatus(404)));
        UNOMI.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(204)));
        ensure(Map.of("marks", "list"));
        UNOMI.verify(
                postRequestedFor(urlEqualTo("/cxs/lists"))
                        .withRequestBody(
                                equalToJson(
                                        """
                        {"itemId":"kohorte_seg_42","itemType":"userList","metadata":{"id":"kohorte_seg_42",
                          "name":"High churn","scope":"systemscope","description":"Kept by Kohorte: seg-42"}}""")));
    }

    @Test
    void leaves_a_segment_alone_that_is_there() {
        UNOMI.stubFor(get(urlEqualTo("/cxs/segments/kohorte_seg_42"))
                .willReturn(aResponse().withBody("{\"metadata\":{\"id\":\"kohorte_seg_42\"}}")));
        ensure(Map.of());
        UNOMI.verify(0, postRequestedFor(anyUrl()));
    }

    @Test
    void a_segment_of_the_settings_has_to_be_there() {
        UNOMI.stubFor(get(anyUrl()).willReturn(aResponse().withStatus(204)));
        var refusal = catchThrowableOfType(ConnectorException.class, () -> ensure(Map.of("remoteId", "vip")));
        assertThat(refusal.problem().code()).isEqualTo(ProblemCode.AUDIENCE_GONE);
    }

    @Test
    void deletes_what_it_made_and_nothing_else() {
        UNOMI.stubFor(delete(anyUrl()).willReturn(aResponse().withStatus(204)));
        retire(Map.of());
        retire(Map.of("marks", "list"));
        retire(Map.of("remoteId", "vip"));
        retire(Map.of("segment", false));
        retire(Map.of("marks", "nothing"));
        UNOMI.verify(1, deleteRequestedFor(urlEqualTo("/cxs/segments/kohorte_seg_42")));
        UNOMI.verify(1, deleteRequestedFor(urlEqualTo("/cxs/lists/kohorte_seg_42")));
        UNOMI.verify(2, deleteRequestedFor(anyUrl()));
    }

    @Test
    void forgets_every_profile_of_a_person_with_its_events() {
        UNOMI.stubFor(post(anyUrl())
                .willReturn(aResponse()
                        .withBody("{\"list\":[{\"itemId\":\"customer-1\"},"
                                + "{\"itemId\":\"p-9\",\"properties\":{\"email\":\"MAX@example.com\"}},"
                                + "{\"itemId\":\"p-8\",\"properties\":{\"email\":\"maxine@example.com\"}}],"
                                + "\"totalSize\":3}")));
        UNOMI.stubFor(delete(anyUrl()).willReturn(aResponse().withStatus(200)));
        assertThat(erase(
                        new SubjectKeys("1", Map.of("external_id", "customer-1", "email", "max@example.com")),
                        new SubjectKeys("2", Map.of("maid", "a-1")),
                        new SubjectKeys("3", Map.of("external_id", "customer-3"))))
                .containsExactly(
                        new Outcome.Accepted(""),
                        new Outcome.Skipped(SkipReason.NO_IDENTIFIER),
                        new Outcome.Accepted(""));
        UNOMI.verify(deleteRequestedFor(urlEqualTo("/cxs/privacy/profiles/customer-1?withData=true&purgeAll=true")));
        UNOMI.verify(deleteRequestedFor(urlEqualTo("/cxs/privacy/profiles/p-9?withData=true&purgeAll=true")));
        UNOMI.verify(2, deleteRequestedFor(anyUrl()));
    }

    @Test
    void a_profile_that_could_not_be_deleted_is_tried_again() {
        UNOMI.stubFor(
                post(anyUrl())
                        .willReturn(
                                aResponse()
                                        .withBody(
                                                "{\"list\":[{\"itemId\":\"customer-1\"},{\"itemId\":\"customer-2\"}],\"totalSize\":2}")));
        UNOMI.stubFor(
                delete(urlMatching(".*customer-1.*")).willReturn(aResponse().withStatus(500)));
        UNOMI.stubFor(
                delete(urlMatching(".*customer-2.*")).willReturn(aResponse().withStatus(200)));
        assertThat(erase(
                        new SubjectKeys("1", Map.of("external_id", "customer-1")),
                        new SubjectKeys("2", Map.of("external_id", "customer-2"))))
                .satisfiesExactly(
                        failed -> assertThat(failed).isInstanceOf(Outcome.Retry.class),
                        done -> assertThat(done).isEqualTo(new Outcome.Accepted("")));
    }

    @ParameterizedTest
    @CsvSource({
        "tenant, 401, /privateKey",
        "tenant, 403, /tenantId",
        "basic, 401, /password",
        "basic, 403, /username",
        "basic, 404, /baseUrl",
        "tenant, 500, /baseUrl",
    })
    void a_check_points_at_the_setting_to_mend(String auth, int status, String pointer) {
        UNOMI.stubFor(
                get(urlEqualTo("/cxs/profiles/count")).willReturn(aResponse().withStatus(status)));
        assertThat(new UnomiConnector()
                        .check(
                                Samples.settings(UNOMI.baseUrl(), Map.of("auth", auth, "password", "karaf")),
                                Samples.context()))
                .singleElement()
                .satisfies(problem -> assertThat(problem.pointer()).isEqualTo(pointer));
    }

    @Test
    void something_else_at_the_address_is_no_unomi() {
        UNOMI.stubFor(get(anyUrl()).willReturn(aResponse().withBody("{\"hello\":1}")));
        assertThat(new UnomiConnector().check(Samples.settings(UNOMI.baseUrl(), Map.of()), Samples.context()))
                .singleElement()
                .satisfies(problem -> assertThat(problem.pointer()).isEqualTo("/baseUrl"));
    }

    private static RemoteAudience ensure(Map<String, ?> options) {
        try (var destination = Samples.open(UNOMI.baseUrl(), Map.of())) {
            return destination.audiences().ensure(Samples.mirror(options));
        }
    }

    private static void retire(Map<String, ?> options) {
        try (var destination = Samples.open(UNOMI.baseUrl(), Map.of())) {
            destination.audiences().retire(new RemoteAudience(Samples.mirror(options), "any"));
        }
    }

    private static List<Outcome> erase(SubjectKeys... people) {
        try (var destination = Samples.open(UNOMI.baseUrl(), Map.of())) {
            return ((BatchResult.Done) destination.audiences().erase(List.of(people))).outcomes();
        }
    }
}
