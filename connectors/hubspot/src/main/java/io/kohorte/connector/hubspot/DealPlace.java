// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.hubspot;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Cursor;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where reading deals goes on. Pages are found by what they begin with, never by an offset: a deal that changes while we
 * read moves to the end, and whatever stood behind it would be passed over. That also keeps us clear of the 10,000 results
 * that a search gives at most.
 *
 * @param moment last change, in milliseconds since 1970, of the deals that come next
 * @param after within exactly this moment, the last deal that was read; {@link #WHOLE} to read from the moment on
 */
record DealPlace(long moment, long after) {

    private static final long WHOLE = -1;

    private static final DealPlace START = new DealPlace(0, WHOLE);

    private static final String CHANGED = "hs_lastmodifieddate";

    private static final String ID = "hs_object_id";

    private static final Pattern FORM = Pattern.compile("([0-9]{1,15})(?:\\|([0-9]{1,18}))?");

    /** A condition of the search. */
    record Filter(String property, String operator, String value) {}

    static DealPlace of(Cursor cursor) {
        if (cursor.equals(Cursor.START)) {
            return START;
        }
        var parts = FORM.matcher(cursor.value());
        if (!parts.matches()) {
            throw new ConnectorException(Problem.of(
                    ProblemCode.CONTRACT_BROKEN, "The place where reading stopped last time cannot be read."));
        }
        return new DealPlace(
                Long.parseLong(parts.group(1)), parts.group(2) == null ? WHOLE : Long.parseLong(parts.group(2)));
    }

    Cursor cursor() {
        if (equals(START)) {
            return Cursor.START;
        }
        return new Cursor(withinMoment() ? moment + "|" + after : Long.toString(moment));
    }

    boolean withinMoment() {
        return after != WHOLE;
    }

    List<Filter> filters() {
        if (equals(START)) {
            return List.of();
        }
        var when = Long.toString(moment);
        return withinMoment()
                ? List.of(new Filter(CHANGED, "EQ", when), new Filter(ID, "GT", Long.toString(after)))
                : List.of(new Filter(CHANGED, "GTE", when));
    }

    String order() {
        return withinMoment() ? ID : CHANGED;
    }

    /** After a full page. Where all of it changed in one moment, the rest of that moment is read by id. */
    DealPlace after(WonDeal last) {
        if (withinMoment()) {
            return new DealPlace(moment, last.id());
        }
        var changed = last.changedAt().toEpochMilli();
        return changed > moment ? new DealPlace(changed, WHOLE) : new DealPlace(moment, 0);
    }

    /** After the last page: a moment is read to its end, or all there is now. */
    DealPlace atEndOf(List<WonDeal> deals, Duration overlap) {
        if (withinMoment()) {
            return new DealPlace(moment + 1, WHOLE);
        }
        if (deals.isEmpty()) {
            return this;
        }
        var last = deals.get(deals.size() - 1).changedAt().minus(overlap).toEpochMilli();
        return new DealPlace(Math.max(0, last), WHOLE);
    }
}
