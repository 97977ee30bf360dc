// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

/** What was mended, so that rows refused for it are worth another try. */
public enum Cleared {
    /** What the destination takes or gets is defined otherwise: its settings, or the sync's mapping or audience. */
    DEFINITION,
    /** The account lets us in again: new credentials, or a check that passed. */
    ACCESS
}
