// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import static io.kohorte.segmentsync.FakeAudience.SYNC;
import static io.kohorte.segmentsync.FakeDestination.failing;
import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.spi.BatchResult;
import io.kohorte.spi.Capability;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SkipReason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.roaringbitmap.RoaringBitmap;

/** Each row of the table of outcomes. */
class OutcomeTest extends DeliveryFixture {

    @ParameterizedTest
    @EnumSource(names = {"INVALID_SETTING", "NOT_PERMITTED", "LIMIT_REACHED", "VERSION_RETIRED"})
    void configurationProblemPausesTheSyncAndKeepsTheDifference(ProblemCode code) {
        audience.with(1, 25, "Ulm");
        destination.faults.add((batch, fake) -> fake.take(batch));
        destination.faults.add(failing(code));

        var run = run();

        assertThat(run.state()).isEqualTo(RunState.PAUSED);
        assertThat(run.problem())
                .hasValueSatisfying(problem -> assertThat(problem.code()).isEqualTo(code.name()));
        assertThat(destination.received).hasSize(2);
        assertThat(engine.queue(SYNC, "schedule", Removals.ASK)).isEqualTo(run.id());
        assertThat(engine.due()).isEmpty();
        engine.resume(SYNC);
        assertThat(engine.execute(run.id()).state()).isEqualTo(RunState.COMPLETED);
        assertThat(destination.people).isEqualTo(audience.wantedPeople());
    }

    @Test
    void audienceThatIsGoneIsFilledFromScratchAfterResuming() {
        audience.with(1, 5, "Ulm");
        run();
        audience.with(6, 6, "Ulm");
        destination.faults.add(failing(ProblemCode.AUDIENCE_GONE));
        var run = run();
        assertThat(run.state()).isEqualTo(RunState.PAUSED);
        destination.people.clear();

        engine.resume(SYNC);
        engine.execute(run.id());

        assertThat(destination.people).isEqualTo(audience.wantedPeople());
    }

    @Test
    void credentialsRefusedOnceAreRefreshedOnce() {
        audience.with(1, 5, "Ulm");
        destination.faults.add(failing(ProblemCode.CREDENTIALS_EXPIRED));

        var run = run();

        assertThat(run.state()).isEqualTo(RunState.COMPLETED);
        assertThat(destination.opened).isEqualTo(2);
        assertThat(destination.closed).isEqualTo(2);
    }

    @Test
    void credentialsRefusedForEverPauseEverySyncOfTheAccount() {
        var other = new SyncId(8);
        engine.execute(engine.queue(other, Run.MANUAL, Removals.ASK));
        audience.with(1, 5, "Ulm");
        destination.faults.add(failing(ProblemCode.CREDENTIALS_REJECTED));
        destination.faults.add(failing(ProblemCode.CREDENTIALS_REJECTED));

        var run = run();

        assertThat(run.state()).isEqualTo(RunState.PAUSED);
        assertThat(destination.received).hasSize(2);
        assertThat(engine.status(other).orElseThrow().paused()).isPresent();
        var waiting = engine.queue(other, "schedule", Removals.ASK);
        assertThat(engine.execute(waiting).state()).isEqualTo(RunState.PAUSED);

        engine.resumeAccount("fake-account");

        assertThat(engine.due()).containsExactlyInAnyOrder(run.id(), waiting);
        engine.due().forEach(engine::execute);
        assertThat(destination.people).isEqualTo(audience.wantedPeople());
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "IDENTIFIER_INVALID",
                "IDENTIFIER_MISSING",
                "FIELD_INVALID",
                "NOT_FOUND",
                "DUPLICATE",
                "CONFLICT",
                "FORGOTTEN"
            })
    void rowProblemRejectsThatRowAndNoOther(ProblemCode code) {
        audience.with(1, 3, "Ulm");
        destination.refusing.put(2, Problem.of(code, "not this one").at("city"));

        var run = run();

        assertThat(run.state()).isEqualTo(RunState.COMPLETED_WITH_ERRORS);
        assertThat(run.counts().added()).isEqualTo(new RunCounts.Tally(2, 1));
        assertThat(destination.received).hasSize(1);
        assertThat(engine.acknowledged(SYNC)).isEqualTo(RoaringBitmap.bitmapOf(1, 3));
        assertThat(engine.rejected(SYNC)).singleElement().satisfies(group -> {
            assertThat(group.code()).isEqualTo(code.name());
            assertThat(group.field()).isEqualTo("city");
            assertThat(group.count()).isEqualTo(1);
            assertThat(group.sample().get(0).profile()).isEqualTo(2);
        });
    }

    @Test
    void rejectedMemberIsNotSentAgainUntilItsDataChanges() {
        audience.with(1, 3, "Ulm");
        destination.refusing.put(2, Problem.of(ProblemCode.FIELD_INVALID, "no such city"));
        run();
        destination.received.clear();

        assertThat(run().state()).isEqualTo(RunState.COMPLETED);
        assertThat(destination.received).isEmpty();

        destination.refusing.clear();
        audience.cities.put(2, "Köln");
        run();
        assertThat(destination.profilesReceived()).containsExactly(2);
        assertThat(engine.rejected(SYNC)).isEmpty();
        assertThat(destination.people).isEqualTo(audience.wantedPeople());
    }

    @Test
    void rejectedMembersAreSentAgainWhenAPersonAsksAndOnlyThose() {
        audience.with(1, 5, "Ulm");
        destination.refusing.put(2, Problem.of(ProblemCode.FIELD_INVALID, "no such city"));
        destination.refusing.put(4, Problem.of(ProblemCode.CONFLICT, "changed by somebody else"));
        run();
        destination.refusing.clear();
        destination.received.clear();

        assertThat(engine.retryRejected(SYNC, Optional.of("CONFLICT"), Optional.empty()))
                .isEqualTo(1);
        run();

        assertThat(destination.profilesReceived()).containsExactly(4);
        assertThat(engine.rejected(SYNC)).extracting(RejectedGroup::code).containsExactly("FIELD_INVALID");
    }

    @Test
    void rejectionIsForgottenWhenTheMemberIsNoLongerWanted() {
        audience.with(1, 3, "Ulm");
        destination.refusing.put(2, Problem.of(ProblemCode.FIELD_INVALID, "no such city"));
        run();
        audience.without(2, 2);

        run();

        assertThat(engine.rejected(SYNC)).isEmpty();
    }

    @Test
    void exampleOfARejectedRowShowsItAloneAndNamesNobody() {
        audience.with(1, 3, "Ulm");
        destination.refusing.put(
                2, Problem.of(ProblemCode.FIELD_INVALID, "no such city").vendor("E42"));

        run();

        var member = engine.rejected(SYNC).get(0).sample().get(0);
        assertThat(member.request())
                .startsWith("POST https://fake.example/audience")
                .contains("ADD {email=p***@***}");
        assertThat(member.request()).doesNotContain("person2", "Ulm", "person1");
        assertThat(member.response()).isEqualTo("E42: no such city");
    }

    @Test
    void removalOfSomebodyWhoIsNotThereIsARemovalDone() {
        audience.with(1, 3, "Ulm");
        run();
        audience.without(2, 2);
        destination.refusing.put(2, Problem.of(ProblemCode.NOT_FOUND, "who?"));

        assertThat(run().state()).isEqualTo(RunState.COMPLETED);
        assertThat(engine.acknowledged(SYNC)).isEqualTo(RoaringBitmap.bitmapOf(1, 3));
        assertThat(run().counts().requests()).isZero();
    }

    @Test
    void throttlingIsWaitingAndCostsNoAttempt() {
        audience.with(1, 5, "Ulm");
        for (int i = 0; i < 20; i++) {
            destination.faults.add(failing(ProblemCode.RATE_LIMITED, Duration.ofSeconds(30)));
        }
        var before = clock.instant();

        var run = run();

        assertThat(run.state()).isEqualTo(RunState.COMPLETED);
        assertThat(run.counts().requests()).isEqualTo(21);
        assertThat(Duration.between(before, clock.instant())).isGreaterThanOrEqualTo(Duration.ofMinutes(10));
        assertThat(destination.received)
                .extracting(batch -> batch.key())
                .containsOnly(destination.received.get(0).key());
    }

    @Test
    void longQuotaPauseGivesTheThreadBackAndIsDueAgainInTime() {
        audience.with(1, 25, "Ulm");
        destination.faults.add((batch, fake) -> fake.take(batch));
        destination.faults.add(failing(ProblemCode.QUOTA_SPENT, Duration.ofHours(20)));

        var run = run();

        assertThat(run.state()).isEqualTo(RunState.QUEUED);
        assertThat(run.problem().orElseThrow().code()).isEqualTo("QUOTA_SPENT");
        assertThat(engine.due()).isEmpty();
        assertThat(engine.execute(run.id()).state()).isEqualTo(RunState.QUEUED);
        clock.advance(Duration.ofHours(20).plusSeconds(1));
        assertThat(engine.due()).containsExactly(run.id());
        var later = engine.execute(run.id());
        assertThat(later.state()).isEqualTo(RunState.COMPLETED);
        assertThat(later.counts().added()).isEqualTo(new RunCounts.Tally(25, 0));
        assertThat(destination.people).isEqualTo(audience.wantedPeople());
    }

    @ParameterizedTest
    @EnumSource(names = {"TIMEOUT", "UNAVAILABLE", "CONNECTION"})
    void transientProblemIsTriedAgainUnderTheSameKey(ProblemCode code) {
        audience.with(1, 5, "Ulm");
        for (int i = 0; i < 5; i++) {
            destination.faults.add(failing(code));
        }

        var run = run();

        assertThat(run.state()).isEqualTo(RunState.COMPLETED);
        assertThat(destination.received)
                .hasSize(6)
                .extracting(batch -> batch.key())
                .containsOnly(destination.received.get(0).key());
        assertThat(destination.people).isEqualTo(audience.wantedPeople());
    }

    @Test
    void oneBatchThatNeverGetsThroughHoldsUpNobodyElse() {
        audience.with(1, 35, "Ulm");
        for (int i = 0; i < 6; i++) {
            destination.faults.add(failing(ProblemCode.UNAVAILABLE));
        }

        var run = run();

        assertThat(run.state()).isEqualTo(RunState.COMPLETED_WITH_ERRORS);
        assertThat(destination.people).hasSize(25);
        assertThat(engine.rejected(SYNC)).singleElement().satisfies(group -> {
            assertThat(group.code()).isEqualTo("UNAVAILABLE");
            assertThat(group.count()).isEqualTo(10);
        });
        assertThat(run().state()).isEqualTo(RunState.COMPLETED);
        assertThat(destination.people).isEqualTo(audience.wantedPeople());
        assertThat(engine.rejected(SYNC)).isEmpty();
    }

    @Test
    void destinationThatIsDownIsVisitedAgainAndAgainUntilTheDeadline() {
        audience.with(1, 35, "Ulm");
        for (int i = 0; i < 100_000; i++) {
            destination.faults.add(failing(ProblemCode.UNAVAILABLE));
        }
        var started = clock.instant();

        var run = run();
        assertThat(run.state()).isEqualTo(RunState.QUEUED);
        assertThat(engine.status(SYNC).orElseThrow().failingSince()).isPresent();
        while (run.state() == RunState.QUEUED) {
            clock.advance(Duration.ofMinutes(31));
            run = engine.execute(run.id());
        }

        assertThat(run.state()).isEqualTo(RunState.PAUSED);
        assertThat(run.problem().orElseThrow().code()).isEqualTo("UNAVAILABLE");
        assertThat(Duration.between(started, clock.instant())).isBetween(Duration.ofDays(3), Duration.ofDays(4));
        destination.faults.clear();
        engine.resume(SYNC);
        clock.advance(Duration.ofMinutes(10));
        assertThat(engine.execute(run.id()).state()).isEqualTo(RunState.COMPLETED);
        assertThat(destination.people).isEqualTo(audience.wantedPeople());
        assertThat(engine.status(SYNC).orElseThrow().failingSince()).isEmpty();
    }

    @Test
    void lockedRowsAreTriedAgainWithoutTheOthers() {
        audience.with(1, 5, "Ulm");
        destination.lockedTimes.put(2, 2);

        var run = run();

        assertThat(run.state()).isEqualTo(RunState.COMPLETED);
        assertThat(destination.profilesReceived()).containsExactly(1, 2, 3, 4, 5, 2, 2);
        assertThat(destination.people).isEqualTo(audience.wantedPeople());
    }

    @Test
    void rowThatStaysLockedIsOnRecordAndDueWithTheNextRun() {
        audience.with(1, 5, "Ulm");
        destination.lockedTimes.put(2, 8);

        assertThat(run().state()).isEqualTo(RunState.COMPLETED_WITH_ERRORS);
        assertThat(engine.rejectedMembers(SYNC, 0, 10)).singleElement().satisfies(member -> {
            assertThat(member.code()).isEqualTo("ROW_LOCKED");
            assertThat(member.due()).isTrue();
        });

        assertThat(run().state()).isEqualTo(RunState.COMPLETED);
        assertThat(destination.people).isEqualTo(audience.wantedPeople());
    }

    @Test
    void poisonRowInEveryBatchIsFoundByHalvingAndTheOthersArrive() {
        audience.with(1, 40, "Ulm");
        destination.poison.addAll(List.of(3, 14, 15, 30, 40));

        var run = run();

        assertThat(run.counts().added()).isEqualTo(new RunCounts.Tally(35, 5));
        assertThat(destination.people).hasSize(35).doesNotContainKeys(3, 14, 15, 30, 40);
        assertThat(engine.rejected(SYNC)).singleElement().satisfies(group -> {
            assertThat(group.code()).isEqualTo("BATCH_REFUSED");
            assertThat(group.count()).isEqualTo(5);
        });
        assertThat(engine.rejectedMembers(SYNC, 0, 10))
                .extracting(RejectedMember::profile)
                .containsExactly(3, 14, 15, 30, 40);
    }

    @Test
    void lostAnswerOfAnIdempotentConnectorIsSentAgainUnderTheSameKey() {
        audience.with(1, 5, "Ulm");
        destination.faults.add(FakeDestination.losingTheAnswer());

        var run = run();

        assertThat(run.state()).isEqualTo(RunState.COMPLETED);
        assertThat(destination.received)
                .hasSize(2)
                .extracting(batch -> batch.key())
                .containsOnly(destination.received.get(0).key());
    }

    @Test
    void answerThatIsLostEveryTimeIsUnclearAndGoesOutAgainUnderItsKeyWithTheNextRun() {
        audience.with(1, 5, "Ulm");
        for (int i = 0; i < 6; i++) {
            destination.faults.add(FakeDestination.losingTheAnswer());
        }
        assertThat(run().state()).isEqualTo(RunState.COMPLETED_WITH_ERRORS);
        assertThat(engine.rejected(SYNC)).singleElement().satisfies(group -> assertThat(group.code())
                .isEqualTo("MAYBE_APPLIED"));

        assertThat(run().state()).isEqualTo(RunState.COMPLETED);

        assertThat(destination.received)
                .hasSize(7)
                .extracting(batch -> batch.key())
                .containsOnly(destination.received.get(0).key());
        assertThat(engine.rejected(SYNC)).isEmpty();
    }

    @Test
    void unclearMemberWhoLeavesIsRemovedSinceHeMayBeThere() {
        audience.with(1, 5, "Ulm");
        for (int i = 0; i < 6; i++) {
            destination.faults.add(FakeDestination.losingTheAnswer());
        }
        run();
        audience.without(1, 3);

        run();

        assertThat(destination.people).isEqualTo(audience.wantedPeople());
    }

    @Test
    void lostAnswerOfAConnectorThatIsNotIdempotentIsNeverSentTwiceUnknowingly() {
        audience.capabilities.remove(Capability.IDEMPOTENT);
        audience.with(1, 15, "Ulm");
        destination.faults.add(FakeDestination.losingTheAnswer());

        assertThat(run().state()).isEqualTo(RunState.COMPLETED_WITH_ERRORS);
        assertThat(run().counts().requests()).isZero();
        audience.with(1, 15, "Köln");
        run();
        assertThat(destination.profilesReceived().stream().filter(profile -> profile == 1))
                .hasSize(1);
        assertThat(engine.rejected(SYNC)).singleElement().satisfies(group -> {
            assertThat(group.code()).isEqualTo("MAYBE_APPLIED");
            assertThat(group.count()).isEqualTo(10);
        });

        engine.retryRejected(SYNC, Optional.empty(), Optional.empty());
        run();
        assertThat(destination.people).isEqualTo(audience.wantedPeople());
    }

    @ParameterizedTest
    @EnumSource(names = {"BAD_RESPONSE", "CONTRACT_BROKEN", "UNEXPECTED"})
    void defectPausesWithAnIncidentAndWhatMayHaveArrivedIsSettledLater(ProblemCode code) {
        audience.with(1, 5, "Ulm");
        destination.faults.add((batch, fake) -> {
            fake.apply(batch);
            return failing(code).on(batch, fake);
        });

        var run = run();

        assertThat(run.state()).isEqualTo(RunState.PAUSED);
        assertThat(run.problem().orElseThrow().incident()).isNotEmpty();
        audience.without(1, 1);
        engine.resume(SYNC);
        assertThat(engine.execute(run.id()).state()).isEqualTo(RunState.COMPLETED);
        assertThat(destination.people).isEqualTo(audience.wantedPeople());
    }

    @Test
    void connectorThatThrowsAnythingElseIsADefect() {
        audience.with(1, 5, "Ulm");
        destination.faults.add((batch, fake) -> {
            throw new IllegalStateException("person1@example.com");
        });

        var run = run();

        assertThat(run.state()).isEqualTo(RunState.PAUSED);
        assertThat(run.problem().orElseThrow().code()).isEqualTo("UNEXPECTED");
        assertThat(run.problem().orElseThrow().message()).doesNotContain("person1");
    }

    @Test
    void connectorThatAnswersTooFewOutcomesBreaksItsContract() {
        audience.with(1, 5, "Ulm");
        destination.faults.add(FakeDestination.answering(new BatchResult.Done(List.of(new Outcome.Accepted("")))));

        var run = run();

        assertThat(run.problem().orElseThrow().code()).isEqualTo("CONTRACT_BROKEN");
        assertThat(engine.acknowledged(SYNC).isEmpty()).isTrue();
    }

    @Test
    void rowTheConnectorSkipsIsNotSentAgainUntilItsDataChanges() {
        audience.with(1, 1, "Ulm");
        destination.faults.add(FakeDestination.answering(
                new BatchResult.Done(List.of(new Outcome.Skipped(SkipReason.NO_IDENTIFIER)))));

        assertThat(run().counts().skipped()).isEqualTo(1);
        var second = run();
        assertThat(second.counts().requests()).isZero();
        assertThat(second.counts().skipped()).isEqualTo(1);
        audience.cities.put(1, "Köln");
        run();
        assertThat(destination.people).isEqualTo(audience.wantedPeople());
    }

    @Test
    void invalidRowIsNeverSent() {
        audience.with(1, 3, "Ulm");
        audience.invalid.put(
                2,
                Problem.of(ProblemCode.IDENTIFIER_INVALID, "no e-mail address").at("email"));

        var run = run();

        assertThat(run.counts().invalid()).isEqualTo(1);
        assertThat(run.state()).isEqualTo(RunState.COMPLETED_WITH_ERRORS);
        assertThat(destination.profilesReceived()).containsExactly(1, 3);
        assertThat(engine.rejected(SYNC)).singleElement().satisfies(group -> assertThat(group.state())
                .isEqualTo("invalid"));
        assertThat(run().counts().invalid()).isEqualTo(1);
    }

    @Test
    void countsOnlyIsTakenAtItsWord() {
        audience.with(1, 5, "Ulm");
        destination.faults.add(FakeDestination.answering(new BatchResult.Counted(4, 1)));

        var run = run();

        assertThat(run.counts().added()).isEqualTo(new RunCounts.Tally(4, 1));
        assertThat(run.state()).isEqualTo(RunState.COMPLETED_WITH_ERRORS);
        assertThat(run().counts().requests()).isZero();
    }

    @Test
    void countsThatRefuseEverybodyLeaveAReasonForEverybody() {
        audience.with(1, 5, "Ulm");
        destination.faults.add(FakeDestination.answering(new BatchResult.Counted(0, 5)));

        run();

        assertThat(engine.acknowledged(SYNC).isEmpty()).isTrue();
        assertThat(engine.rejected(SYNC)).singleElement().satisfies(group -> assertThat(group.count())
                .isEqualTo(5));
    }

    @Test
    void sourceThatFailsLeavesTheRunWaitingWithAnIncident() {
        audience.with(1, 25, "Ulm");
        audience.guard = null;

        var run = run();

        assertThat(run.state()).isEqualTo(RunState.QUEUED);
        assertThat(run.problem().orElseThrow().incident()).isNotEmpty();
        audience.guard = GuardLimits.STANDARD;
        clock.advance(Duration.ofMinutes(2));
        assertThat(engine.due()).containsExactly(run.id());
        assertThat(engine.execute(run.id()).state()).isEqualTo(RunState.COMPLETED);
    }
}
