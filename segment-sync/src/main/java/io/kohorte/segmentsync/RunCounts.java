// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

/**
 * What a run did so far.
 *
 * @param skipped members held back on purpose, including those that stand from earlier runs
 * @param invalid members stopped by us, including those that stand from earlier runs
 * @param requests calls to the destination's {@code write} and {@code poll}, failed ones too
 */
public record RunCounts(Tally added, Tally changed, Tally removed, long skipped, long invalid, long requests) {

    /** By what the destination said. */
    public record Tally(long accepted, long rejected) {}

    public long rejected() {
        return added.rejected + changed.rejected + removed.rejected;
    }

    public long accepted() {
        return added.accepted + changed.accepted + removed.accepted;
    }
}
