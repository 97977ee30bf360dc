// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import io.kohorte.spi.MemberChange;
import io.kohorte.spi.WireRequest;
import java.util.List;
import java.util.Optional;

/**
 * What a run would do now. Nothing was sent and nothing saved.
 *
 * @param added members that would be sent as new, without the invalid and skipped
 * @param invalid rows that we or the connector would stop
 * @param skipped rows that would be held back on purpose
 * @param sample the first rows
 * @param requests exactly what would go out for the sample; {@link WireRequest#rows()} are positions in {@code sample}
 * @param calls requests of the whole run, without those for a token or for making the audience
 * @param guard set when the run would stop and ask
 * @param cannotPreview why requests could not be shown: then {@code requests} is empty and {@code calls} counts batches
 */
public record DryRun(
        long added,
        long changed,
        long removed,
        long invalid,
        long skipped,
        List<SampleRow> sample,
        List<WireRequest> requests,
        long calls,
        Optional<GuardStop> guard,
        Optional<String> cannotPreview) {

    /** A row as it would be sent. Holds personal data. */
    public record SampleRow(int profile, MemberChange change) {}
}
