// SPDX-License-Identifier: Apache-2.0
package io.kohorte.spi;

import java.time.Duration;
import java.util.Objects;

/** What became of one change. */
public sealed interface Outcome {

    /**
     * The destination has it.
     *
     * @param remoteRef the vendor's id of the record; empty text when the vendor names none
     */
    record Accepted(String remoteRef) implements Outcome {
        public Accepted {
            Objects.requireNonNull(remoteRef, "remoteRef");
        }
    }

    /** Held back on purpose; counted, never retried until the person's data changes. */
    record Skipped(SkipReason reason) implements Outcome {
        public Skipped {
            Objects.requireNonNull(reason, "reason");
        }
    }

    /** Refused for good: a person has to act. */
    record Rejected(Problem problem) implements Outcome {
        public Rejected {
            Objects.requireNonNull(problem, "problem");
        }
    }

    /**
     * Not this time; the engine sends it again.
     *
     * @param after earliest moment from now; zero when the vendor names none
     */
    record Retry(Problem problem, Duration after) implements Outcome {
        public Retry {
            Objects.requireNonNull(problem, "problem");
            Objects.requireNonNull(after, "after");
        }
    }
}
