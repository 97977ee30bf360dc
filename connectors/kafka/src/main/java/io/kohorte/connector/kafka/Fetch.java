// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.kafka;

import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.WireAnswer;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.FetchResponse;
import org.apache.kafka.common.requests.ListOffsetsRequest;
import org.apache.kafka.common.requests.ListOffsetsResponse;

/** Asks the leaders of a topic's partitions for what is in them: of transactions, only what was committed. */
final class Fetch {

    private static final int BYTES_A_PARTITION = 1 << 20;
    private static final int BYTES = 4 << 20;

    /** A broker that has nothing answers after that. */
    private static final int WAIT_MILLIS = 100;

    private final Connection connection;
    private final ConnectorContext context;
    private final Topic topic;
    private final Duration timeout;

    Fetch(Connection connection, ConnectorContext context, Topic topic, Duration timeout) {
        this.connection = connection;
        this.context = context;
        this.topic = topic;
        this.timeout = timeout;
    }

    /** Of every partition, the offset that Kafka knows by this number for a time. */
    Map<Integer, Long> offsets(long time) {
        var offsets = new HashMap<Integer, Long>();
        byLeader().forEach((leader, partitions) -> {
            var wanted = partitions.stream()
                    .map(partition -> new ListOffsetsRequestData.ListOffsetsPartition()
                            .setPartitionIndex(partition)
                            .setTimestamp(time))
                    .toList();
            var answer = (ListOffsetsResponse) connection.ask(
                    leader,
                    ListOffsetsRequest.Builder.forConsumer(true, IsolationLevel.READ_COMMITTED)
                            .setTargetTimes(List.of(new ListOffsetsRequestData.ListOffsetsTopic()
                                    .setName(topic.name())
                                    .setPartitions(wanted)))
                            .setTimeoutMs(Math.toIntExact(timeout.toMillis())));
            answer.topics().forEach(told -> told.partitions().forEach(partition -> {
                refuse(partition.errorCode(), answer.throttleTimeMs());
                offsets.put(partition.partitionIndex(), partition.offset());
            }));
        });
        return whole(offsets);
    }

    /** What comes next in each partition. */
    Map<Integer, FetchResponseData.PartitionData> records(Map<Integer, Long> from) {
        var fetched = new HashMap<Integer, FetchResponseData.PartitionData>();
        byLeader().forEach((leader, partitions) -> {
            var wanted = new LinkedHashMap<TopicPartition, FetchRequest.PartitionData>();
            partitions.forEach(partition -> wanted.put(
                    new TopicPartition(topic.name(), partition),
                    new FetchRequest.PartitionData(
                            topic.id(),
                            from.get(partition),
                            FetchRequest.INVALID_LOG_START_OFFSET,
                            BYTES_A_PARTITION,
                            Optional.empty())));
            var answer = (FetchResponse) connection.ask(
                    leader,
                    FetchRequest.Builder.forConsumer(ApiKeys.FETCH.latestVersion(), WAIT_MILLIS, 1, wanted)
                            .isolationLevel(IsolationLevel.READ_COMMITTED)
                            .setMaxBytes(BYTES));
            refuse(answer.data().errorCode(), answer.throttleTimeMs());
            answer.data().responses().forEach(told -> told.partitions().forEach(partition -> {
                refuse(partition.errorCode(), answer.throttleTimeMs());
                fetched.put(partition.partitionIndex(), partition);
            }));
        });
        return whole(fetched);
    }

    private Map<Node, List<Integer>> byLeader() {
        return IntStream.range(0, topic.partitions().size())
                .boxed()
                .collect(Collectors.groupingBy(
                        partition -> topic.leader(partition)
                                .orElseThrow(() -> new ConnectorException(
                                        Refusals.problem(Errors.LEADER_NOT_AVAILABLE, KafkaFeedback.TOPIC_SETTING))),
                        LinkedHashMap::new,
                        Collectors.toList()));
    }

    private void refuse(short code, int throttleMillis) {
        var error = Refusals.meant(code);
        if (error != Errors.NONE) {
            context.heard(new WireAnswer(List.of(), code, error.name()));
            throw new ConnectorException(
                    Refusals.problem(error, KafkaFeedback.TOPIC_SETTING), Duration.ofMillis(throttleMillis));
        }
    }

    private <T> Map<Integer, T> whole(Map<Integer, T> told) {
        if (!told.keySet()
                .equals(IntStream.range(0, topic.partitions().size()).boxed().collect(Collectors.toSet()))) {
            throw Refusals.of(
                    ProblemCode.BAD_RESPONSE, "", "The broker answered for other partitions than it was asked for.");
        }
        return told;
    }
}
