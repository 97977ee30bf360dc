// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mparticle;

import static io.kohorte.connector.mparticle.FakeMparticle.EVENTS;
import static io.kohorte.connector.mparticle.FakeMparticle.change;
import static io.kohorte.connector.mparticle.FakeMparticle.spec;
import static io.kohorte.connector.mparticle.FakeMparticle.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.MemberChange.Kind;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What mParticle answers, and what that means. */
final class AnswersTest {

    private static final AudienceSpec MIRROR = spec(DeleteBehaviour.REMOVE_FROM_AUDIENCE, Map.of());
    private static final Outcome TAKEN = new Outcome.Accepted("");

    private final FakeMparticle mparticle = new FakeMparticle();
    private final MparticleDestination destination = mparticle.open(Map.of());

    @AfterEach
    void close() {
        destination.close();
        mparticle.close();
    }

    @Test
    void a_bad_batch_has_the_request_halved_until_it_stands_alone() {
        mparticle.answer(
                EVENTS,
                400,
                "{\"errors\":[{\"code\":\"BAD_REQUEST\",\"message\":\"user-0 lacks \\\"environment\\\".\"}]}");

        assertThat(refusal(3).problem().code()).isEqualTo(ProblemCode.BATCH_REFUSED);
        assertThat(send(1))
                .containsExactly(
                        new Outcome.Rejected(Problem.of(ProblemCode.FIELD_INVALID, "*** lacks \"environment\".")
                                .vendor("BAD_REQUEST")));
    }

    @Test
    void a_refusal_may_come_without_a_word() {
        mparticle.answer(EVENTS, 400, "");

        assertThat(send(1)).singleElement().isInstanceOf(Outcome.Rejected.class);
    }

    @ParameterizedTest
    @CsvSource({
        "401,CREDENTIALS_REJECTED",
        "403,CREDENTIALS_REJECTED",
        "404,INVALID_SETTING",
        "410,VERSION_RETIRED",
        "413,BATCH_REFUSED",
        "415,INVALID_SETTING",
        "429,RATE_LIMITED",
        "500,UNAVAILABLE",
        "503,UNAVAILABLE",
        "504,UNAVAILABLE"
    })
    void statuses_have_their_codes(int status, ProblemCode code) {
        mparticle.answer(EVENTS, status, "");

        assertThat(refusal(2).problem().code()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({
        "Retry-After,3,3,429",
        "X-mp-rate-limit-exceeded,acceleration,30,429 acceleration",
        "X-mp-rate-limit-exceeded,workspace,0,429 workspace",
        "X-mp-rate-limit-exceeded,'\"feed\"',0,429 feed"
    })
    void too_many_requests_wait_as_long_as_that_limit_needs(String header, String value, int seconds, String code) {
        mparticle.answer(EVENTS, 429, "", header, value);

        var refusal = refusal(2);

        assertThat(refusal.after()).isEqualTo(Duration.ofSeconds(seconds));
        assertThat(refusal.problem().vendorCode()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({"95,true", "96.5,true", "100,true", "94,false", "94.9,false", "lots,false"})
    void near_a_limit_there_is_a_pause_before_the_next_request(String used, boolean paused) {
        mparticle.answer(EVENTS, 202, "", "X-mp-rate-limit-percentage-used", used);

        assertThat(send(2)).containsExactly(TAKEN, TAKEN);

        if (paused) {
            var refusal = refusal(1);
            assertThat(refusal.problem().code()).isEqualTo(ProblemCode.RATE_LIMITED);
            assertThat(refusal.after()).isEqualTo(Duration.ofSeconds(1));
            assertThat(mparticle.requests()).hasSize(1);
        } else {
            assertThat(send(1)).containsExactly(TAKEN);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<!doctype html>", "{\"errors\":[{\"code\":\"BAD_REQUEST\"}]}", "{\"errors\":"})
    void a_success_that_says_something_else_is_no_success(String body) {
        mparticle.answer(EVENTS, 202, body);

        assertThat(refusal(2).problem().code()).isEqualTo(ProblemCode.BAD_RESPONSE);
    }

    private List<Outcome> send(int users) {
        return write(
                destination,
                MIRROR,
                IntStream.range(0, users)
                        .mapToObj(n -> change(Kind.ADD, "user-" + n))
                        .toArray(MemberChange[]::new));
    }

    private ConnectorException refusal(int users) {
        var refusal = catchThrowableOfType(ConnectorException.class, () -> send(users));
        assertThat(refusal).as("the request is refused").isNotNull();
        return refusal;
    }
}
