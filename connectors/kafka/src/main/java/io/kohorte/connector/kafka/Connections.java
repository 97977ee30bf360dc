// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.kafka;

import io.kohorte.spi.ConnectorContext;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Function;

/** Connections to one cluster, kept while they are sound: a thread has one for itself while it does something. */
final class Connections implements AutoCloseable {

    private final KafkaSettings settings;
    private final ConnectorContext context;
    private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    Connections(KafkaSettings settings, ConnectorContext context) {
        this.settings = settings;
        this.context = context;
    }

    <T> T with(Function<Connection, T> deed) {
        var waiting = idle.pollFirst();
        var connection = waiting == null ? new Connection(settings, context) : waiting;
        try {
            return deed.apply(connection);
        } finally {
            if (connection.sound()) {
                idle.addFirst(connection);
            } else {
                connection.close();
            }
            if (closed) {
                close();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        for (var connection = idle.pollFirst(); connection != null; connection = idle.pollFirst()) {
            connection.close();
        }
    }
}
