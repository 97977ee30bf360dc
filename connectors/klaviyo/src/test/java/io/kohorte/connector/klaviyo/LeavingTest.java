// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.klaviyo;

import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.kohorte.connector.klaviyo.FakeKlaviyo.audience;
import static io.kohorte.connector.klaviyo.FakeKlaviyo.change;
import static io.kohorte.connector.klaviyo.FakeKlaviyo.collection;
import static io.kohorte.connector.klaviyo.FakeKlaviyo.error;
import static io.kohorte.tck.Batches.batch;
import static io.kohorte.tck.Batches.outcomes;
import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.spi.BatchResult;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange.Kind;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.spi.SyncMode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LeavingTest {

    private static final String MEMBERS = "/api/lists/VRgFBd/relationships/profiles";
    private static final String DELETIONS = "/api/data-privacy-deletion-jobs";

    private final FakeKlaviyo klaviyo = new FakeKlaviyo();
    private final KlaviyoDestination destination = klaviyo.open(Map.of());

    @AfterEach
    void close() {
        destination.close();
        klaviyo.close();
    }

    @Test
    void who_leaves_is_looked_up_and_taken_off_the_list_by_a_delete_with_a_body() {
        klaviyo.answer(get(urlPathEqualTo("/api/profiles")), 200, collection(profile("01A", "a@example.com")));
        klaviyo.answer(delete(urlPathEqualTo(MEMBERS)), 204, "");

        var result = destination
                .audiences()
                .write(
                        audience(SyncMode.MIRROR, DeleteBehaviour.REMOVE_FROM_AUDIENCE, Map.of()),
                        batch(
                                change(Kind.REMOVE, "a@example.com", Map.of()),
                                change(Kind.REMOVE, "b@example.com", Map.of())));

        assertThat(outcomes(result)).containsExactly(new Outcome.Accepted("01A"), new Outcome.Accepted(""));
        assertThat(klaviyo.body(1)).isEqualTo("{\"data\":[{\"type\":\"profile\",\"id\":\"01A\"}]}");
    }

    @Test
    void several_profiles_of_one_identifier_are_left_alone() {
        klaviyo.answer(
                get(urlPathEqualTo("/api/profiles")),
                200,
                collection(profile("01A", "a@example.com"), profile("01B", "a@example.com")));

        var result = destination
                .audiences()
                .write(
                        audience(SyncMode.MIRROR, DeleteBehaviour.REMOVE_FROM_AUDIENCE, Map.of()),
                        batch(change(Kind.REMOVE, "a@example.com", Map.of())));

        assertThat(outcomes(result))
                .singleElement()
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.problem().code()).isEqualTo(ProblemCode.CONFLICT));
        assertThat(klaviyo.requests()).hasSize(1);
    }

    @Test
    void who_is_known_by_a_second_address_is_found_alone_and_taken_off_too() {
        klaviyo.answer(get(urlPathEqualTo("/api/profiles")), 200, collection(profile("01A", "first@example.com")));
        klaviyo.answer(
                get(urlPathEqualTo("/api/profiles"))
                        .withQueryParam("filter", equalTo("any(email,[\"b@example.com\"])")),
                200,
                collection());
        klaviyo.answer(delete(urlPathEqualTo(MEMBERS)), 204, "");

        var result = destination
                .audiences()
                .write(
                        audience(SyncMode.MIRROR, DeleteBehaviour.REMOVE_FROM_AUDIENCE, Map.of()),
                        batch(
                                change(Kind.REMOVE, "second@example.com", Map.of()),
                                change(Kind.REMOVE, "b@example.com", Map.of())));

        assertThat(outcomes(result)).containsExactly(new Outcome.Accepted("01A"), new Outcome.Accepted(""));
        assertThat(klaviyo.requests()).hasSize(4);
        assertThat(klaviyo.body(3)).isEqualTo("{\"data\":[{\"type\":\"profile\",\"id\":\"01A\"}]}");
    }

    @Test
    void fields_and_mark_of_who_leaves_are_cleared_on_the_profile_that_is_there() {
        klaviyo.answer(get(urlPathEqualTo("/api/profiles")), 200, collection(profile("01A", "a@example.com")));
        klaviyo.answer(delete(urlPathEqualTo(MEMBERS)), 204, "");
        klaviyo.answer(post(urlPathEqualTo("/api/profile-bulk-import-jobs")), 202, "{\"data\":{\"id\":\"j\"}}");

        var result = destination
                .audiences()
                .write(
                        audience(SyncMode.MIRROR, DeleteBehaviour.CLEAR_FIELDS, Map.of("memberProperty", "high_churn")),
                        batch(change(Kind.REMOVE, "a@example.com", Map.of("score", FieldValue.of("x")))));

        assertThat(result).isInstanceOf(BatchResult.Pending.class);
        assertThat(klaviyo.body(2))
                .contains("[{\"type\":\"profile\",\"id\":\"01A\",\"attributes\":{},"
                        + "\"meta\":{\"patch_properties\":{\"unset\":[\"score\",\"high_churn\"]}}}]")
                .doesNotContain("relationships");
    }

    @Test
    void leaving_without_consequence_is_not_sent() {
        for (var options : List.of(Map.<String, String>of(), Map.of("writeTo", "profiles"))) {
            var behaviour = options.isEmpty() ? DeleteBehaviour.NOTHING : DeleteBehaviour.REMOVE_FROM_AUDIENCE;
            var result = destination
                    .audiences()
                    .write(
                            audience(SyncMode.MIRROR, behaviour, options),
                            batch(change(Kind.REMOVE, "a@example.com", Map.of("score", FieldValue.of("x")))));
            assertThat(outcomes(result)).containsExactly(new Outcome.Skipped(SkipReason.NOTHING_TO_SEND));
        }
        assertThat(klaviyo.requests()).isEmpty();
    }

    @Test
    void delete_on_leaving_deletes_the_profile_for_good() {
        klaviyo.answer(get(urlPathEqualTo("/api/profiles")), 200, collection(profile("01A", "a@example.com")));
        klaviyo.answer(post(urlPathEqualTo(DELETIONS)), 202, "");

        destination
                .audiences()
                .write(
                        audience(SyncMode.MIRROR, DeleteBehaviour.DELETE, Map.of()),
                        batch(change(Kind.REMOVE, "a@example.com", Map.of())));

        assertThat(klaviyo.body(1))
                .isEqualTo("{\"data\":{\"type\":\"data-privacy-deletion-job\",\"attributes\":{\"profile\":{\"data\":"
                        + "{\"type\":\"profile\",\"id\":\"01A\",\"attributes\":{}}}}}}");
    }

    @Test
    void erasure_names_each_identifier_in_a_job_of_its_own_and_looks_external_ids_up() {
        klaviyo.answer(
                get(urlPathEqualTo("/api/profiles")),
                200,
                collection("{\"type\":\"profile\",\"id\":\"01X\",\"attributes\":{\"external_id\":\"4711\"}}"));
        klaviyo.answer(post(urlPathEqualTo(DELETIONS)), 202, "");

        var result = destination
                .audiences()
                .erase(List.of(
                        new SubjectKeys(
                                "p1", Map.of("email", "A@example.com", "phone", "0170 1234567", "external_id", "4711")),
                        new SubjectKeys("p2", Map.of("maid", "abc"))));

        assertThat(outcomes(result))
                .containsExactly(new Outcome.Accepted(""), new Outcome.Skipped(SkipReason.NO_IDENTIFIER));
        assertThat(klaviyo.body(1)).contains("{\"type\":\"profile\",\"attributes\":{\"email\":\"a@example.com\"}}");
        assertThat(klaviyo.body(2))
                .contains("{\"type\":\"profile\",\"attributes\":{\"phone_number\":\"+491701234567\"}}");
        assertThat(klaviyo.body(3)).contains("{\"type\":\"profile\",\"id\":\"01X\",\"attributes\":{}}");
    }

    @Test
    void who_is_not_there_is_erased_already_and_a_throttle_leaves_the_rest_for_later() {
        klaviyo.stubFor(post(urlPathEqualTo(DELETIONS)).willReturn(error(404, "not_found", "")));
        klaviyo.stubFor(post(urlPathEqualTo(DELETIONS))
                .withRequestBody(containing("late@"))
                .willReturn(error(429, "throttled", "").withHeader("Retry-After", "60")));

        var result = destination
                .audiences()
                .erase(List.of(
                        new SubjectKeys("p1", Map.of("email", "gone@example.com")),
                        new SubjectKeys("p2", Map.of("email", "late@example.com"))));

        assertThat(outcomes(result).get(0)).isEqualTo(new Outcome.Accepted(""));
        assertThat(outcomes(result).get(1)).isInstanceOf(Outcome.Retry.class);
    }

    private static String profile(String id, String email) {
        return "{\"type\":\"profile\",\"id\":\"" + id + "\",\"attributes\":{\"email\":\"" + email + "\"}}";
    }
}
