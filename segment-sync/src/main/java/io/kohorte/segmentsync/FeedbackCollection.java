// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import io.kohorte.spi.Cursor;
import io.kohorte.spi.Destination;
import io.kohorte.spi.InboundCall;
import java.sql.Timestamp;
import java.time.Clock;
import javax.sql.DataSource;

/** Brings conversions home, at least once: the cursor moves on only after the sink has taken a page. */
public final class FeedbackCollection {

    private static final int PAGE = 1000;

    private final Transactions transactions;
    private final FeedbackSink sink;
    private final Clock clock;

    public FeedbackCollection(DataSource dataSource, FeedbackSink sink, Clock clock) {
        this.transactions = new Transactions(dataSource);
        this.sink = sink;
        this.clock = clock;
    }

    /**
     * Fetches all that is new ({@code FEEDBACK_PULL}).
     *
     * @param feed names the account, stable
     * @throws io.kohorte.spi.ConnectorException when the destination does not answer; what was taken stays taken
     */
    public FeedbackSink.Taken pull(String feed, Destination destination) {
        var reader = destination.feedback();
        var cursor = cursor(feed);
        var taken = FeedbackSink.Taken.NOTHING;
        while (true) {
            var page = reader.read(cursor, PAGE);
            if (!page.conversions().isEmpty()) {
                taken = taken.plus(sink.take(feed, page.conversions()));
            }
            var stuck = page.next().equals(cursor);
            cursor = page.next();
            keep(feed, cursor);
            if (!page.more() || stuck) {
                return taken;
            }
        }
    }

    /**
     * Takes in a call the destination made to us ({@code FEEDBACK_PUSH}).
     *
     * @throws io.kohorte.spi.ConnectorException when the connector does not accept signature or body
     */
    public FeedbackSink.Taken receive(String feed, Destination destination, InboundCall call) {
        var conversions = destination.feedback().receive(call);
        return conversions.isEmpty() ? FeedbackSink.Taken.NOTHING : sink.take(feed, conversions);
    }

    private Cursor cursor(String feed) {
        return transactions.call(connection -> {
            try (var query = connection.prepareStatement("select cursor from delivery_feedback where feed = ?")) {
                query.setString(1, feed);
                try (var rows = query.executeQuery()) {
                    return rows.next() ? new Cursor(rows.getString(1)) : Cursor.START;
                }
            }
        });
    }

    private void keep(String feed, Cursor cursor) {
        transactions.run(connection -> {
            try (var insert = connection.prepareStatement("insert into delivery_feedback (feed, cursor, read_at)"
                    + " values (?, ?, ?) on conflict (feed) do update set cursor = excluded.cursor,"
                    + " read_at = excluded.read_at")) {
                insert.setString(1, feed);
                insert.setString(2, cursor.value());
                insert.setTimestamp(3, Timestamp.from(clock.instant()));
                insert.executeUpdate();
            }
        });
    }
}
