// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.hubspot;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Cursor;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;

/**
 * How far both searches have come.
 *
 * @param unsubscribes whether it is their turn; else it is the deals'
 */
record FeedbackPlace(boolean unsubscribes, SearchPlace deals, SearchPlace optOuts) {

    private static final FeedbackPlace START = new FeedbackPlace(false, SearchPlace.START, SearchPlace.START);

    static FeedbackPlace of(Cursor cursor) {
        if (cursor.equals(Cursor.START)) {
            return START;
        }
        var parts = cursor.value().split(";", -1);
        if (parts.length != 3 || !(parts[0].equals("deals") || parts[0].equals("unsubscribes"))) {
            throw new ConnectorException(Problem.of(
                    ProblemCode.CONTRACT_BROKEN, "The place where reading stopped last time cannot be read."));
        }
        return new FeedbackPlace(parts[0].equals("unsubscribes"), SearchPlace.of(parts[1]), SearchPlace.of(parts[2]));
    }

    Cursor cursor() {
        return equals(START)
                ? Cursor.START
                : new Cursor((unsubscribes ? "unsubscribes" : "deals") + ";" + deals.text() + ";" + optOuts.text());
    }
}
