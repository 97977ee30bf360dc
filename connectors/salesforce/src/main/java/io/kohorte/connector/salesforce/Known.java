// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SkipReason;
import java.time.Duration;

/** What is known of a row without, or before, writing it. The names go into tickets of jobs: they never change. */
enum Known {
    NO_MATCH_KEY,
    NOTHING_TO_SEND,
    /** It was sent already in this batch, for another customer. */
    DOUBLE,
    /** To be taken out, and not there. */
    GONE_ALREADY,
    NO_RECORD,
    NO_MEMBER,
    SEVERAL_RECORDS,
    /** A job does one thing, and this row wants another. */
    NEXT_JOB;

    Outcome outcome(String matchKey) {
        return switch (this) {
            case NO_MATCH_KEY ->
                new Outcome.Rejected(
                        Problem.of(ProblemCode.IDENTIFIER_MISSING, "This customer has no identifier of the match key.")
                                .at(matchKey));
            case NOTHING_TO_SEND -> new Outcome.Skipped(SkipReason.NOTHING_TO_SEND);
            case DOUBLE -> rejected(ProblemCode.DUPLICATE, "Another customer of the same batch has this external id.");
            case GONE_ALREADY -> new Outcome.Accepted("");
            case NO_RECORD -> rejected(ProblemCode.NOT_FOUND, "Salesforce has no record with this external id.");
            case NO_MEMBER -> rejected(ProblemCode.NOT_FOUND, "This person is not a member of the campaign any more.");
            case NEXT_JOB ->
                new Outcome.Retry(
                        Problem.of(
                                ProblemCode.UNAVAILABLE, "A job does one thing only; this record goes with the next."),
                        Duration.ZERO);
            case SEVERAL_RECORDS ->
                rejected(ProblemCode.CONFLICT, "Several records have this external id; Salesforce cannot tell which.");
        };
    }

    private static Outcome rejected(ProblemCode code, String sentence) {
        return new Outcome.Rejected(Problem.of(code, sentence));
    }
}
