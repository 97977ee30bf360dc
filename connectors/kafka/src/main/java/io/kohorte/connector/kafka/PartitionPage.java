// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.kafka;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Conversion;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.requests.FetchResponse;

/** What a broker sent of one partition, without the records of transactions that were aborted. */
final class PartitionPage {

    private final String topic;
    private final FetchResponseData.PartitionData data;

    /** Transactions that came to nothing and whose first record is still to come, in the order of these. */
    private final Queue<FetchResponseData.AbortedTransaction> toBeAborted;

    /** Producers whose transaction will come to nothing when its end is reached. */
    private final Set<Long> aborting = new HashSet<>();

    PartitionPage(String topic, FetchResponseData.PartitionData data) {
        this.topic = topic;
        this.data = data;
        toBeAborted = data.abortedTransactions() == null
                ? new ArrayDeque<>()
                : data.abortedTransactions().stream()
                        .sorted(Comparator.comparingLong(FetchResponseData.AbortedTransaction::firstOffset))
                        .collect(Collectors.toCollection(ArrayDeque::new));
    }

    /**
     * @param from offset of the first record wanted
     * @param into conversions are added until there are as many as the limit
     * @return offset of the record to read next
     */
    long read(long from, IncomingConversion incoming, int limit, List<Conversion> into) {
        var next = from;
        try {
            for (var batch : FetchResponse.recordsOrFail(data).batches()) {
                batch.ensureValid();
                if (passedOver(batch) || batch.lastOffset() < from) {
                    next = Math.max(next, batch.nextOffset());
                    continue;
                }
                for (var record : UnpackedBatch.of(batch)) {
                    if (record.offset() >= next) {
                        if (into.size() >= limit) {
                            return next;
                        }
                        incoming.read(data.partitionIndex(), record).ifPresent(into::add);
                        next = record.offset() + 1;
                    }
                }
                next = batch.nextOffset();
            }
            return next;
        } catch (ConnectorException named) {
            throw named;
        } catch (KafkaException | IllegalArgumentException unreadable) {
            throw IncomingConversion.unreadable(
                    topic, data.partitionIndex(), next, "it is damaged, or packed in a way that is not known here.");
        }
    }

    /** Whether a batch tells only how a transaction ended, or belongs to one that came to nothing. */
    private boolean passedOver(RecordBatch batch) {
        for (var transaction = toBeAborted.peek();
                transaction != null && transaction.firstOffset() <= batch.lastOffset();
                transaction = toBeAborted.peek()) {
            aborting.add(transaction.producerId());
            toBeAborted.remove();
        }
        if (batch.isControlBatch()) {
            var marker = UnpackedBatch.of(batch).get(0).key();
            if (ControlRecordType.parse(marker) == ControlRecordType.ABORT) {
                aborting.remove(batch.producerId());
            }
            return true;
        }
        return batch.isTransactional() && aborting.contains(batch.producerId());
    }
}
