// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.fail;

import io.kohorte.spi.BatchResult;
import io.kohorte.spi.Capability;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.ProblemCode;
import java.util.ArrayList;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** A job of the vendor is looked after until it ends, and nobody is taken for added before. */
public interface JobContract extends ConnectorUnderTest {

    @Test
    default void waits_for_a_job_that_never_finishes(FakeVendor vendor) {
        withJob(vendor, (trial, pending) -> {
            vendor.failJobs(JobFault.NEVER_FINISHES);
            BatchResult latest = pending;
            for (var look = 0; look < 5; look++) {
                if (!(latest instanceof BatchResult.Pending waiting)) {
                    fail("a job that goes on is pending, not " + latest);
                    return;
                }
                assertThat(waiting.lookAgain()).as("how long to wait").isPositive();
                trial.surroundings.advance(waiting.lookAgain());
                latest = trial.destination.audiences().poll(waiting.ticket());
            }
        });
    }

    @Test
    default void says_that_a_job_is_not_known_any_more(FakeVendor vendor) {
        withJob(vendor, (trial, pending) -> {
            vendor.failJobs(JobFault.DISAPPEARS);
            var refusal = catchThrowableOfType(
                    ConnectorException.class,
                    () -> trial.destination.audiences().poll(pending.ticket()));
            assertThat(refusal).as("polling fails").isNotNull();
            assertThat(refusal.problem().code()).isEqualTo(ProblemCode.NOT_FOUND);
        });
    }

    @Test
    default void takes_nobody_for_added_by_a_job_that_failed(FakeVendor vendor) {
        withJob(vendor, (trial, pending) -> {
            vendor.failJobs(JobFault.FAILS);
            try {
                var result = trial.settled(pending);
                if (result instanceof BatchResult.Done done) {
                    assertThat(done.outcomes()).noneMatch(Outcome.Accepted.class::isInstance);
                } else if (result instanceof BatchResult.Counted counted) {
                    assertThat(counted.accepted()).isZero();
                } else {
                    fail("a job that failed has ended");
                }
            } catch (ConnectorException refusal) {
                assertThat(refusal.problem().message()).isNotBlank();
            }
        });
    }

    /** The process that started it may be gone. */
    @Test
    default void looks_after_a_job_that_another_process_started(FakeVendor vendor) {
        withJob(vendor, (trial, pending) -> {
            var here = trial.settled(pending);
            try (var elsewhere = connector().open(settings(vendor.url(), Trial.UNHURRIED), trial.surroundings)) {
                BatchResult there = pending;
                for (var look = 0; there instanceof BatchResult.Pending waiting && look < 20; look++) {
                    there = elsewhere.audiences().poll(waiting.ticket());
                }
                assertThat(there).isEqualTo(here);
            }
        });
    }

    @Test
    default void keeps_people_and_secrets_out_of_tickets(FakeVendor vendor) {
        withJob(vendor, (trial, pending) -> {
            var ticket = pending.ticket().jobId() + pending.ticket().memo();
            var secrets = Schema.of(connector().descriptor().settingsSchema())
                    .secrets(settings("https://vendor.example", Trial.UNHURRIED));
            assertThat(secrets).allSatisfy(secret -> assertThat(ticket).doesNotContain(secret));
            for (var person = 0; person < 3; person++) {
                assertThat(Gossip.personal(change(MemberChange.Kind.ADD, person)))
                        .allSatisfy(personal -> assertThat(ticket).doesNotContainIgnoringCase(personal));
            }
            assertThat(pending.ticket().rows()).isEqualTo(jobSize());
        });
    }

    private void withJob(FakeVendor vendor, Look look) {
        if (!claims(Capability.ASYNC_JOB)) {
            return; // refused, as another test proves
        }
        try (var trial = Trial.open(this, vendor)) {
            var verdicts = new ArrayList<>(Collections.nCopies(jobSize(), Verdict.ACCEPTED));
            verdicts.set(0, Verdict.REJECTED);
            var pending = trial.writeOnly(trial.batch(jobSize()), verdicts);
            assertThat(pending).isInstanceOf(BatchResult.Pending.class);
            look.at(trial, (BatchResult.Pending) pending);
        }
    }

    /** What a test does with a job that was started. */
    @FunctionalInterface
    interface Look {
        void at(Trial trial, BatchResult.Pending pending);
    }
}
