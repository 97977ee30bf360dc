// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

/** The audience is being written by somebody else; one writer at a time. Try again when that run is done. */
public final class SyncBusyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SyncBusyException(SyncId sync) {
        super("sync " + sync + " is being delivered right now");
    }
}
