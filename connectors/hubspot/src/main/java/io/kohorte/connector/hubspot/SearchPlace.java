// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.hubspot;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where a search in the order of changes goes on. Pages are found by what they begin with, never by an offset: a record that
 * changes while we read moves to the end, and whatever stood behind it would be passed over. That also keeps us clear of the
 * 10,000 results that a search gives at most.
 *
 * @param moment last change, in milliseconds since 1970, of the records that come next
 * @param after within exactly this moment, the last record that was read; {@link #WHOLE} to read from the moment on
 */
record SearchPlace(long moment, long after) {

    private static final long WHOLE = -1;

    static final SearchPlace START = new SearchPlace(0, WHOLE);

    private static final String ID = "hs_object_id";

    private static final Pattern FORM = Pattern.compile("([0-9]{1,15})(?:\\|([0-9]{1,18}))?");

    /** A record that a search found. */
    interface Found {
        long id();

        Instant changedAt();
    }

    /** A condition of the search. */
    record Filter(String property, String operator, String value) {}

    /** @param text empty for the start */
    static SearchPlace of(String text) {
        if (text.isEmpty()) {
            return START;
        }
        var parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new ConnectorException(Problem.of(
                    ProblemCode.CONTRACT_BROKEN, "The place where reading stopped last time cannot be read."));
        }
        return new SearchPlace(
                Long.parseLong(parts.group(1)), parts.group(2) == null ? WHOLE : Long.parseLong(parts.group(2)));
    }

    String text() {
        if (equals(START)) {
            return "";
        }
        return withinMoment() ? moment + "|" + after : Long.toString(moment);
    }

    boolean withinMoment() {
        return after != WHOLE;
    }

    /** @param changed property that holds the last change */
    List<Filter> filters(String changed) {
        if (equals(START)) {
            return List.of();
        }
        var when = Long.toString(moment);
        return withinMoment()
                ? List.of(new Filter(changed, "EQ", when), new Filter(ID, "GT", Long.toString(after)))
                : List.of(new Filter(changed, "GTE", when));
    }

    String order(String changed) {
        return withinMoment() ? ID : changed;
    }

    /** After a full page. Where all of it changed in one moment, the rest of that moment is read by id. */
    SearchPlace after(Found last) {
        if (withinMoment()) {
            return new SearchPlace(moment, last.id());
        }
        var changed = last.changedAt().toEpochMilli();
        return changed > moment ? new SearchPlace(changed, WHOLE) : new SearchPlace(moment, 0);
    }

    /** After the last page: a moment is read to its end, or all there is now. */
    SearchPlace atEndOf(List<? extends Found> found, Duration overlap) {
        if (withinMoment()) {
            return new SearchPlace(moment + 1, WHOLE);
        }
        if (found.isEmpty()) {
            return this;
        }
        var last = found.get(found.size() - 1).changedAt().minus(overlap).toEpochMilli();
        return new SearchPlace(Math.max(0, last), WHOLE);
    }
}
