// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.unomi;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Cursor;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * Where reading goes on. Offsets stay small, since Unomi's index goes no further than 10,000: they count only what
 * happened in the same instant.
 *
 * @param skip events of this moment that were read already
 */
record Place(Instant moment, int skip) {

    private static final Place START = new Place(Instant.EPOCH, 0);

    static Place of(Cursor cursor) {
        if (cursor.equals(Cursor.START)) {
            return START;
        }
        var parts = cursor.value().split("\\|", 2);
        try {
            var skip = parts.length > 1 ? Integer.parseInt(parts[1]) : 0;
            if (skip >= 0) {
                return new Place(Instant.parse(parts[0]), skip);
            }
        } catch (DateTimeParseException | NumberFormatException notOurs) {
            // as below
        }
        throw new ConnectorException(
                Problem.of(ProblemCode.CONTRACT_BROKEN, "The place where reading stopped last time cannot be read."));
    }

    Cursor cursor() {
        return equals(START) ? Cursor.START : new Cursor(moment + "|" + skip);
    }

    /** Behind a full page that ends with so many events of this moment. */
    Place behind(Instant last, int ofThatMoment) {
        return new Place(last, last.equals(moment) ? skip + ofThatMoment : ofThatMoment);
    }

    /** For the next poll: what happened shortly before may have become visible later. */
    Place again(Instant last, Duration overlap) {
        var back = last.minus(overlap);
        return back.isBefore(moment) ? new Place(moment, 0) : new Place(back, 0);
    }
}
