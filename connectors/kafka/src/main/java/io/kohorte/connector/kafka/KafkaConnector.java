// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.kafka;

import io.kohorte.spi.Capability;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.ConnectorDescriptor;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.ConnectorFactory;
import io.kohorte.spi.Destination;
import io.kohorte.spi.Limits;
import io.kohorte.spi.SettingProblem;
import io.kohorte.spi.Settings;
import io.kohorte.toolkit.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Topics of a Kafka cluster. Each change is one CloudEvent whose id follows from its batch and its place in it: a batch that
 * comes twice brings the same ids, by which consumers tell doubles, and the same keys, by which a compacted topic does. That
 * makes it idempotent.
 */
public final class KafkaConnector implements ConnectorFactory {

    static final String ID = "kafka";

    /** Kafka has no rate of its own, and says by itself when a quota is spent. */
    static final Limits LIMITS = new Limits(5_000, 16 << 20, 1_000, Duration.ofSeconds(1), 16);

    private static final ConnectorDescriptor DESCRIPTOR = new ConnectorDescriptor(
            ID,
            "Apache Kafka",
            ConnectorDescriptor.Category.STREAMS,
            "1.0.0",
            Set.of(
                    Capability.ADD,
                    Capability.REMOVE,
                    Capability.UPSERT_FIELDS,
                    Capability.SET_IF_EMPTY,
                    Capability.FALLBACK_KEYS,
                    Capability.PER_RECORD_STATUS,
                    Capability.IDEMPOTENT,
                    Capability.PROFILE_IDS,
                    Capability.FEEDBACK_PULL),
            List.of("email", "external_id", "user_id", "phone", "anonymous_id", "maid"),
            LIMITS,
            Resource.text(KafkaConnector.class, "settings.schema.json"),
            Resource.text(KafkaConnector.class, "audience.schema.json"),
            List.of("brokers", "username"),
            "https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md");

    @Override
    public ConnectorDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public List<SettingProblem> check(Settings settings, ConnectorContext context) {
        try (var destination = new KafkaDestination(settings, context)) {
            destination.look();
            return List.of();
        } catch (ConnectorException refusal) {
            return List.of(new SettingProblem(pointer(refusal), refusal.problem()));
        }
    }

    private static String pointer(ConnectorException refusal) {
        var problem = refusal.problem();
        return switch (problem.code()) {
            case RATE_LIMITED, QUOTA_SPENT -> "";
            default -> "/" + problem.namedField().orElse("brokers");
        };
    }

    @Override
    public Destination open(Settings settings, ConnectorContext context) {
        return new KafkaDestination(settings, context);
    }
}
