// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.Capability;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.RemoteAudience;
import org.junit.jupiter.api.Test;

/** Answers that lack something, or say something else: nobody is taken for added or removed on a guess. */
public interface AnswerContract extends ConnectorUnderTest {

    @Test
    default void adds_nobody_on_a_guess(FakeVendor vendor) {
        if (claims(Capability.ADD)) {
            spoilEveryAnswer(MemberChange.Kind.ADD, vendor);
        }
    }

    @Test
    default void removes_nobody_on_a_guess(FakeVendor vendor) {
        if (claims(Capability.REMOVE)) {
            spoilEveryAnswer(MemberChange.Kind.REMOVE, vendor);
        }
    }

    private void spoilEveryAnswer(MemberChange.Kind kind, FakeVendor vendor) {
        try (var trial = Trial.open(this, vendor)) {
            var audience = trial.audience();
            var batch = trial.batch(kind, 2);
            vendor.answerSoundly();
            trial.write(batch);
            var requests = vendor.requests().size();
            var answers = vendor.answers()
                    .subList(
                            vendor.answers().size() - requests, vendor.answers().size());
            for (var request = 0; request < answers.size(); request++) {
                for (var tampering : Tampering.of(answers.get(request))) {
                    assertNoGuess(trial, audience, batch, request, tampering, requests);
                }
            }
        }
    }

    /** An answer may say of all rows that they were taken; it may not if it says nothing, or if the change was never sent. */
    private void assertNoGuess(
            Trial trial, RemoteAudience audience, Batch batch, int request, Tampering tampering, int requests) {
        if (tampering.saysNothing() && emptyAnswerAccepts()) {
            return;
        }
        var attempt = trial.writeSpoilt(audience, batch, request, tampering);
        if (!(attempt instanceof Attempt.Answered answered)) {
            return;
        }
        assertThat(tampering.hopeless() && tookAll(answered.result()))
                .as("all rows are taken although answer %s is %s", request, tampering.name())
                .isFalse();
        assertThat(tampering.lacks()
                        && tookAll(answered.result())
                        && trial.vendor.requests().size() < requests)
                .as(
                        "all rows are taken although answer %s is %s, and nothing was sent after it",
                        request, tampering.name())
                .isFalse();
    }

    private static boolean tookAll(BatchResult result) {
        if (result instanceof BatchResult.Done done) {
            return done.outcomes().stream().allMatch(Outcome.Accepted.class::isInstance);
        }
        return result instanceof BatchResult.Counted counted && counted.refused() == 0;
    }
}
