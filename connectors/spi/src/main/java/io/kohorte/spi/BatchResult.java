// SPDX-License-Identifier: Apache-2.0
package io.kohorte.spi;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** What became of a batch. */
public sealed interface BatchResult {

    /**
     * Every change has its outcome.
     *
     * @param outcomes in batch order, exactly one per change
     */
    record Done(List<Outcome> outcomes) implements BatchResult {
        public Done {
            outcomes = List.copyOf(outcomes);
        }
    }

    /**
     * The destination tells counts only ({@link Capability#COUNTS_ONLY}).
     *
     * @param accepted rows taken
     * @param refused rows not taken; which, nobody knows
     * @param heldBack rows that were never sent, and why: in neither count
     */
    record Counted(long accepted, long refused, List<Preview.Refusal> heldBack) implements BatchResult {
        public Counted {
            heldBack = List.copyOf(heldBack);
        }

        /** Of a batch that was sent whole. */
        public Counted(long accepted, long refused) {
            this(accepted, refused, List.of());
        }
    }

    /**
     * A job goes on at the destination ({@link Capability#ASYNC_JOB}).
     *
     * @param ticket survives a restart; hand it to {@link AudienceWriter#poll}
     * @param lookAgain how long to wait before polling
     */
    record Pending(JobTicket ticket, Duration lookAgain) implements BatchResult {
        public Pending {
            Objects.requireNonNull(ticket, "ticket");
            Objects.requireNonNull(lookAgain, "lookAgain");
        }
    }
}
