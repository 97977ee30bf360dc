// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

/** One thing that a connector with jobs, snapshots and figures of campaigns does wrong. */
enum JobFlaw {
    NONE,
    GIVES_UP_WAITING,
    TAKES_A_LOST_JOB_FOR_DONE,
    TAKES_A_FAILED_JOB_FOR_DONE,
    REMEMBERS_JOBS_IN_MEMORY,
    PUTS_PEOPLE_INTO_TICKETS,
    NEVER_ENDS_A_SNAPSHOT,
    SENDS_NOTHING_FOR_NOBODY,
    TELLS_OF_OTHER_DAYS,
    TAKES_A_PAGE_FOR_NO_FIGURES,
    SENDS_SOMETHING_ELSE_THAN_WAS_REVIEWED
}
