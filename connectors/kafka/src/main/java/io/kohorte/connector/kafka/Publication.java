// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.kafka;

import io.kohorte.spi.Batch;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.WireAnswer;
import io.kohorte.toolkit.VendorText;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.ProduceResponse;
import org.jspecify.annotations.Nullable;

/**
 * Messages on their way into a topic: one request to each broker that leads some of its partitions, confirmed by all replicas
 * that are in sync. A partition takes its messages all or none.
 */
final class Publication {

    private static final short ALL_IN_SYNC = -1;

    private final KafkaSettings settings;
    private final ConnectorContext context;
    private final Connection connection;
    private final Topic topic;
    private final Batch batch;

    Publication(KafkaSettings settings, ConnectorContext context, Connection connection, Topic topic, Batch batch) {
        this.settings = settings;
        this.context = context;
        this.connection = connection;
        this.topic = topic;
        this.batch = batch;
    }

    /**
     * @param outcomes of the batch; those of these messages are put into it
     * @throws ConnectorException when nothing came through, and no row is to blame for it
     */
    void send(List<Message> messages, Outcome[] outcomes) {
        var partitions = new TreeMap<Integer, List<Message>>();
        messages.forEach(message -> partitions
                .computeIfAbsent(topic.partition(Message.utf8(message.key())), number -> new ArrayList<>())
                .add(message));
        byLeader(partitions, outcomes).forEach((leader, theirs) -> {
            try {
                read((ProduceResponse) connection.ask(leader, request(theirs)), theirs, outcomes);
            } catch (ConnectorException failure) {
                postpone(theirs, failure, outcomes);
            }
        });
        throwIfNothingCameThrough(messages, outcomes);
    }

    private Map<Node, Map<Integer, List<Message>>> byLeader(
            Map<Integer, List<Message>> partitions, Outcome[] outcomes) {
        var leaders = new LinkedHashMap<Node, Map<Integer, List<Message>>>();
        partitions.forEach((partition, messages) -> topic.leader(partition)
                .ifPresentOrElse(
                        leader -> leaders.computeIfAbsent(leader, node -> new TreeMap<>())
                                .put(partition, messages),
                        () -> settle(messages, refused(Errors.LEADER_NOT_AVAILABLE, Duration.ZERO), outcomes)));
        return leaders;
    }

    private ProduceRequest.Builder request(Map<Integer, List<Message>> partitions) {
        var data = partitions.entrySet().stream()
                .map(partition -> new ProduceRequestData.PartitionProduceData()
                        .setIndex(partition.getKey())
                        .setRecords(records(partition.getValue())))
                .toList();
        var topics = new ProduceRequestData.TopicProduceDataCollection();
        topics.add(new ProduceRequestData.TopicProduceData()
                .setName(topic.name())
                .setTopicId(topic.id())
                .setPartitionData(data));
        return ProduceRequest.builder(new ProduceRequestData()
                .setAcks(ALL_IN_SYNC)
                // replicas have to confirm before we give up, or nobody would know what became of it
                .setTimeoutMs(Math.toIntExact(settings.timeout().toMillis() * 3 / 4))
                .setTopicData(topics));
    }

    private MemoryRecords records(List<Message> messages) {
        var room = messages.stream().mapToInt(Message::bytes).sum() + 1_024;
        try (var records = MemoryRecords.builder(
                ByteBuffer.allocate(room),
                Compression.of(settings.compression()).build(),
                TimestampType.CREATE_TIME,
                0)) {
            messages.forEach(message -> records.append(
                    message.time().toEpochMilli(),
                    Message.utf8(message.key()),
                    message.value().map(Message::utf8).orElse(null),
                    message.headers().entrySet().stream()
                            .map(header -> new RecordHeader(header.getKey(), Message.utf8(header.getValue())))
                            .toArray(Header[]::new)));
            return records.build();
        }
    }

    private void read(ProduceResponse answer, Map<Integer, List<Message>> partitions, Outcome[] outcomes) {
        var wait = Duration.ofMillis(answer.throttleTimeMs());
        answer.data().responses().forEach(told -> told.partitionResponses().forEach(partition -> {
            var messages = partitions.get(partition.index());
            if (messages == null) {
                throw Refusals.of(
                        ProblemCode.BAD_RESPONSE, "", "The broker answered for a partition that was not sent.");
            }
            hear(messages, partition);
            settle(messages, partition, wait, outcomes);
        }));
        postpone(
                partitions,
                Refusals.of(ProblemCode.BAD_RESPONSE, "", "The broker answered for fewer partitions than were sent."),
                outcomes);
    }

    private void hear(List<Message> messages, ProduceResponseData.PartitionProduceResponse told) {
        var texts =
                new ArrayList<String>(List.of(Errors.forCode(told.errorCode()).name()));
        if (told.errorMessage() != null) {
            texts.add(told.errorMessage());
        }
        told.recordErrors().forEach(error -> texts.add(error.batchIndex() + ": " + error.batchIndexErrorMessage()));
        context.heard(new WireAnswer(
                messages.stream().map(Message::row).toList(), told.errorCode(), String.join("\n", texts)));
    }

    private void settle(
            List<Message> messages,
            ProduceResponseData.PartitionProduceResponse told,
            Duration wait,
            Outcome[] outcomes) {
        var error = Refusals.meant(told.errorCode());
        if (error == Errors.NONE) {
            for (var i = 0; i < messages.size(); i++) {
                outcomes[messages.get(i).row()] = new Outcome.Accepted(told.index() + "/" + (told.baseOffset() + i));
            }
            return;
        }
        settle(messages, refused(error, wait), outcomes);
        for (var named : told.recordErrors()) {
            if (named.batchIndex() >= 0 && named.batchIndex() < messages.size()) {
                var row = messages.get(named.batchIndex()).row();
                outcomes[row] = blamed(row, error, named.batchIndexErrorMessage());
            }
        }
        if (messages.size() == 1
                && told.recordErrors().isEmpty()
                && Refusals.problem(error, "").code() == ProblemCode.BATCH_REFUSED) {
            var row = messages.get(0).row();
            outcomes[row] = blamed(row, error, told.errorMessage());
        }
    }

    private Outcome blamed(int row, Errors error, @Nullable String said) {
        var told = VendorText.clean(said == null ? "" : said, batch.changes().get(row));
        return new Outcome.Rejected(Problem.of(
                        ProblemCode.FIELD_INVALID,
                        told.isEmpty() ? Refusals.problem(error, "").message() : told)
                .vendor(error.name()));
    }

    private static Outcome.Retry refused(Errors error, Duration wait) {
        return new Outcome.Retry(Refusals.problem(error, KafkaWriter.TOPIC_SETTING), wait);
    }

    private static void settle(List<Message> messages, Outcome outcome, Outcome[] outcomes) {
        messages.forEach(message -> outcomes[message.row()] = outcome);
    }

    private static void postpone(
            Map<Integer, List<Message>> partitions, ConnectorException failure, Outcome[] outcomes) {
        var again = new Outcome.Retry(failure.problem(), failure.after());
        partitions.values().forEach(messages -> messages.stream()
                .filter(message -> outcomes[message.row()] == null)
                .forEach(message -> outcomes[message.row()] = again));
    }

    private static void throwIfNothingCameThrough(List<Message> messages, Outcome[] outcomes) {
        Outcome.@Nullable Retry first = null;
        for (var message : messages) {
            if (!(outcomes[message.row()] instanceof Outcome.Retry retry)) {
                return;
            }
            first = first == null ? retry : first;
        }
        if (first != null) {
            throw new ConnectorException(first.problem(), first.after());
        }
    }
}
