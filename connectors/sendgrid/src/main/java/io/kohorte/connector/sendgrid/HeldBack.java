// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.sendgrid;

import io.kohorte.spi.Outcome;
import io.kohorte.spi.Preview;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SkipReason;

/** Why somebody is not sent. A ticket remembers the reason by its name. */
enum HeldBack {
    NO_IDENTIFIER(ProblemCode.IDENTIFIER_MISSING, "This customer has no identifier that the sync may use."),
    BAD_IDENTIFIER(ProblemCode.IDENTIFIER_INVALID, "SendGrid could not take this identifier."),
    NO_NUMBER(ProblemCode.FIELD_INVALID, "This field of SendGrid takes numbers only."),
    NOTHING_TO_SEND,
    NOTHING_TO_ERASE_BY;

    private final ProblemCode code;
    private final String sentence;

    HeldBack() {
        this(ProblemCode.UNEXPECTED, "");
    }

    HeldBack(ProblemCode code, String sentence) {
        this.code = code;
        this.sentence = sentence;
    }

    /** @param field at fault; empty text when none */
    Preview.Refusal refusal(int row, String field) {
        var outcome =
                switch (this) {
                    case NO_IDENTIFIER, BAD_IDENTIFIER, NO_NUMBER ->
                        new Outcome.Rejected(Problem.of(code, sentence).at(field));
                    case NOTHING_TO_SEND -> new Outcome.Skipped(SkipReason.NOTHING_TO_SEND);
                    case NOTHING_TO_ERASE_BY -> new Outcome.Skipped(SkipReason.NO_IDENTIFIER);
                };
        return new Preview.Refusal(row, outcome);
    }

    /** The reason for this row. */
    record Row(int row, HeldBack reason, String field) {

        Preview.Refusal refusal() {
            return reason.refusal(row, field);
        }
    }
}
