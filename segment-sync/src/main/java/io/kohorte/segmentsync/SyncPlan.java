// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.Capability;
import io.kohorte.spi.ConnectorDescriptor;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.Limits;
import io.kohorte.spi.SyncMode;
import java.util.Objects;
import java.util.Optional;

/**
 * All the engine needs to know of a sync before it starts. Asked anew for every execution.
 *
 * @param account equal for all syncs that go to the same vendor account: pace, circuit and credentials are shared by it.
 *     Neutral text without secrets, for example the connector's id and a hash of the settings that name the account
 * @param connector what the connector claims
 * @param opening opens the account
 * @param audience the audience at the destination, with mode and delete behaviour
 * @param pace narrower limits than the destination's own; empty to use those
 * @param doubt why the wanted members are not to be trusted right now (the last import failed, the source is empty): the
 *     run then stops and asks. Empty when all is well. One plain sentence
 * @param told who is sent when something differs
 */
public record SyncPlan(
        SyncId sync,
        String account,
        ConnectorDescriptor connector,
        Opening opening,
        AudienceSpec audience,
        GuardLimits guard,
        Optional<Limits> pace,
        Optional<String> doubt,
        Told told) {

    /** Who is told to the destination when something differs. */
    public enum Told {
        /** Those who entered, changed or left. */
        CHANGES,
        /** Everybody, as a snapshot: for mirrors at destinations that claim {@link Capability#FULL_REPLACE}. */
        EVERYBODY
    }

    public SyncPlan {
        Objects.requireNonNull(sync, "sync");
        Objects.requireNonNull(account, "account");
        Objects.requireNonNull(connector, "connector");
        Objects.requireNonNull(opening, "opening");
        Objects.requireNonNull(audience, "audience");
        Objects.requireNonNull(guard, "guard");
        Objects.requireNonNull(pace, "pace");
        Objects.requireNonNull(doubt, "doubt");
        Objects.requireNonNull(told, "told");
    }

    boolean tellsEverybody() {
        return told == Told.EVERYBODY;
    }

    /** Whether sending a batch twice has the effect of sending it once. */
    boolean maySendAgain() {
        return connector.can(Capability.IDEMPOTENT);
    }

    /** Whether those who leave the segment are told to the destination. Mirror always does: that is its promise. */
    public boolean tellsLeavers() {
        return switch (audience.mode()) {
            case MIRROR -> true;
            case ADD, REMOVE -> false;
            case INSERT, UPDATE, UPSERT -> audience.deleteBehaviour() != DeleteBehaviour.NOTHING;
        };
    }

    /**
     * Whether whoever goes by another name than before has to be removed under the old one: a destination that does not know
     * our numbers takes them for somebody else.
     */
    boolean removesOldNames() {
        return tellsLeavers() && !connector.can(Capability.PROFILE_IDS);
    }

    /** Whether a member whose data changed is sent again. */
    public boolean tellsChanges() {
        return audience.mode() != SyncMode.INSERT;
    }
}
