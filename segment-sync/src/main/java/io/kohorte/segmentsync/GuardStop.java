// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

/**
 * Why the guard stopped a run before anything was sent.
 *
 * @param acknowledged members the destination has
 * @param removals of them would be removed
 * @param wanted members that should be there
 */
public record GuardStop(Reason reason, long acknowledged, long removals, long wanted, String detail) {

    /** What made the guard stop. */
    public enum Reason {
        REMOVALS_EXCEED_LIMIT,
        NOBODY_WANTED,
        SOURCE_IN_DOUBT
    }
}
