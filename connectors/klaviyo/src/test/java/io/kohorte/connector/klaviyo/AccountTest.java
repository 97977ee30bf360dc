// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.klaviyo;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.kohorte.connector.klaviyo.FakeKlaviyo.audience;
import static io.kohorte.connector.klaviyo.FakeKlaviyo.change;
import static io.kohorte.connector.klaviyo.FakeKlaviyo.collection;
import static io.kohorte.connector.klaviyo.FakeKlaviyo.document;
import static io.kohorte.connector.klaviyo.FakeKlaviyo.error;
import static io.kohorte.tck.Batches.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.MemberChange.Kind;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.SettingProblem;
import io.kohorte.spi.SyncMode;
import io.kohorte.tck.TestContext;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AccountTest {

    private static final RemoteAudience LIST =
            audience(SyncMode.MIRROR, DeleteBehaviour.REMOVE_FROM_AUDIENCE, Map.of());

    private final FakeKlaviyo klaviyo = new FakeKlaviyo();
    private final KlaviyoDestination destination = klaviyo.open(Map.of());

    @AfterEach
    void close() {
        destination.close();
        klaviyo.close();
    }

    @ParameterizedTest
    @CsvSource({
        "401, not_authenticated, CREDENTIALS_REJECTED",
        "401, authentication_failed, CREDENTIALS_REJECTED",
        "400, not_authenticated, CREDENTIALS_REJECTED",
        "403, permission_denied, NOT_PERMITTED",
        "404, not_found, AUDIENCE_GONE",
        "405, method_not_allowed, INVALID_SETTING",
        "409, conflict, BATCH_REFUSED",
        "410, gone, VERSION_RETIRED",
        "413, payload_too_large, BATCH_REFUSED",
        "415, unsupported_media_type, INVALID_SETTING",
        "429, throttled, RATE_LIMITED",
        "400, throttled, RATE_LIMITED",
        "500, error, UNAVAILABLE",
        "503, service_unavailable, UNAVAILABLE"
    })
    void every_refusal_has_its_meaning(int status, String vendorCode, ProblemCode expected) {
        klaviyo.stubFor(any(anyUrl()).willReturn(error(status, vendorCode, "")));

        var failure = catchThrowableOfType(ConnectorException.class, this::write);

        assertThat(failure.problem().code()).isEqualTo(expected);
        assertThat(failure.problem().vendorCode()).isEqualTo(vendorCode);
        assertThat(failure.getMessage()).doesNotContain("example.com").doesNotContain("pk_secret");
        assertThat(klaviyo.requests()).hasSize(1);
    }

    @Test
    void after_the_last_request_of_a_window_none_is_spent_on_being_refused() {
        klaviyo.stubFor(post(urlPathEqualTo("/api/profile-bulk-import-jobs"))
                .willReturn(document(202, "{\"data\":{\"id\":\"j\"}}")
                        .withHeader("RateLimit-Limit", "150")
                        .withHeader("RateLimit-Remaining", "0")
                        .withHeader("RateLimit-Reset", "13")));
        write();

        var failure = catchThrowableOfType(ConnectorException.class, this::write);

        assertThat(failure.problem().code()).isEqualTo(ProblemCode.RATE_LIMITED);
        assertThat(failure.after()).isEqualTo(Duration.ofSeconds(13));
        assertThat(klaviyo.requests()).hasSize(1);
    }

    @Test
    void all_destinations_of_an_account_wait_for_its_window_whatever_their_key_and_no_other() {
        klaviyo.stubFor(post(urlPathEqualTo("/api/profile-bulk-import-jobs"))
                .willReturn(document(202, "{\"data\":{\"id\":\"j\"}}")
                        .withHeader("RateLimit-Remaining", "0")
                        .withHeader("RateLimit-Reset", "13")));
        var surroundings = TestContext.at(FakeKlaviyo.NOW).sharing();
        try (var one = new KlaviyoDestination(klaviyo.settings(Map.of()), surroundings);
                var another = new KlaviyoDestination(klaviyo.settings(Map.of("apiKey", "pk_other")), surroundings);
                var elsewhere = new KlaviyoDestination(klaviyo.settings(Map.of("account", "AbC98z")), surroundings)) {
            write(one);

            assertThatThrownBy(() -> write(another)).hasMessageStartingWith("RATE_LIMITED");
            write(elsewhere);
        }
        assertThat(klaviyo.requests()).hasSize(2);
    }

    @Test
    void a_window_with_requests_left_or_without_end_stops_nobody() {
        for (var headers : new String[][] {{"1", "13"}, {"0", "soon"}, {"0", "86400"}, {"none", "13"}}) {
            klaviyo.stubFor(post(urlPathEqualTo("/api/profile-bulk-import-jobs"))
                    .willReturn(document(202, "{\"data\":{\"id\":\"j\"}}")
                            .withHeader("RateLimit-Remaining", headers[0])
                            .withHeader("RateLimit-Reset", headers[1])));
            write();
        }
        assertThat(klaviyo.requests()).hasSize(4);
    }

    @Test
    void every_request_names_key_revision_and_media_type() {
        klaviyo.answer(post(urlPathEqualTo("/api/profile-bulk-import-jobs")), 202, "{\"data\":{\"id\":\"j\"}}");
        write();
        var request = klaviyo.requests().get(0);
        assertThat(request.getHeader("authorization")).isEqualTo("Klaviyo-API-Key pk_secret");
        assertThat(request.getHeader("revision")).isEqualTo("2026-07-15");
        assertThat(request.getHeader("content-type")).isEqualTo("application/vnd.api+json");
    }

    @Test
    void a_list_is_found_by_its_name_and_of_two_the_oldest_counts() {
        klaviyo.answer(
                get(urlPathEqualTo("/api/lists"))
                        .withQueryParam("filter", equalTo("equals(name,\"High churn [seg-42]\")")),
                200,
                collection(
                        list("NEW", "High churn [seg-42]", "2026-11-02T00:00:00+00:00"),
                        list("OLD", "High churn [seg-42]", "2026-11-01T00:00:00+00:00")));
        assertThat(destination.audiences().ensure(LIST.spec()).remoteId()).isEqualTo("OLD");
    }

    @Test
    void a_renamed_list_is_found_by_our_key_and_a_missing_one_is_created_without_opt_in_of_our_choice() {
        klaviyo.answer(
                get(urlPathEqualTo("/api/lists"))
                        .withQueryParam("filter", equalTo("equals(name,\"High churn [seg-42]\")")),
                200,
                collection());
        klaviyo.answer(
                get(urlPathEqualTo("/api/lists")).withQueryParam("sort", equalTo("created")),
                200,
                collection(list("A", "Newsletter", "2026-11-01"), list("B", "Win back [seg-42]", "2026-11-01")));
        assertThat(destination.audiences().ensure(LIST.spec()).remoteId()).isEqualTo("B");

        klaviyo.answer(get(urlPathEqualTo("/api/lists")).withQueryParam("sort", equalTo("created")), 200, collection());
        klaviyo.answer(post(urlPathEqualTo("/api/lists")), 201, "{\"data\":{\"type\":\"list\",\"id\":\"C\"}}");
        assertThat(destination.audiences().ensure(LIST.spec()).remoteId()).isEqualTo("C");
        assertThat(klaviyo.requests().get(klaviyo.requests().size() - 1).getBodyAsString())
                .isEqualTo("{\"data\":{\"type\":\"list\",\"attributes\":{\"name\":\"High churn [seg-42]\"}}}");
    }

    @Test
    void a_chosen_list_that_is_gone_is_named_as_gone_and_one_that_is_there_is_never_deleted() {
        var chosen = audience(SyncMode.MIRROR, DeleteBehaviour.REMOVE_FROM_AUDIENCE, Map.of("listId", "VRgFBd"));
        assertThatThrownBy(() -> destination.audiences().ensure(chosen.spec())).hasMessageStartingWith("AUDIENCE_GONE");
        klaviyo.forgetRequests();

        destination.audiences().retire(chosen);
        assertThat(klaviyo.requests()).isEmpty();

        klaviyo.answer(delete(urlPathEqualTo("/api/lists/VRgFBd")), 204, "");
        destination.audiences().retire(LIST);
        assertThat(klaviyo.asked()).containsExactly("DELETE /api/lists/VRgFBd");
    }

    @Test
    void a_check_tells_a_wrong_key_from_another_account_a_missing_scope_and_a_retired_revision() {
        klaviyo.stubFor(get(urlPathEqualTo("/api/accounts")).willReturn(error(401, "not_authenticated", "")));
        assertThat(check().pointer()).isEqualTo("/apiKey");

        klaviyo.stubFor(get(urlPathEqualTo("/api/accounts")).willReturn(error(410, "gone", "")));
        assertThat(check().pointer()).isEqualTo("/revision");

        klaviyo.answer(get(urlPathEqualTo("/api/accounts")), 200, collection(list("Other1", "", "")));
        assertThat(check().pointer()).isEqualTo("/account");

        klaviyo.answer(get(urlPathEqualTo("/api/accounts")), 200, collection(list("XyZ12a", "", "")));
        klaviyo.answer(get(urlPathEqualTo("/api/lists")), 200, collection());
        klaviyo.stubFor(get(urlPathEqualTo("/api/profiles")).willReturn(error(403, "permission_denied", "")));
        assertThat(check().pointer()).isEqualTo("/apiKey");
        assertThat(check().problem().code()).isEqualTo(ProblemCode.NOT_PERMITTED);
        assertThat(check().problem().message()).contains("profiles:read");
    }

    private SettingProblem check() {
        return new KlaviyoConnector()
                .check(klaviyo.settings(Map.of()), FakeKlaviyo.context())
                .get(0);
    }

    private void write() {
        write(destination);
    }

    private static void write(KlaviyoDestination to) {
        to.audiences()
                .write(
                        LIST,
                        batch(
                                change(Kind.ADD, "a@example.com", Map.of()),
                                change(Kind.ADD, "b@example.com", Map.of())));
    }

    private static String list(String id, String name, String created) {
        return "{\"type\":\"list\",\"id\":\"" + id + "\",\"attributes\":{\"name\":\"" + name + "\",\"created\":\""
                + created + "\"}}";
    }
}
