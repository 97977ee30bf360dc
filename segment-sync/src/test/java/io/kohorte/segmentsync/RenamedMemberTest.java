// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import static io.kohorte.segmentsync.FakeAudience.SYNC;
import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.spi.Capability;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SyncMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** People get other addresses, and give theirs to others, while a destination knows them by address. */
class RenamedMemberTest extends DeliveryFixture {

    private static final String FRESH = "fresh@example.com";

    @BeforeEach
    void threePeopleAreThere() {
        audience.with(1, 3, "Ulm");
        run();
        destination.received.clear();
    }

    @Test
    void whoGotAnotherAddressIsRemovedUnderTheOldOneAndAddedUnderTheNew() {
        audience.rename(2, FRESH);

        var run = run();

        assertThat(changes()).containsExactly("REMOVE person2@example.com", "ADD " + FRESH);
        assertThat(run.counts().removed().accepted()).isEqualTo(1);
        assertThat(run.counts().added().accepted()).isEqualTo(1);
        thenTheDestinationHasWhoIsWanted();
        assertThat(run().counts().requests()).isZero();
    }

    @Test
    void whoGotAnotherAddressAndLeftIsRemovedUnderTheOldOne() {
        audience.rename(2, FRESH);
        audience.without(2, 2);

        run();

        assertThat(changes()).containsExactly("REMOVE person2@example.com");
    }

    @Test
    void aNarrowRunRemovesTheOldAddressToo() {
        audience.rename(2, FRESH);

        assertThat(follow(2)).isPresent();

        thenTheDestinationHasWhoIsWanted();
    }

    @Test
    void aDestinationThatKnowsNumbersIsToldOfTheNewAddressOnly() {
        audience.capabilities.add(Capability.PROFILE_IDS);
        audience.rename(2, FRESH);

        run();

        assertThat(changes()).containsExactly("UPDATE " + FRESH);
    }

    @Test
    void aSyncThatNeverRemovesAddsTheNewAddressOnly() {
        audience.mode = SyncMode.ADD;
        audience.rename(2, FRESH);

        run();

        assertThat(changes()).containsExactly("UPDATE " + FRESH);
    }

    @Test
    void killedBetweenTheTwoTheNewAddressIsAddedAndTheOldOneNotRemovedAgain() {
        audience.rename(2, FRESH);
        destination.faults.add((batch, fake) -> fake.take(batch));
        destination.faults.add((batch, fake) -> {
            throw new Killed();
        });

        tryRun();
        assertThat(destination.addresses).doesNotContainKeys("person2@example.com", FRESH);
        destination.received.clear();
        run();

        assertThat(changes()).containsExactly("ADD " + FRESH);
        thenTheDestinationHasWhoIsWanted();
    }

    @Test
    void killedBeforeTheRemovalIsKnownToHaveArrivedItIsRemovedUnderTheOldAddressOnceMore() {
        audience.rename(2, FRESH);
        destination.faults.add((batch, fake) -> {
            throw new Killed();
        });

        tryRun();
        audience.rename(2, "fresher@example.com");
        run();

        thenTheDestinationHasWhoIsWanted();
    }

    @Test
    void whenTheAnswerToAnAddressGotLostThatAddressIsRemovedThoughThePersonHasAnotherByNow() {
        audience.with(4, 4, "Ulm");
        for (int attempt = 0; attempt < DeliveryPolicy.STANDARD.attempts(); attempt++) {
            destination.faults.add(FakeDestination.losingTheAnswer());
        }
        run();
        audience.rename(4, FRESH);

        run();

        thenTheDestinationHasWhoIsWanted();
    }

    /** Found by the chaos suite: the batch was read again before it was tried again. */
    @Test
    void whoGetsAnotherAddressBetweenTwoAttemptsIsNotLeftUnderTheFirst() {
        audience.with(4, 4, "Ulm");
        destination.faults.add((batch, fake) -> {
            audience.rename(4, FRESH);
            clock.advance(Duration.ofSeconds(3));
            return FakeDestination.losingTheAnswer().on(batch, fake);
        });

        run();

        thenTheDestinationHasWhoIsWanted();
        assertThat(run().counts().requests()).isZero();
    }

    @Test
    void whileTheOldAddressCannotBeRemovedTheNewOneWaitsAndTheReasonIsOnRecord() {
        audience.rename(2, FRESH);
        destination.refusing.put(2, Problem.of(ProblemCode.FIELD_INVALID, "no"));
        run();

        assertThat(changes()).containsExactly("REMOVE person2@example.com");
        assertThat(engine.workbench().members(SYNC, 0, 10, Sight.MASKED))
                .singleElement()
                .returns(2, RejectedMember::profile)
                .returns(Change.REMOVED, RejectedMember::change);

        destination.refusing.clear();
        engine.workbench().retry(SYNC, Optional.empty(), Optional.empty());
        run();
        thenTheDestinationHasWhoIsWanted();
        assertThat(engine.workbench().groups(SYNC, Sight.MASKED)).isEmpty();
    }

    @Test
    void whoIsRenamedAfterTheComparisonIsNotSentBeforeTheOldAddressIsRemoved() {
        audience.cities.put(2, "Wien");
        audience.whenRead = profiles -> {
            audience.whenRead = later -> {};
            audience.rename(2, FRESH);
        };

        run();

        assertThat(changes()).containsExactly("REMOVE person2@example.com", "ADD " + FRESH);
        thenTheDestinationHasWhoIsWanted();
    }

    @Test
    void afterAResyncTheOldAddressIsStillKnown() {
        audience.rename(2, FRESH);
        engine.resync(SYNC);

        run();

        thenTheDestinationHasWhoIsWanted();
    }

    @Test
    void aRowSentByHandRemovesTheOldAddressFirst() {
        audience.rename(2, FRESH);

        engine.testRow(SYNC, 2);

        thenTheDestinationHasWhoIsWanted();
    }

    @Test
    void theGuardDoesNotTakeNewAddressesForPeopleWhoLeave() {
        audience.with(4, 300, "Ulm");
        run();
        for (int profile = 1; profile <= 300; profile++) {
            audience.rename(profile, "new" + profile + "@example.com");
        }

        assertThat(run().state()).isEqualTo(RunState.COMPLETED);
        thenTheDestinationHasWhoIsWanted();
    }

    @Test
    void twoWhoSwapTheirAddressesEndUnderTheRightOnes() {
        audience.cities.put(1, "Wien");
        audience.rename(1, "person2@example.com");

        run();
        run();

        thenTheDestinationHasWhoIsWanted();
        assertThat(engine.workbench().groups(SYNC, Sight.MASKED)).isEmpty();
    }

    @Test
    void anAddressThatAnotherTakesOverIsNotRemovedButGoesOverToThem() {
        audience.with(4, 4, "Wien");
        audience.merge(2, 4);

        run();

        assertThat(changes()).containsExactly("ADD person2@example.com");
        thenTheDestinationHasWhoIsWanted();
        assertThat(engine.acknowledged(SYNC).toArray()).containsExactly(1, 3, 4);
        assertThat(engine.workbench().groups(SYNC, Sight.MASKED)).isEmpty();
    }

    @Test
    void whenWhoTakesOverIsRefusedAndLeavesTheAddressIsRemoved() {
        audience.with(4, 4, "Wien");
        audience.merge(2, 4);
        destination.refusing.put(4, Problem.of(ProblemCode.FIELD_INVALID, "no"));
        run();
        assertThat(destination.addresses).containsKey("person2@example.com");

        audience.without(4, 4);
        run();

        thenTheDestinationHasWhoIsWanted();
        assertThat(engine.workbench().groups(SYNC, Sight.MASKED)).isEmpty();
        assertThat(engine.acknowledged(SYNC).toArray()).containsExactly(1, 3);
    }

    /** The removal of the address comes too late: it is another's by then, who has it confirmed. */
    @Test
    void aRemovalThatWasPutOffDoesNotTakeTheAddressFromWhoeverHasItByThen() {
        audience.rename(2, FRESH);
        audience.rename(3, "person2@example.com");
        destination.lockedTimes.put(2, DeliveryPolicy.STANDARD.attempts());

        run();
        clock.advance(Duration.ofHours(1));
        run();
        run();

        thenTheDestinationHasWhoIsWanted();
        assertThat(engine.workbench().groups(SYNC, Sight.MASKED)).isEmpty();
    }

    private void tryRun() {
        try {
            run();
        } catch (Killed killed) {
            sleep(Duration.ofMinutes(5));
        }
    }

    private List<String> changes() {
        return destination.received.stream()
                .flatMap(batch -> batch.changes().stream())
                .map(RenamedMemberTest::words)
                .toList();
    }

    private static String words(MemberChange change) {
        return change.change() + " " + change.subject().identifiers().get("email");
    }

    private void thenTheDestinationHasWhoIsWanted() {
        assertThat(destination.addresses).isEqualTo(audience.wantedAddresses());
    }

    /** Nothing is recorded any more, as after {@code kill -9}. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }
}
