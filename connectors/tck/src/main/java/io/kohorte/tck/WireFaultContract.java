// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.spi.BatchResult;
import io.kohorte.spi.Capability;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.ProblemCode.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever goes wrong on the wire gets its right name, once, and nothing is sent again. */
public interface WireFaultContract extends ConnectorUnderTest {

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "EMPTY_SUCCESS")
    default void names_the_fault_and_does_not_try_again(WireFault fault, FakeVendor vendor) {
        try (var trial = Trial.facing(fault, this, vendor)) {
            var again = fault == WireFault.UNAUTHORISED && renewsCredentials();
            var faults = again ? new WireFault[] {fault, fault} : new WireFault[] {fault};
            var attempt = trial.write(trial.batch(3), faults);

            assertThat(attempt.kindsOfFirstRequest()).isNotEmpty().isSubsetOf(allowed(fault, attempt));
            assertThat(requestsFor(attempt, vendor))
                    .as("requests for the first part of the batch")
                    .isEqualTo(faults.length);
            assertThat(vendor.requests()).noneMatch(call -> call.path().equals(WireFault.ELSEWHERE));
            if (fault.hidesSuccess()) {
                assertThat(attempt.codesOfFirstRequest())
                        .as("codes that promise that nothing was applied")
                        .doesNotContain(ProblemCode.CONNECTION, ProblemCode.ROW_LOCKED);
            }
            if (fault.namesWait()) {
                assertThat(waits(attempt))
                        .as("how long the vendor asks to wait")
                        .containsOnly(WireFault.WAIT);
            }
            vendor.saw(
                    fault,
                    attempt.kindsOfFirstRequest().stream().map(Kind::name).toList());
        }
    }

    /** Until its turn comes, the engine halves a batch that was refused; a row that is left alone is the culprit. */
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.INCLUDE,
            names = {"BAD_REQUEST", "UNPROCESSABLE", "TOO_LARGE"})
    default void blames_the_row_that_was_refused_alone(WireFault fault, FakeVendor vendor) {
        try (var trial = Trial.facing(fault, this, vendor)) {
            var attempt = trial.write(trial.batch(1), fault);
            if (kinds(fault).contains(Kind.POISONED_BATCH)) {
                assertThat(attempt.outcomes())
                        .singleElement()
                        .isInstanceOfSatisfying(Outcome.Rejected.class, rejected -> assertThat(
                                        rejected.problem().code().kind())
                                .isEqualTo(Kind.RECORD));
            } else {
                assertThat(attempt.kindsOfFirstRequest()).isSubsetOf(kinds(fault));
            }
            assertThat(vendor.requests()).hasSize(1);
        }
    }

    @Test
    default void waits_when_the_vendor_says_not_now_in_its_own_way(FakeVendor vendor) {
        for (var throttle : throttles().entrySet()) {
            try (var trial = Trial.open(this, vendor)) {
                var audience = trial.audience();
                var batch = trial.batch(2);
                vendor.answerSoundly();
                var attempt = trial.writeThrottled(audience, batch, throttle.getValue());
                assertThat(attempt.kindsOfFirstRequest())
                        .as("what is made of '%s'", throttle.getKey())
                        .containsOnly(Kind.THROTTLED);
            }
        }
    }

    @Test
    default void renews_credentials_once_or_says_they_are_refused(FakeVendor vendor) {
        try (var trial = Trial.open(this, vendor)) {
            var attempt = trial.write(trial.batch(3), WireFault.UNAUTHORISED);
            if (renewsCredentials()) {
                assertAllTaken(attempt);
                assertThat(vendor.authentications()).isEqualTo(2);
            } else {
                assertThat(attempt.kindsOfFirstRequest()).containsOnly(Kind.AUTH);
            }
        }
    }

    @Test
    default void nobody_there_means_nothing_was_applied(FakeVendor vendor) {
        try (var trial = Trial.at(this, vendor, ClosedPort.url())) {
            var batch = trial.batch(3);
            var audiences = trial.destination.audiences();
            var attempt = trial.attempt(trial.nothing(), () -> audiences.write(audiences.ensure(audience()), batch));
            assertThat(attempt).isInstanceOfSatisfying(Attempt.Failed.class, failed -> assertThat(
                            failed.failure().problem().code().kind())
                    .isEqualTo(Kind.TRANSIENT));
        }
    }

    private void assertAllTaken(Attempt attempt) {
        if (claims(Capability.COUNTS_ONLY)) {
            assertThat(attempt).isInstanceOfSatisfying(Attempt.Answered.class, answered -> assertThat(answered.result())
                    .isEqualTo(new BatchResult.Counted(3, 0)));
        } else {
            assertThat(attempt.outcomes()).hasSize(3).allMatch(Outcome.Accepted.class::isInstance);
        }
    }

    private Set<Kind> allowed(WireFault fault, Attempt attempt) {
        var kinds = kinds(fault);
        var oneByOne = attempt instanceof Attempt.Answered && kinds.contains(Kind.POISONED_BATCH);
        return oneByOne ? Set.of(Kind.POISONED_BATCH, Kind.RECORD) : kinds;
    }

    private static int requestsFor(Attempt attempt, FakeVendor vendor) {
        var later = attempt.preview().requests().size() - 1;
        return vendor.changes().size() - (attempt instanceof Attempt.Answered ? later : 0);
    }

    private static List<Duration> waits(Attempt attempt) {
        return attempt instanceof Attempt.Failed failed
                ? List.of(failed.failure().after())
                : attempt.outcomes().stream()
                        .flatMap(outcome ->
                                outcome instanceof Outcome.Retry retry ? Stream.of(retry.after()) : Stream.empty())
                        .toList();
    }
}
