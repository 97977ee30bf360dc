// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.klaviyo;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Cursor;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * Where reading goes on.
 *
 * @param since when the round begins
 * @param end when it ends; empty between two rounds
 * @param metric the first that is not read to its end
 * @param page Klaviyo's cursor of its next page; empty text for the first
 */
record EventPlace(Instant since, Optional<Instant> end, String metric, String page) {

    static EventPlace since(Instant moment) {
        return new EventPlace(moment, Optional.empty(), "", "");
    }

    /** @throws ConnectorException {@code CONTRACT_BROKEN} for a cursor that is none of ours */
    static Optional<EventPlace> of(Cursor cursor) {
        if (cursor.equals(Cursor.START)) {
            return Optional.empty();
        }
        var parts = cursor.value().split("\\|", 4);
        try {
            var since = Instant.parse(parts[0]);
            if (parts.length == 1) {
                return Optional.of(since(since));
            }
            if (parts.length == 4) {
                return Optional.of(new EventPlace(since, Optional.of(Instant.parse(parts[1])), parts[2], parts[3]));
            }
        } catch (DateTimeParseException notOurs) {
            throw notOurs();
        }
        throw notOurs();
    }

    Cursor cursor() {
        return new Cursor(end.map(until -> since + "|" + until + "|" + metric + "|" + page)
                .orElseGet(since::toString));
    }

    /** Whether a round is going on. */
    boolean open() {
        return end.isPresent();
    }

    /** The round that is going on, or one that ends now. */
    EventPlace inRound(Instant now) {
        return open() ? this : new EventPlace(since, Optional.of(now.isBefore(since) ? since : now), "", "");
    }

    Instant until() {
        return end.orElseThrow();
    }

    EventPlace at(String nextMetric, String nextPage) {
        return new EventPlace(since, end, nextMetric, nextPage);
    }

    /** The place after this round. Never before the round: a clock that is set back repeats nothing for ever. */
    EventPlace ended(Duration overlap) {
        var next = until().minus(overlap);
        return since(next.isBefore(since) ? since : next);
    }

    private static ConnectorException notOurs() {
        return new ConnectorException(
                Problem.of(ProblemCode.CONTRACT_BROKEN, "The place where reading stopped last time cannot be read."));
    }
}
