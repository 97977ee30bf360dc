// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.kafka;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.DefaultRecord;
import org.apache.kafka.common.record.internal.DefaultRecordBatch;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.utils.BufferSupplier;

/**
 * Records of a batch, unpacked up to a limit. The library's own iterator would make room for whatever length a packed record
 * claims to have.
 */
final class UnpackedBatch {

    /** A broker takes batches of 1 MiB unless told otherwise; one that unpacks to more than this is a mistake or malice. */
    private static final int MOST_BYTES = 64 << 20;

    private UnpackedBatch() {}

    /** @throws CorruptRecordException if it is no batch of the format of Kafka 0.11 and later, or too large */
    static List<DefaultRecord> of(RecordBatch batch) {
        if (!(batch instanceof DefaultRecordBatch packed)) {
            throw new CorruptRecordException("older format");
        }
        var bytes = ByteBuffer.wrap(unpacked(packed));
        var appended = batch.timestampType() == TimestampType.LOG_APPEND_TIME ? batch.maxTimestamp() : null;
        var records = new ArrayList<DefaultRecord>();
        while (bytes.hasRemaining()) {
            records.add(DefaultRecord.readFrom(
                    bytes, packed.baseOffset(), packed.baseTimestamp(), packed.baseSequence(), appended));
        }
        return records;
    }

    private static byte[] unpacked(DefaultRecordBatch batch) {
        var whole = ByteBuffer.allocate(batch.sizeInBytes());
        batch.writeTo(whole);
        whole.flip().position(DefaultRecordBatch.RECORD_BATCH_OVERHEAD);
        try (var content = Compression.of(batch.compressionType())
                .build()
                .wrapForInput(whole.slice(), batch.magic(), BufferSupplier.NO_CACHING)) {
            var bytes = content.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new CorruptRecordException("too large");
            }
            return bytes;
        } catch (IOException damaged) {
            throw new CorruptRecordException("damaged", damaged);
        }
    }
}
