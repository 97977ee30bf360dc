// SPDX-License-Identifier: Apache-2.0
package io.kohorte.spi;

import java.util.List;
import java.util.Objects;

/**
 * What a batch would send.
 *
 * @param requests in the order they would go out
 * @param refused changes that would not be sent at all, and why
 */
public record Preview(List<WireRequest> requests, List<Refusal> refused) {

    public Preview {
        requests = List.copyOf(requests);
        refused = List.copyOf(refused);
    }

    /**
     * A change the connector holds back without asking the destination.
     *
     * @param row position in the batch, from 0
     * @param outcome {@link Outcome.Rejected} or {@link Outcome.Skipped}
     */
    public record Refusal(int row, Outcome outcome) {
        public Refusal {
            Objects.requireNonNull(outcome, "outcome");
        }
    }
}
