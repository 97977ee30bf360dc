// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.spi.Batch;
import io.kohorte.spi.Capability;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No secret and no personal data in what is stored, logged or shown. */
public interface SecretsContract extends ConnectorUnderTest {

    @Test
    default void is_tested_with_secrets() {
        assertThat(secrets())
                .as("settings of this test that the schema marks writeOnly")
                .isNotEmpty();
    }

    @Test
    default void masks_secrets_in_a_preview(FakeVendor vendor) {
        try (var trial = Trial.open(this, vendor)) {
            assertThat(trial.preview(trial.batch(2)).requests()).allSatisfy(request -> {
                assertNoSecret(request.url());
                assertNoSecret(request.headers().toString());
                assertNoSecret(request.body());
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    default void tells_of_a_failure_without_secrets_and_people(WireFault fault, FakeVendor vendor) {
        try (var trial = Trial.facing(fault, this, vendor)) {
            var batch = trial.batch(2);
            var attempt = trial.write(batch, fault, fault);
            if (attempt instanceof Attempt.Failed failed) {
                assertHarmless(stackTrace(failed.failure()), batch);
                assertHarmless(failed.failure().problem().toString(), batch);
            } else if (!claims(Capability.COUNTS_ONLY)) {
                assertHarmless(attempt.outcomes().toString(), batch);
            }
        }
    }

    @Test
    default void tells_of_nobody_being_there_without_secrets(FakeVendor vendor) {
        vendor.serve(this);
        assertNoSecret(connector()
                .check(settings(ClosedPort.url(), Trial.UNHURRIED), new Surroundings(true))
                .toString());
        vendor.failAlways(WireFault.UNAUTHORISED);
        assertNoSecret(connector()
                .check(settings(vendor.url(), Trial.UNHURRIED), new Surroundings(true))
                .toString());
    }

    @Test
    default void does_not_pass_on_what_the_vendor_quotes_of_a_person(FakeVendor vendor) {
        try (var trial = Trial.open(this, vendor)) {
            var batch = trial.batch(3);
            var attempt = trial.write(batch, Collections.nCopies(3, Verdict.REJECTED));
            if (claims(Capability.PER_RECORD_STATUS)) {
                assertThat(attempt.outcomes()).allSatisfy(outcome -> assertThat(outcome)
                        .isInstanceOfSatisfying(
                                Outcome.Rejected.class, rejected -> assertReadable(rejected.problem(), batch)));
            }
        }
    }

    @Test
    default void hides_secrets_in_the_texts_of_its_objects(FakeVendor vendor) {
        try (var trial = Trial.open(this, vendor)) {
            var audiences = trial.destination.audiences();
            assertNoSecret(
                    trial.destination + " " + audiences + " " + audiences.ensure(audience()) + " " + connector());
            assertNoSecret(trial.destination.limits() + " " + connector().descriptor());
        }
    }

    private List<String> secrets() {
        return Schema.of(connector().descriptor().settingsSchema())
                .secrets(settings("https://vendor.example", Trial.UNHURRIED));
    }

    private void assertNoSecret(String text) {
        assertThat(secrets()).allSatisfy(secret -> assertThat(text.contains(secret))
                .as("a secret stands in a text of %s characters", text.length())
                .isFalse());
    }

    private void assertHarmless(String text, Batch batch) {
        assertNoSecret(text);
        for (var change : batch.changes()) {
            assertThat(Gossip.personal(change))
                    .allSatisfy(personal -> assertThat(text).doesNotContainIgnoringCase(personal));
        }
    }

    private void assertReadable(Problem problem, Batch batch) {
        assertHarmless(problem.toString(), batch);
        assertThat(problem.message()).isNotBlank();
        assertThat(problem.message()
                        .chars()
                        .filter(Character::isISOControl)
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining()))
                .as("control characters in the message")
                .isEmpty();
    }

    private static String stackTrace(Throwable failure) {
        var text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
