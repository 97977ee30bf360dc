// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.kafka;

import io.kohorte.spi.AudienceWriter;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.Destination;
import io.kohorte.spi.FeedbackReader;
import io.kohorte.spi.Limits;
import io.kohorte.spi.Settings;
import org.apache.kafka.common.acl.AclOperation;

/** One cluster, as one user. */
final class KafkaDestination implements Destination {

    private final KafkaSettings settings;
    private final ConnectorContext context;
    private final Connections connections;

    KafkaDestination(Settings settings, ConnectorContext context) {
        this.settings = new KafkaSettings(settings);
        this.context = context;
        this.connections = new Connections(this.settings, context);
    }

    /** Signs in and, where conversions are to be read, asks whether they may be. */
    void look() {
        connections.with(connection -> {
            var topic = settings.conversionsTopic();
            return topic.isEmpty()
                    ? connection.anyBroker()
                    : connection.topic(topic, AclOperation.READ, KafkaFeedback.TOPIC_SETTING);
        });
    }

    @Override
    public Limits limits() {
        return settings.limits();
    }

    @Override
    public AudienceWriter audiences() {
        return new KafkaWriter(settings, context, connections);
    }

    @Override
    public FeedbackReader feedback() {
        return new KafkaFeedback(settings, context, connections);
    }

    @Override
    public void close() {
        connections.close();
    }
}
