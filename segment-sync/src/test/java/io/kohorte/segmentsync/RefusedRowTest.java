// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import static io.kohorte.segmentsync.FakeAudience.SYNC;
import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.spi.BatchResult;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Preview;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SkipReason;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.roaringbitmap.RoaringBitmap;

/** Rows that do not get through, each by itself. */
class RefusedRowTest extends DeliveryFixture {

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
        assertThat(engine.workbench().groups(SYNC, Sight.MASKED))
                .singleElement()
                .satisfies(group -> {
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
        assertThat(engine.workbench().groups(SYNC, Sight.MASKED)).isEmpty();
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

        assertThat(engine.workbench()
                        .retry(SYNC, Optional.of(new RejectedCause("CONFLICT", Optional.empty())), Optional.empty()))
                .isEqualTo(1);
        run();

        assertThat(destination.profilesReceived()).containsExactly(4);
        assertThat(engine.workbench().groups(SYNC, Sight.MASKED))
                .extracting(RejectedGroup::code)
                .containsExactly("FIELD_INVALID");
    }

    @Test
    void whatIsDefinedOtherwiseIsAnotherTryForAllButThoseWhoMayBeThere() {
        audience.with(1, 5, "Ulm");
        destination.refusing.put(2, Problem.of(ProblemCode.FIELD_INVALID, "no such city"));
        destination.refusing.put(3, Problem.of(ProblemCode.MAYBE_APPLIED, "who knows"));
        destination.refusing.put(4, Problem.of(ProblemCode.NOT_PERMITTED, "not this city"));
        run();
        destination.refusing.clear();
        destination.received.clear();

        assertThat(engine.workbench().causeCleared(SYNC, Cleared.DEFINITION)).isEqualTo(2);
        run();

        assertThat(destination.profilesReceived()).containsExactly(2, 4);
        assertThat(engine.workbench().groups(SYNC, Sight.MASKED))
                .extracting(RejectedGroup::code)
                .containsExactly("MAYBE_APPLIED");
    }

    @Test
    void anAccountThatLetsUsInAgainIsAnotherTryForThoseItKeptOut() {
        audience.with(1, 5, "Ulm");
        destination.refusing.put(2, Problem.of(ProblemCode.FIELD_INVALID, "no such city"));
        destination.refusing.put(4, Problem.of(ProblemCode.NOT_PERMITTED, "not this city"));
        run();
        destination.refusing.clear();
        destination.received.clear();

        assertThat(engine.workbench().causeCleared(SYNC, Cleared.ACCESS)).isEqualTo(1);
        run();

        assertThat(destination.profilesReceived()).containsExactly(4);
    }

    @Test
    void rejectionIsForgottenWhenTheMemberIsNoLongerWanted() {
        audience.with(1, 3, "Ulm");
        destination.refusing.put(2, Problem.of(ProblemCode.FIELD_INVALID, "no such city"));
        run();
        audience.without(2, 2);

        run();

        assertThat(engine.workbench().groups(SYNC, Sight.MASKED)).isEmpty();
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
    void poisonRowInEveryBatchIsFoundByHalvingAndTheOthersArrive() {
        audience.with(1, 40, "Ulm");
        destination.poison.addAll(List.of(3, 14, 15, 30, 40));

        var run = run();

        assertThat(run.counts().added()).isEqualTo(new RunCounts.Tally(35, 5));
        assertThat(destination.people).hasSize(35).doesNotContainKeys(3, 14, 15, 30, 40);
        assertThat(engine.workbench().groups(SYNC, Sight.MASKED))
                .singleElement()
                .satisfies(group -> {
                    assertThat(group.code()).isEqualTo("BATCH_REFUSED");
                    assertThat(group.count()).isEqualTo(5);
                });
        assertThat(engine.workbench().members(SYNC, 0, 10, Sight.MASKED))
                .extracting(RejectedMember::profile)
                .containsExactly(3, 14, 15, 30, 40);
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
        assertThat(engine.workbench().groups(SYNC, Sight.MASKED))
                .singleElement()
                .satisfies(group -> assertThat(group.state()).isEqualTo("invalid"));
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
    void rowsHeldBackBesideCountsKeepTheirOwnReason() {
        audience.with(1, 5, "Ulm");
        var missing = new Outcome.Rejected(Problem.of(ProblemCode.IDENTIFIER_MISSING, "no e-mail address"));
        var heldBack = List.of(
                new Preview.Refusal(1, missing), new Preview.Refusal(3, new Outcome.Skipped(SkipReason.NO_CONSENT)));
        destination.faults.add(FakeDestination.answering(new BatchResult.Counted(2, 1, heldBack)));

        var run = run();

        assertThat(run.counts().added()).isEqualTo(new RunCounts.Tally(2, 2));
        assertThat(run.counts().skipped()).isEqualTo(1);
        assertThat(engine.acknowledged(SYNC).toArray()).containsExactly(1, 3, 5);
        assertThat(engine.workbench().groups(SYNC, Sight.MASKED))
                .extracting(RejectedGroup::code)
                .containsExactlyInAnyOrder("IDENTIFIER_MISSING", "NO_CONSENT");
    }

    @Test
    void countsThatRefuseEverybodyLeaveAReasonForEverybody() {
        audience.with(1, 5, "Ulm");
        destination.faults.add(FakeDestination.answering(new BatchResult.Counted(0, 5)));

        run();

        assertThat(engine.acknowledged(SYNC).isEmpty()).isTrue();
        assertThat(engine.workbench().groups(SYNC, Sight.MASKED))
                .singleElement()
                .satisfies(group -> assertThat(group.count()).isEqualTo(5));
    }
}
