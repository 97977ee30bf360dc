// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mparticle;

import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static io.kohorte.connector.mparticle.FakeMparticle.REQUESTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.tck.TestClock;
import io.kohorte.tck.TestContext;
import io.kohorte.toolkit.Json;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Data subject requests. */
final class ErasureTest {

    private static final Map<String, Object> WORKSPACE =
            Map.of("workspaceKey", "ws-key", "workspaceSecret", "ws-secret", "customerIdNamespace", "customer_id");

    private final FakeMparticle mparticle = new FakeMparticle();

    @AfterEach
    void close() {
        mparticle.close();
    }

    @Test
    void a_request_names_everything_that_is_surely_this_person() {
        var identifiers = new LinkedHashMap<String, String>();
        identifiers.put("external_id", "of another system");
        identifiers.put("customer_id", "4711");
        identifiers.put("email", "Max@Example.com");
        identifiers.put("phone", "+49 170 1234567");
        var subject = new SubjectKeys("p", identifiers);
        mparticle.answer(REQUESTS, 500, "");
        assertThatThrownBy(() -> erase(Map.of(), subject)).hasMessageStartingWith("UNAVAILABLE");
        var asked = sent(0);
        var id = asked.path("subject_request_id").asText();
        mparticle.answer(REQUESTS, 201, "{\"subject_request_id\":\"" + id + "\",\"controller_id\":\"3622\"}");

        assertThat(erase(Map.of(), subject)).containsExactly(new Outcome.Accepted(id));

        assertThat(UUID.fromString(id).version()).isEqualTo(4);
        assertThat(UUID.fromString(id).variant()).isEqualTo(2);
        assertThat(mparticle.requests().get(0).getHeader("Authorization")).isEqualTo("Basic d3Mta2V5OndzLXNlY3JldA==");
        assertThat(asked.toString())
                .isEqualTo(
                        "{\"regulation\":\"gdpr\",\"subject_request_id\":\"" + id
                                + "\",\"subject_request_type\":\"erasure\",\"submitted_time\":\"2026-11-21T00:00:00Z\","
                                + "\"subject_identities\":{\"controller_customer_id\":{\"value\":\"4711\",\"encoding\":\"raw\"},"
                                + "\"email\":{\"value\":\"max@example.com\",\"encoding\":\"raw\"}},\"api_version\":\"3.0\","
                                + "\"extensions\":{\"opendsr.mparticle.com\":{\"skip_waiting_period\":false,"
                                + "\"subject_identities\":{\"mobile_number\":{\"value\":\"+491701234567\",\"encoding\":\"raw\"}}}}}");
    }

    @Test
    void a_request_that_is_made_again_is_the_same_for_the_rest_of_the_day() {
        mparticle.answer(REQUESTS, 500, "");
        var settings = MparticleSettings.of(mparticle.settings(WORKSPACE));
        var clock = TestClock.at(FakeMparticle.NOW);
        try (var destination = new MparticleDestination(settings, new TestContext(clock, true))) {
            for (var pause : List.of(Duration.ZERO, Duration.ofHours(11), Duration.ofHours(11))) {
                clock.advance(pause);
                assertThatThrownBy(() -> destination
                                .audiences()
                                .erase(List.of(new SubjectKeys("p", Map.of("customer_id", "4711")))))
                        .hasMessageStartingWith("UNAVAILABLE");
            }
        }

        assertThat(sent(1)).isEqualTo(sent(0));
        assertThat(sent(2).path("subject_request_id")).isNotEqualTo(sent(0).path("subject_request_id"));
    }

    @Test
    void an_mparticle_id_stands_alone_since_mparticle_takes_no_other_beside_it() {
        mparticle.answer(REQUESTS, 400, "");
        var subject = new SubjectKeys("p", Map.of("mpid", "4711", "email", "max@example.com"));

        erase(Map.of("regulation", "ccpa", "skipWaitingPeriod", true), subject);

        assertThat(sent(0).toString())
                .contains("\"regulation\":\"ccpa\"")
                .doesNotContain("max@example.com")
                .endsWith(
                        "\"api_version\":\"3.0\",\"extensions\":{\"opendsr.mparticle.com\":{\"skip_waiting_period\":true,"
                                + "\"subject_identities\":{\"mpid\":{\"value\":\"4711\",\"encoding\":\"raw\"}}}}}");
    }

    @Test
    void two_people_are_two_requests_and_whoever_has_no_identity_is_none() {
        mparticle.answer(REQUESTS, 400, "{\"errors\":[{\"code\":\"BAD_REQUEST\",\"message\":\"no 4711 here\"}]}");

        var outcomes = erase(
                Map.of(),
                new SubjectKeys("p", Map.of("customer_id", "4711")),
                new SubjectKeys("q", Map.of("household", "17")),
                new SubjectKeys("r", Map.of("customer_id", "4712")));

        assertThat(outcomes.get(0)).isInstanceOfSatisfying(Outcome.Rejected.class, rejected -> {
            assertThat(rejected.problem().code()).isEqualTo(ProblemCode.FIELD_INVALID);
            assertThat(rejected.problem().message()).isEqualTo("no *** here");
        });
        assertThat(outcomes.get(1)).isEqualTo(new Outcome.Skipped(SkipReason.NO_IDENTIFIER));
        assertThat(outcomes.get(2)).isInstanceOf(Outcome.Rejected.class);
        assertThat(sent(0).path("subject_request_id")).isNotEqualTo(sent(1).path("subject_request_id"));
    }

    @Test
    void what_fails_after_the_first_request_comes_back() {
        mparticle.answer(REQUESTS, 400, "");
        mparticle.stubFor(post(REQUESTS).withRequestBody(containing("\"4712\"")).willReturn(serverError()));

        var outcomes = erase(
                Map.of(),
                new SubjectKeys("p", Map.of("customer_id", "4711")),
                new SubjectKeys("q", Map.of("customer_id", "4712")),
                new SubjectKeys("r", Map.of("customer_id", "4713")),
                new SubjectKeys("s", Map.of()));

        assertThat(outcomes.get(0)).isInstanceOf(Outcome.Rejected.class);
        assertThat(outcomes.subList(1, 3)).allMatch(Outcome.Retry.class::isInstance);
        assertThat(outcomes.get(3)).isEqualTo(new Outcome.Skipped(SkipReason.NO_IDENTIFIER));
        assertThat(mparticle.sent()).containsExactly("POST " + REQUESTS, "POST " + REQUESTS);
    }

    @Test
    void nobody_is_taken_for_erased_on_a_guess() {
        for (var answer : List.of("{}", "{\"subject_request_id\":\"another\"}", "[]")) {
            mparticle.answer(REQUESTS, 201, answer);

            assertThatThrownBy(() -> erase(Map.of(), new SubjectKeys("p", Map.of("customer_id", "4711"))))
                    .hasMessageStartingWith("BAD_RESPONSE");
        }
    }

    @Test
    void without_credentials_of_the_workspace_nobody_can_be_erased() {
        try (var destination = mparticle.open(Map.of())) {
            var subject = new SubjectKeys("p", Map.of("external_id", "4711"));
            assertThatThrownBy(() -> destination.audiences().erase(List.of(subject)))
                    .hasMessageStartingWith("INVALID_SETTING");
        }
    }

    private JsonNode sent(int request) {
        return Json.read(mparticle.requests().get(request).getBody()).orElseThrow();
    }

    private List<Outcome> erase(Map<String, ?> further, SubjectKeys... subjects) {
        var settings = new LinkedHashMap<String, Object>(WORKSPACE);
        settings.putAll(further);
        try (var destination = mparticle.open(settings)) {
            return ((BatchResult.Done) destination.audiences().erase(List.of(subjects))).outcomes();
        }
    }
}
