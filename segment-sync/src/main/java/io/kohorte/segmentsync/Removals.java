// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

/** Whether a person has agreed to removals beyond the guard's limits. */
public enum Removals {
    /** Stop and ask. */
    ASK,
    /** A person looked at the numbers and said yes, for this one run. */
    CONFIRMED
}
