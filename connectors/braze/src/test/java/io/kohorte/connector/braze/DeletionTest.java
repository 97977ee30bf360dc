// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.braze;

import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.notContaining;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static io.kohorte.connector.braze.FakeBraze.change;
import static io.kohorte.connector.braze.FakeBraze.spec;
import static io.kohorte.connector.braze.FakeBraze.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.spi.BatchResult;
import io.kohorte.spi.Consent;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.MemberChange.Kind;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.spi.SyncMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DeletionTest {

    private final FakeBraze braze = new FakeBraze();
    private final BrazeDestination destination = braze.open(Map.of("externalIdNamespace", "customer_id"));

    @AfterEach
    void close() {
        destination.close();
        braze.close();
    }

    @Test
    void somebody_is_erased_by_every_key_that_is_surely_theirs() {
        braze.answer("/users/delete", 201, "{\"deleted\":1}");
        var identifiers = new LinkedHashMap<String, String>();
        identifiers.put("customer_id", "K-1");
        identifiers.put("external_id", "of another system");
        identifiers.put("household", "17");
        identifiers.put("email", "Max@Example.com");
        identifiers.put("anonymous_id", "a-1");
        identifiers.put("phone", "+49 170 1234567");

        assertThat(erase(new SubjectKeys("p", identifiers))).containsExactly(new Outcome.Accepted(""));

        assertThat(bodies())
                .containsExactly(
                        "{\"external_ids\":[\"K-1\"]}",
                        "{\"user_aliases\":[{\"alias_name\":\"a-1\",\"alias_label\":\"anonymous_id\"}]}",
                        "{\"email_addresses\":[{\"email\":\"max@example.com\",\"prioritization\":[\"identified\",\"most_recently_updated\"]}]}");
    }

    @Test
    void a_phone_number_stands_in_where_there_is_nothing_else() {
        braze.answer("/users/delete", 201, "{\"deleted\":0}");

        assertThat(erase(
                        new SubjectKeys("p", Map.of("phone", "+49 170 1234567")),
                        new SubjectKeys("q", Map.of("household", "17"))))
                .containsExactly(new Outcome.Accepted(""), new Outcome.Skipped(SkipReason.NO_IDENTIFIER));

        assertThat(bodies()).containsExactly("{\"phone_numbers\":[\"+491701234567\"]}");
    }

    @Test
    void fifty_go_in_a_request_and_what_fails_later_comes_back() {
        braze.stubFor(
                post("/users/delete").withRequestBody(containing("\"K-0\"")).willReturn(okJson("{\"deleted\":50}")));
        braze.stubFor(
                post("/users/delete").withRequestBody(notContaining("\"K-0\"")).willReturn(serverError()));
        var subjects = IntStream.range(0, 51)
                .mapToObj(n -> new SubjectKeys("p", Map.of("customer_id", "K-" + n)))
                .toArray(SubjectKeys[]::new);

        var outcomes = erase(subjects);

        assertThat(outcomes.subList(0, 50)).containsOnly(new Outcome.Accepted(""));
        assertThat(outcomes.get(50)).isInstanceOfSatisfying(Outcome.Retry.class, retry -> assertThat(
                        retry.problem().code())
                .isEqualTo(ProblemCode.UNAVAILABLE));
    }

    @Test
    void nobody_is_taken_for_erased_on_a_guess() {
        for (var answer : List.of("{}", "{\"deleted\":\"all\"}", "{\"message\":\"success\"}")) {
            braze.answer("/users/delete", 201, answer);

            assertThatThrownBy(() -> erase(new SubjectKeys("p", Map.of("customer_id", "K-1"))))
                    .hasMessageStartingWith("BAD_RESPONSE");
        }
    }

    @Test
    void who_leaves_is_deleted_where_the_audience_says_so_and_the_others_are_tracked() {
        braze.answer("/users/delete", 201, "{\"deleted\":1}");
        braze.answer("/users/track", 201, "{\"message\":\"success\"}");
        var spec = spec(SyncMode.MIRROR, DeleteBehaviour.DELETE, Map.of());

        var outcomes = write(destination, spec, change(Kind.REMOVE, "4711"), change(Kind.ADD, "4712"));

        assertThat(outcomes).containsExactly(new Outcome.Accepted(""), new Outcome.Accepted(""));
        assertThat(bodies())
                .containsExactly(
                        "{\"attributes\":[{\"external_id\":\"4712\",\"_update_existing_only\":true,\"kohorte_seg_42\":true}]}",
                        "{\"external_ids\":[\"4711\"]}");
    }

    @Test
    void somebody_whom_braze_does_not_delete_is_rejected_alone() {
        braze.answer("/users/delete", 400, "{\"message\":\"invalid id K-1\"}");
        var spec = spec(SyncMode.MIRROR, DeleteBehaviour.DELETE, "email", Map.of());
        var leaving = new MemberChange(
                Kind.REMOVE, new SubjectKeys("p", Map.of("email", "max@example.com")), Map.of(), Consent.NEVER_ASKED);

        assertThat(write(destination, spec, leaving)).singleElement().isInstanceOf(Outcome.Rejected.class);
    }

    private List<String> bodies() {
        return braze.requests().stream()
                .map(request -> request.getBodyAsString())
                .toList();
    }

    private List<Outcome> erase(SubjectKeys... subjects) {
        return ((BatchResult.Done) destination.audiences().erase(List.of(subjects))).outcomes();
    }
}
