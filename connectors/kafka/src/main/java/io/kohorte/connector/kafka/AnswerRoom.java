// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.kafka;

import java.nio.ByteBuffer;
import org.apache.kafka.common.memory.MemoryPool;
import org.apache.kafka.common.network.InvalidReceiveException;

/** Room for one answer of a broker. It is made once the broker has said how long the answer is, and only up to a limit. */
final class AnswerRoom implements MemoryPool {

    /** A page of records is at most a few MiB; whoever answers with more is no Kafka broker. */
    static final int MOST_BYTES = 64 << 20;

    private boolean exceeded;

    /** Whether somebody announced more than there is room for, as whatever speaks another protocol does. */
    boolean exceeded() {
        return exceeded;
    }

    @Override
    public ByteBuffer tryAllocate(int bytes) {
        if (bytes > MOST_BYTES) {
            exceeded = true;
            throw new InvalidReceiveException(bytes + " bytes announced");
        }
        return ByteBuffer.allocate(bytes);
    }

    @Override
    public void release(ByteBuffer answer) {
        // the collector does
    }

    @Override
    public long size() {
        return MOST_BYTES;
    }

    @Override
    public long availableMemory() {
        return MOST_BYTES;
    }

    @Override
    public boolean isOutOfMemory() {
        return false;
    }
}
