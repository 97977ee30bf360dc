// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

/** What goes wrong with a job at the vendor, beyond single rows that it refuses. */
public enum JobFault {
    /** However often it is asked, the vendor says that it is still at it. */
    NEVER_FINISHES,
    /** The vendor does not know the job any more. */
    DISAPPEARS,
    /** The job ends, and none of it was applied. */
    FAILS
}
