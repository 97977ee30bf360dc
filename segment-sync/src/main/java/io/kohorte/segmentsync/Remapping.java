// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.util.Optional;

/**
 * A change of the mapping, held against what the destination confirmed: members that are there just as the old mapping had
 * them differ by the mapping alone. All others are to be sent anyway.
 */
final class Remapping {

    private final AcknowledgedChunk confirmed;
    private final long[] adopted;
    private final int size;

    private Remapping(AcknowledgedChunk confirmed, long[] adopted, int size) {
        this.confirmed = confirmed;
        this.adopted = adopted;
        this.size = size;
    }

    static Remapping of(AcknowledgedChunk confirmed, RemappedChunk chunk) {
        int[] members = chunk.members().toArray();
        int[] held = confirmed.members().toArray();
        var adopted = confirmed.fingerprints().clone();
        int size = 0;
        int h = 0;
        for (int m = 0; m < members.length; m++) {
            while (h < held.length && held[h] < members[m]) {
                h++;
            }
            if (h < held.length
                    && held[h] == members[m]
                    && Fingerprint.isSame(adopted[h], chunk.before()[m])
                    && !Fingerprint.isSame(chunk.before()[m], chunk.after()[m])) {
                adopted[h] = chunk.after()[m];
                size++;
            }
        }
        return new Remapping(confirmed, adopted, size);
    }

    /** Members that would be sent again on account of the mapping. */
    int size() {
        return size;
    }

    /** The chunk as if those had been sent under the new mapping; empty when there are none. */
    Optional<AcknowledgedChunk> adopted() {
        return size == 0
                ? Optional.empty()
                : Optional.of(new AcknowledgedChunk(confirmed.chunk(), confirmed.members(), adopted));
    }
}
