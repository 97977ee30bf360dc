// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.hubspot;

import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static io.kohorte.connector.hubspot.FakeHubspot.CONTACTS;
import static io.kohorte.connector.hubspot.FakeHubspot.change;
import static io.kohorte.connector.hubspot.FakeHubspot.spec;
import static io.kohorte.tck.Batches.batch;
import static io.kohorte.tck.TestVendor.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.MemberChange.Kind;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.SyncMode;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RequestErrorsTest {

    private static final String UPSERT = CONTACTS + "/batch/upsert";
    private static final String DONE = "{\"results\":[{\"id\":\"101\",\"objectWriteTraceId\":\"row-0\"},"
            + "{\"id\":\"102\",\"objectWriteTraceId\":\"row-1\"}]}";

    private final FakeHubspot hubspot = new FakeHubspot();
    private final HubspotDestination destination = hubspot.open();

    @AfterEach
    void close() {
        destination.close();
        hubspot.close();
    }

    @ParameterizedTest
    @CsvSource({
        "401, INVALID_AUTHENTICATION, quoted 4711, CREDENTIALS_REJECTED, 0",
        "401, EXPIRED_AUTHENTICATION, quoted 4711, CREDENTIALS_EXPIRED, 0",
        "403, MISSING_SCOPES, quoted 4711, NOT_PERMITTED, 0",
        "400, VALIDATION_ERROR, quoted 4711, BATCH_REFUSED, 0",
        "400, VALIDATION_ERROR, Property \"x\" PROPERTY_DOESNT_EXIST quoted, INVALID_SETTING, 0",
        "400, VALIDATION_ERROR, update/upsert by non-unique 0-2 property quoted, INVALID_SETTING, 0",
        "404, OBJECT_NOT_FOUND, quoted 4711, INVALID_SETTING, 0",
        "409, CONFLICT, quoted 4711, BATCH_REFUSED, 0",
        "413, PAYLOAD_TOO_LARGE, quoted 4711, BATCH_REFUSED, 0",
        "423, LOCKED, quoted 4711, ROW_LOCKED, 2",
        "429, RATE_LIMITS, quoted 4711, RATE_LIMITED, 10",
        "477, MIGRATION_IN_PROGRESS, quoted 4711, UNAVAILABLE, 0",
        "500, INTERNAL_ERROR, quoted 4711, UNAVAILABLE, 0",
        "502, BAD_GATEWAY, quoted 4711, UNAVAILABLE, 0",
        "504, TIMEOUT, quoted 4711, UNAVAILABLE, 0",
        "521, '', quoted 4711, UNAVAILABLE, 0",
    })
    void every_refusal_has_its_code_and_its_wait(
            int status, String category, String message, ProblemCode expected, int wait) {
        answer(error(status, category, message));

        var failure = refused();

        assertThat(failure.problem().code()).isEqualTo(expected);
        assertThat(failure.after()).isEqualTo(Duration.ofSeconds(wait));
        assertThat(failure.getMessage()).doesNotContain("quoted").doesNotContain("pat-eu1");
        assertThat(hubspot.requests()).as("no retry of its own").hasSize(1);
    }

    @Test
    void a_missing_scope_is_named() {
        answer(json(
                403,
                "{\"category\":\"MISSING_SCOPES\",\"errors\":[{\"message\":\"?\",\"context\":"
                        + "{\"requiredGranularScopes\":[\"crm.lists.write\",\"not a scope\"]}}]}"));

        assertThat(refused().problem().message()).isEqualTo("The app lacks a scope: crm.lists.write.");
    }

    @Test
    void a_property_that_does_not_exist_is_named() {
        answer(
                json(
                        400,
                        "{\"category\":\"VALIDATION_ERROR\",\"message\":\"Property values were not valid\",\"errors\":"
                                + "[{\"message\":\"?\",\"code\":\"PROPERTY_DOESNT_EXIST\",\"context\":{\"propertyName\":[\"churn\"]}}]}"));

        assertThat(refused().problem().field()).isEqualTo("churn");
    }

    @Test
    void spent_daily_requests_are_a_quota_and_wait_long() {
        answer(json(429, "{\"errorType\":\"RATE_LIMIT\",\"policyName\":\"DAILY\"}"));

        var failure = refused();

        assertThat(failure.problem().code()).isEqualTo(ProblemCode.QUOTA_SPENT);
        assertThat(failure.after()).isEqualTo(DailyLimit.PAUSE);
    }

    @Test
    void a_burst_waits_as_long_as_its_window() {
        answer(json(429, "{\"policyName\":\"TEN_SECONDLY_ROLLING\"}")
                .withHeader("X-HubSpot-RateLimit-Interval-Milliseconds", "4000"));
        assertThat(refused().after()).isEqualTo(Duration.ofSeconds(4));

        answer(json(429, "{\"policyName\":\"TEN_SECONDLY_ROLLING\"}").withHeader("Retry-After", "3"));
        assertThat(refused().after()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void near_the_daily_limit_the_next_batch_waits_without_asking() {
        answer(json(200, DONE)
                .withHeader("X-HubSpot-RateLimit-Daily", "250000")
                .withHeader("X-HubSpot-RateLimit-Daily-Remaining", "12500"));
        write();

        var failure = refused();

        assertThat(failure.problem().code()).isEqualTo(ProblemCode.QUOTA_SPENT);
        assertThat(failure.after()).isEqualTo(DailyLimit.PAUSE);
        assertThat(hubspot.requests()).hasSize(1);
    }

    @Test
    void near_the_daily_limit_all_destinations_of_the_account_wait_and_no_other() {
        answer(json(200, DONE)
                .withHeader("X-HubSpot-RateLimit-Daily", "250000")
                .withHeader("X-HubSpot-RateLimit-Daily-Remaining", "12500"));
        var surroundings = FakeHubspot.context(FakeHubspot.NOW).sharing();
        try (var one = new HubspotDestination(hubspot.settings(Map.of()), surroundings);
                var another = new HubspotDestination(hubspot.settings(Map.of("accessToken", "pat-2")), surroundings);
                var elsewhere = new HubspotDestination(hubspot.settings(Map.of("portalId", "8")), surroundings)) {
            write(one);

            assertThatThrownBy(() -> write(another)).hasMessageStartingWith("QUOTA_SPENT");
            write(elsewhere);
        }
        assertThat(hubspot.requests()).hasSize(2);
    }

    @Test
    void below_the_daily_limit_nothing_waits() {
        answer(json(200, DONE)
                .withHeader("X-HubSpot-RateLimit-Daily", "250000")
                .withHeader("X-HubSpot-RateLimit-Daily-Remaining", "12501"));
        write();
        write();
        assertThat(hubspot.requests()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "VALIDATION_ERROR, ?, FIELD_INVALID",
        "VALIDATION_ERROR, INVALID_EMAIL, IDENTIFIER_INVALID",
        "VALIDATION_ERROR, blocked by a GDPR deletion, FORGOTTEN",
        "CONFLICT, ?, CONFLICT",
        "OBJECT_NOT_FOUND, ?, NOT_FOUND",
        "DUPLICATE_VALUE, ?, DUPLICATE",
        "RATE_LIMITS, ?, RATE_LIMITED",
        "LOCKED, ?, ROW_LOCKED",
        "INTERNAL_ERROR, ?, UNAVAILABLE",
    })
    void every_error_of_a_row_has_its_code(String category, String message, ProblemCode expected) {
        answer(json(
                207,
                "{\"results\":[{\"id\":\"101\",\"objectWriteTraceId\":\"row-0\"}],\"errors\":[{\"category\":\""
                        + category + "\",\"message\":\"" + message
                        + "\",\"context\":{\"objectWriteTraceId\":[\"row-1\"]}}]}"));

        var outcome = ((BatchResult.Done) write()).outcomes().get(1);

        var problem = Stream.of(outcome)
                .map(it -> it instanceof Outcome.Retry retry ? retry.problem() : ((Outcome.Rejected) it).problem())
                .findFirst()
                .orElseThrow();
        assertThat(problem.code()).isEqualTo(expected);
        assertThat(problem.vendorCode()).isEqualTo(category);
    }

    @Test
    void a_list_that_is_gone_is_no_wrong_setting() {
        hubspot.post(UPSERT, 200, "{\"results\":[{\"id\":\"101\",\"objectWriteTraceId\":\"row-0\"}]}");
        hubspot.put(FakeHubspot.MOVE, 404, "{\"category\":\"OBJECT_NOT_FOUND\"}");

        var result = (BatchResult.Done) destination
                .audiences()
                .write(
                        new RemoteAudience(
                                spec(SyncMode.MIRROR, DeleteBehaviour.NOTHING, Map.of("listId", "72")), "72"),
                        batch(change(Kind.ADD, "max@example.com", Map.of())));

        assertThat(((Outcome.Retry) result.outcomes().get(0)).problem().code()).isEqualTo(ProblemCode.AUDIENCE_GONE);
    }

    private void answer(ResponseDefinitionBuilder response) {
        hubspot.stubFor(post(UPSERT).willReturn(response));
    }

    private static ResponseDefinitionBuilder error(int status, String category, String message) {
        return json(
                status,
                "{\"status\":\"error\",\"category\":\"" + category + "\",\"message\":\"" + message.replace("\"", "\\\"")
                        + "\"}");
    }

    private ConnectorException refused() {
        return catchThrowableOfType(ConnectorException.class, this::write);
    }

    private BatchResult write() {
        return write(destination);
    }

    private static BatchResult write(HubspotDestination to) {
        var spec = spec(SyncMode.UPSERT, DeleteBehaviour.NOTHING, Map.of("writeTo", "properties"));
        return to.audiences()
                .write(
                        new RemoteAudience(spec, "seg-42"),
                        batch(
                                change(Kind.ADD, "max@example.com", Map.of()),
                                change(Kind.ADD, "eva@example.com", Map.of())));
    }
}
