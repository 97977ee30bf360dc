// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * Where reading one kind of record goes on.
 *
 * @param id last record read at this moment; empty to read the moment as a whole
 */
record Place(Instant moment, String id) {

    static final Place START = new Place(Instant.EPOCH, "");

    /** @throws ConnectorException {@code CONTRACT_BROKEN} for a text that is none of ours */
    static Place of(String text) {
        if (text.isEmpty()) {
            return START;
        }
        var parts = text.split("\\|", 2);
        try {
            return new Place(Instant.parse(parts[0]), parts.length > 1 ? parts[1] : "");
        } catch (DateTimeParseException notOurs) {
            throw new ConnectorException(Problem.of(
                    ProblemCode.CONTRACT_BROKEN, "The place where reading stopped last time cannot be read."));
        }
    }

    String text() {
        return equals(START) ? "" : moment + "|" + id;
    }

    /** A while before, but not before where reading began. */
    Place back(Duration overlap, Place begun) {
        if (equals(START)) {
            return START;
        }
        var earlier = new Place(moment.minus(overlap), "");
        return earlier.moment.isBefore(begun.moment) ? begun : earlier;
    }

    /** Moments are no literals of text in SOQL and need no quotes. */
    String condition() {
        if (equals(START)) {
            return "";
        }
        return id.isEmpty()
                ? " AND SystemModstamp >= " + moment
                : " AND (SystemModstamp > " + moment + " OR (SystemModstamp = " + moment + " AND Id > "
                        + Soql.literal(id) + "))";
    }
}
