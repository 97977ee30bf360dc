// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.kafka;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.ProblemCode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.MetadataRequest;
import org.apache.kafka.common.requests.MetadataResponse;
import org.apache.kafka.common.utils.Utils;

/**
 * A topic as the cluster described it just now.
 *
 * @param partitions by number, without a gap
 */
record Topic(String name, Uuid id, List<PartitionInfo> partitions) {

    static MetadataRequest.Builder question(String name) {
        return new MetadataRequest.Builder(new MetadataRequestData()
                .setTopics(List.of(new MetadataRequestData.MetadataRequestTopic().setName(name)))
                .setAllowAutoTopicCreation(false)
                .setIncludeTopicAuthorizedOperations(true));
    }

    /** @throws ConnectorException unless the topic is there and what is wanted is allowed */
    static Topic of(AbstractResponse answer, String name, AclOperation wanted, String setting) {
        var metadata = (MetadataResponse) answer;
        var told = metadata.topicMetadata().stream()
                .filter(topic -> topic.topic().equals(name))
                .findFirst()
                .orElseThrow(() -> Refusals.of(
                        ProblemCode.BAD_RESPONSE, "", "The broker answered without the topic it was asked for."));
        if (told.error() != Errors.NONE) {
            throw new ConnectorException(Refusals.problem(told.error(), setting));
        }
        if (!permits(told.authorizedOperations(), wanted)) {
            throw new ConnectorException(Refusals.problem(Errors.TOPIC_AUTHORIZATION_FAILED, setting));
        }
        var partitions = metadata.buildCluster().partitionsForTopic(name).stream()
                .sorted(Comparator.comparingInt(PartitionInfo::partition))
                .toList();
        if (partitions.isEmpty()
                || IntStream.range(0, partitions.size())
                        .anyMatch(number -> partitions.get(number).partition() != number)) {
            throw Refusals.of(ProblemCode.UNAVAILABLE, "", "The cluster does not know all partitions of the topic.");
        }
        return new Topic(name, told.topicId(), partitions);
    }

    private static boolean permits(int operations, AclOperation wanted) {
        return operations == MetadataResponse.AUTHORIZED_OPERATIONS_OMITTED || (operations & (1 << wanted.code())) != 0;
    }

    /** Where Kafka's own producer puts a record with this key, so that others who write to the topic agree. */
    int partition(byte[] key) {
        return Utils.toPositive(Utils.murmur2(key)) % partitions.size();
    }

    /** Empty while the partition has no leader. */
    Optional<Node> leader(int partition) {
        return Optional.ofNullable(partitions.get(partition).leader()).filter(leader -> !leader.isEmpty());
    }
}
