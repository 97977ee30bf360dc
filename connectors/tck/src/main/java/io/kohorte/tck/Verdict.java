// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

/** What the vendor shall say of one row. */
public enum Verdict {
    ACCEPTED,
    REJECTED,
    /** Not this time. */
    RETRY
}
