// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

/** Another process has taken the sync over; what this one still holds must not be recorded. */
final class FencedOff extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FencedOff(SyncId sync) {
        super("sync " + sync + " was taken over by another process");
    }
}
