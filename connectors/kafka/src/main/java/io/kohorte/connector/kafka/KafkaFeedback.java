// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.kafka;

import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.Conversion;
import io.kohorte.spi.Cursor;
import io.kohorte.spi.FeedbackPage;
import io.kohorte.spi.FeedbackReader;
import io.kohorte.spi.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.requests.ListOffsetsRequest;

/**
 * Conversions from a topic, all partitions of it. How far it was read stands in the cursor and nowhere in Kafka, so there is no
 * consumer group: what was not stored here is read again. A record that cannot be read stops the reading and is named; one that
 * the topic no longer holds does, too, unless the settings say otherwise, since nothing is left out in silence.
 */
final class KafkaFeedback implements FeedbackReader {

    static final String TOPIC_SETTING = "conversionsTopic";

    private final KafkaSettings settings;
    private final ConnectorContext context;
    private final Connections connections;

    KafkaFeedback(KafkaSettings settings, ConnectorContext context, Connections connections) {
        this.settings = settings;
        this.context = context;
        this.connections = connections;
    }

    @Override
    public FeedbackPage read(Cursor from, int limit) {
        var name = settings.conversionsTopic();
        return name.isEmpty()
                ? new FeedbackPage(List.of(), from, false)
                : connections.with(connection ->
                        read(connection, connection.topic(name, AclOperation.READ, TOPIC_SETTING), from, limit));
    }

    private FeedbackPage read(Connection connection, Topic topic, Cursor from, int limit) {
        var fetch = new Fetch(connection, context, topic, settings.timeout());
        var before = Positions.of(from, topic);
        var offsets = new TreeMap<>(before.offsets());
        begin(fetch, topic, from, offsets);
        var fetched = fetch.records(offsets);

        var conversions = new ArrayList<Conversion>();
        var incoming = new IncomingConversion(topic.name(), settings.skippedRecords());
        var more = false;
        var turn = before.turn();
        for (var i = 0; i < topic.partitions().size(); i++) {
            var partition = (before.turn() + i) % topic.partitions().size();
            var page = fetched.get(partition);
            if (page == null) {
                throw Refusals.of(
                        ProblemCode.BAD_RESPONSE, "", "The broker answered without a partition it was asked for.");
            }
            var reached = conversions.size() < limit
                    ? new PartitionPage(topic.name(), page).read(offsets.get(partition), incoming, limit, conversions)
                    : offsets.get(partition);
            if (reached > offsets.get(partition)) {
                turn = (partition + 1) % topic.partitions().size();
            }
            offsets.put(partition, reached);
            more |= reached < page.lastStableOffset();
        }
        var moved = !offsets.equals(before.offsets());
        var next = moved ? new Positions(topic.name(), topic.id().toString(), turn, offsets).cursor() : from;
        return new FeedbackPage(conversions, next, more && moved);
    }

    /** Finds where to begin in partitions that were not read yet, and what became of places that are no more. */
    private void begin(Fetch fetch, Topic topic, Cursor from, Map<Integer, Long> offsets) {
        var earliest = fetch.offsets(ListOffsetsRequest.EARLIEST_TIMESTAMP);
        var latest = fetch.offsets(ListOffsetsRequest.LATEST_TIMESTAMP);
        var fresh = from.equals(Cursor.START) && settings.fromLatest() ? latest : earliest;
        for (var partition = 0; partition < topic.partitions().size(); partition++) {
            var known = offsets.get(partition);
            if (known == null) {
                offsets.put(partition, fresh.get(partition));
            } else if (known < earliest.get(partition) || known > latest.get(partition)) {
                if (!settings.goesOnAfterLoss()) {
                    throw Refusals.of(
                            ProblemCode.INVALID_SETTING,
                            "lostRecords",
                            "Partition " + partition + " of the topic " + topic.name()
                                    + " was read up to record " + known + ", but it holds those from "
                                    + earliest.get(partition) + " to " + latest.get(partition)
                                    + " only: some are lost. To go on with what is left, say so in the settings.");
                }
                offsets.put(partition, earliest.get(partition));
            }
        }
    }
}
