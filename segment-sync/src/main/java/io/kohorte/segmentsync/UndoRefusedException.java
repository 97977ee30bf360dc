// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

/** This run cannot be undone. */
public final class UndoRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why; see {@link Explanations}. */
    public enum Reason {
        /** It is still open. */
        RUN_NOT_OVER,
        /** History is kept within a budget, and this is older. */
        RECEIPTS_GONE,
        /** By its mode or its delete behaviour. */
        NOBODY_IS_REMOVED
    }

    UndoRefusedException(Reason reason) {
        super(reason.name());
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
