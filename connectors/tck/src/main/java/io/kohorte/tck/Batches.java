// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import java.time.Instant;
import java.util.List;

/** Batches for tests of a connector's own, beside its contract test. */
public final class Batches {

    private static final Instant AS_OF = Instant.parse("2026-11-21T12:00:00Z");

    private Batches() {}

    /** The batch {@code b-1}, as of 2026-11-21T12:00:00Z. */
    public static Batch batch(MemberChange... changes) {
        return batch(List.of(changes));
    }

    /** As {@link #batch(MemberChange...)}. */
    public static Batch batch(List<MemberChange> changes) {
        return new Batch("b-1", AS_OF, changes);
    }

    /** @throws ClassCastException where the batch is not done, or the vendor told counts only */
    public static List<Outcome> outcomes(BatchResult result) {
        return ((BatchResult.Done) result).outcomes();
    }
}
