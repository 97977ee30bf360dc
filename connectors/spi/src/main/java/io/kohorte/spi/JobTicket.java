// SPDX-License-Identifier: Apache-2.0
package io.kohorte.spi;

import java.util.Map;
import java.util.Objects;

/**
 * What is needed to look after a job, also after a restart of ours.
 *
 * @param jobId the vendor's
 * @param rows number of changes in the batch that started it
 * @param memo what else the connector must remember; no secrets, no identifiers
 */
public record JobTicket(String jobId, int rows, Map<String, String> memo) {

    public JobTicket {
        Objects.requireNonNull(jobId, "jobId");
        memo = Map.copyOf(memo);
    }
}
