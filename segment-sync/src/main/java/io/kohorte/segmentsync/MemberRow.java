// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import io.kohorte.spi.Consent;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.Problem;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.SubjectKeys;
import java.util.Map;
import java.util.Objects;

/** What is known of one member at the moment of sending. */
public sealed interface MemberRow {

    /** Profile number. */
    int profile();

    /** Fingerprint of the data as it is now, see {@link Fingerprint}. */
    long fingerprint();

    /**
     * To be sent.
     *
     * @param fields the destination's names to values, in mapping order
     * @param consent read now, not when the segment was evaluated
     */
    record Ready(int profile, long fingerprint, SubjectKeys subject, Map<String, FieldValue> fields, Consent consent)
            implements MemberRow {
        public Ready {
            Objects.requireNonNull(subject, "subject");
            Objects.requireNonNull(fields, "fields");
            Objects.requireNonNull(consent, "consent");
        }

        /** Names nobody: identifiers and fields are personal data. */
        @Override
        public String toString() {
            return "Ready " + profile;
        }
    }

    /**
     * Held back on purpose. Asked again in every run. For someone who leaves, {@link SkipReason#NOTHING_TO_SEND} says
     * that there is nothing to remove.
     */
    record Skipped(int profile, long fingerprint, SkipReason reason) implements MemberRow {
        public Skipped {
            Objects.requireNonNull(reason, "reason");
        }
    }

    /**
     * Leaves under a name that another wanted profile goes by now.
     *
     * @param leaving the removal, in case it is needed all the same
     * @param by who is wanted under that name
     */
    record TakenOver(Ready leaving, int by) implements MemberRow {
        public TakenOver {
            Objects.requireNonNull(leaving, "leaving");
        }

        @Override
        public int profile() {
            return leaving.profile();
        }

        @Override
        public long fingerprint() {
            return leaving.fingerprint();
        }
    }

    /** Stopped by us: the data cannot be sent. Not asked again until the fingerprint changes or a retry is asked for. */
    record Invalid(int profile, long fingerprint, Problem problem) implements MemberRow {
        public Invalid {
            Objects.requireNonNull(problem, "problem");
        }
    }
}
