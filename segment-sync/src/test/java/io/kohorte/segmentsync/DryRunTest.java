// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import static io.kohorte.segmentsync.FakeAudience.SYNC;
import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.spi.Batch;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Preview;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.UnsupportedCapabilityException;
import java.util.List;
import org.junit.jupiter.api.Test;

class DryRunTest extends DeliveryFixture {

    @Test
    void saysWhatTheRunThenDoes() {
        audience.with(1, 35, "Ulm");
        run();
        audience.without(1, 3);
        audience.with(10, 15, "Köln");
        audience.with(100, 124, "Bonn");
        audience.invalid.put(101, Problem.of(ProblemCode.IDENTIFIER_INVALID, "no"));
        audience.skippedAtSendTime.put(102, SkipReason.NO_CONSENT);
        audience.heldBack = 4;
        destination.received.clear();

        var rehearsed = engine.dryRun(SYNC, 5);

        assertThat(destination.received).isEmpty();
        var run = run();
        assertThat(rehearsed.added()).isEqualTo(run.counts().added().accepted()).isEqualTo(23);
        assertThat(rehearsed.changed())
                .isEqualTo(run.counts().changed().accepted())
                .isEqualTo(6);
        assertThat(rehearsed.removed())
                .isEqualTo(run.counts().removed().accepted())
                .isEqualTo(3);
        assertThat(rehearsed.invalid()).isEqualTo(run.counts().invalid()).isEqualTo(1);
        assertThat(rehearsed.skipped()).isEqualTo(run.counts().skipped()).isEqualTo(5);
        assertThat(rehearsed.calls()).isEqualTo(run.counts().requests());
    }

    @Test
    void savesNothing() {
        audience.with(1, 35, "Ulm");

        engine.dryRun(SYNC, 5);

        assertThat(TestDatabase.number("select count(*) from delivery_sync")).isZero();
        assertThat(destination.people).isEmpty();
        assertThat(destination.ensured).isZero();
    }

    @Test
    void showsTheExactRequestsForTheSample() {
        audience.with(1, 35, "Ulm");

        var rehearsed = engine.dryRun(SYNC, 3);

        assertThat(rehearsed.sample()).extracting(DryRun.SampleRow::profile).containsExactly(1, 2, 3);
        assertThat(rehearsed.requests()).singleElement().satisfies(request -> {
            assertThat(request.rows()).containsExactly(0, 1, 2);
            assertThat(request.body())
                    .contains("ADD {email=person3@example.com} Ulm")
                    .doesNotContain("person4");
        });
    }

    @Test
    void seesWhatACrashedRunLeftBehind() {
        audience.with(1, 25, "Ulm");
        destination.faults.add((batch, fake) -> fake.take(batch));
        destination.faults.add((batch, fake) -> {
            engine.pause(SYNC);
            return fake.take(batch);
        });
        run();

        var rehearsed = engine.dryRun(SYNC, 5);

        assertThat(TestDatabase.number("select count(*) from delivery_receipt where fingerprints is not null"))
                .isPositive();
        assertThat(rehearsed.added()).isEqualTo(5);
    }

    @Test
    void tellsThatTheGuardWouldStopTheRun() {
        audience.with(1, 5, "Ulm");
        run();
        audience.without(1, 5);

        assertThat(engine.dryRun(SYNC, 5).guard().orElseThrow().reason()).isEqualTo(GuardStop.Reason.NOBODY_WANTED);
    }

    @Test
    void countsWhatTheConnectorWouldHoldBack() {
        var choosy = new FakeDestination() {
            @Override
            public Preview preview(RemoteAudience remote, Batch batch) {
                var refusal = new Preview.Refusal(
                        0, new Outcome.Rejected(Problem.of(ProblemCode.IDENTIFIER_INVALID, "no e-mail address")));
                return new Preview(super.preview(remote, batch).requests(), List.of(refusal));
            }
        };
        var people = new FakeAudience(choosy).with(1, 20, "Ulm");
        try (var other =
                new DeliveryEngine(TestDatabase.empty(), people, DeliveryPolicy.STANDARD, clock, clock.waiter())) {
            var rehearsed = other.dryRun(SYNC, 0);

            assertThat(rehearsed.added()).isEqualTo(18);
            assertThat(rehearsed.invalid()).isEqualTo(2);
        }
    }

    @Test
    void saysSoWhenTheConnectorCannotPreview() {
        var silent = new FakeDestination() {
            @Override
            public Preview preview(RemoteAudience remote, Batch batch) {
                throw new UnsupportedCapabilityException(io.kohorte.spi.Capability.ASYNC_JOB);
            }
        };
        var people = new FakeAudience(silent).with(1, 20, "Ulm");
        try (var other =
                new DeliveryEngine(TestDatabase.empty(), people, DeliveryPolicy.STANDARD, clock, clock.waiter())) {
            var rehearsed = other.dryRun(SYNC, 5);

            assertThat(rehearsed.cannotPreview()).isPresent();
            assertThat(rehearsed.requests()).isEmpty();
            assertThat(rehearsed.added()).isEqualTo(20);
            assertThat(rehearsed.calls()).isEqualTo(2);
        }
    }

    @Test
    void testRowSendsOneMemberForRealAndTheRunThenLeavesItOut() {
        audience.with(1, 15, "Ulm");

        var result = engine.testRow(SYNC, 4);

        assertThat(result.result()).isEqualTo("acknowledged");
        assertThat(result.requests()).singleElement().satisfies(request -> assertThat(request.body())
                .contains("person4@"));
        assertThat(destination.people).containsOnlyKeys(4);
        assertThat(run().counts().added().accepted()).isEqualTo(14);
        assertThat(destination.people).isEqualTo(audience.wantedPeople());
    }

    @Test
    void testRowTellsWhyItWasRefused() {
        audience.with(1, 5, "Ulm");
        destination.refusing.put(
                4, Problem.of(ProblemCode.FIELD_INVALID, "no such city").at("city"));

        var result = engine.testRow(SYNC, 4);

        assertThat(result.result()).isEqualTo("rejected");
        assertThat(result.code()).isEqualTo("FIELD_INVALID");
        assertThat(result.field()).isEqualTo("city");
    }

    @Test
    void testRowTellsWhatIsWrongWithTheDestination() {
        audience.with(1, 5, "Ulm");
        destination.faults.add(FakeDestination.failing(ProblemCode.NOT_PERMITTED));

        var result = engine.testRow(SYNC, 4);

        assertThat(result.result()).isEqualTo("rejected");
        assertThat(result.code()).isEqualTo("NOT_PERMITTED");
        assertThat(engine.run(result.run().orElseThrow()).orElseThrow().state()).isEqualTo(RunState.FAILED);
        assertThat(run().state()).isEqualTo(RunState.COMPLETED);
    }

    @Test
    void testRowOfSomebodyWhoIsNotWantedSendsNothing() {
        audience.with(1, 5, "Ulm");

        assertThat(engine.testRow(SYNC, 70_000).result()).isEqualTo("not-wanted");
        assertThat(destination.received).isEmpty();
    }

    @Test
    void testRowWaitsItsTurn() {
        audience.with(1, 5, "Ulm");
        destination.faults.add((batch, fake) -> {
            org.assertj.core.api.Assertions.assertThatExceptionOfType(SyncBusyException.class)
                    .isThrownBy(() -> engine.testRow(SYNC, 4));
            return fake.take(batch);
        });

        assertThat(run().state()).isEqualTo(RunState.COMPLETED);
    }
}
