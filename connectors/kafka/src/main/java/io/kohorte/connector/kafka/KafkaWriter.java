// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.kafka;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.AudienceWriter;
import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Preview;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import io.kohorte.toolkit.batch.Chunks;
import io.kohorte.toolkit.event.ChangeJson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.acl.AclOperation;

/** Sends changes to the topic of an audience. Topics are made by whoever runs the cluster, never by us. */
final class KafkaWriter implements AudienceWriter {

    static final String TOPIC_SETTING = "topic";

    private final KafkaSettings settings;
    private final ConnectorContext context;
    private final Connections connections;

    KafkaWriter(KafkaSettings settings, ConnectorContext context, Connections connections) {
        this.settings = settings;
        this.context = context;
        this.connections = connections;
    }

    /**
     * @param messages what goes out, in batch order
     * @param refused what does not
     */
    private record Sending(List<Message> messages, List<Preview.Refusal> refused) {}

    @Override
    public RemoteAudience ensure(AudienceSpec spec) {
        var topic = topicOf(spec);
        connections.with(connection -> connection.topic(topic, AclOperation.WRITE, TOPIC_SETTING));
        return new RemoteAudience(spec, topic);
    }

    @Override
    public Preview preview(RemoteAudience audience, Batch batch) {
        var sending = sending(audience.spec(), batch);
        return new Preview(
                sending.messages.stream()
                        .map(message -> message.shown(settings, topicOf(audience.spec())))
                        .toList(),
                sending.refused);
    }

    @Override
    public BatchResult write(RemoteAudience audience, Batch batch) {
        var sending = sending(audience.spec(), batch);
        var outcomes = new Outcome[batch.size()];
        sending.refused.forEach(refusal -> outcomes[refusal.row()] = refusal.outcome());
        if (!sending.messages.isEmpty()) {
            connections.with(connection -> publish(connection, topicOf(audience.spec()), batch, sending, outcomes));
        }
        return new BatchResult.Done(Arrays.asList(outcomes));
    }

    /** Cut into requests that keep the limit of bytes; after one of which nothing came through, the rest is not tried. */
    private Outcome[] publish(Connection connection, String name, Batch batch, Sending sending, Outcome[] outcomes) {
        var chunks =
                Chunks.cut(sending.messages, settings.limits().rowsPerBatch(), settings.maxBytes(), Message::bytes);
        for (var i = 0; i < chunks.size(); i++) {
            try {
                var topic = connection.topic(name, AclOperation.WRITE, TOPIC_SETTING);
                new Publication(settings, context, connection, topic, batch).send(chunks.get(i), outcomes);
            } catch (ConnectorException failure) {
                if (i == 0) {
                    throw failure;
                }
                var again = new Outcome.Retry(failure.problem(), failure.after());
                chunks.subList(i, chunks.size())
                        .forEach(chunk -> chunk.forEach(message -> outcomes[message.row()] = again));
                break;
            }
        }
        return outcomes;
    }

    private Sending sending(AudienceSpec audience, Batch batch) {
        var messages = new ArrayList<Message>();
        var refused = new ArrayList<Preview.Refusal>();
        for (var row = 0; row < batch.size(); row++) {
            var message = Message.of(settings, audience, batch, row);
            var refusal =
                    ChangeJson.heldBack(audience, batch.changes().get(row)).or(() -> tooLarge(message));
            if (refusal.isPresent()) {
                refused.add(new Preview.Refusal(row, refusal.get()));
            } else {
                messages.add(message);
            }
        }
        return new Sending(messages, refused);
    }

    private Optional<Outcome> tooLarge(Message message) {
        return message.bytes() <= settings.maxBytes()
                ? Optional.empty()
                : Optional.of(new Outcome.Rejected(Problem.of(
                        ProblemCode.FIELD_INVALID,
                        "This person alone is larger than a request of " + settings.maxBytes() + " bytes.")));
    }

    private static String topicOf(AudienceSpec audience) {
        return audience.options()
                .optionalText(TOPIC_SETTING)
                .orElseThrow(
                        () -> Refusals.of(ProblemCode.INVALID_SETTING, TOPIC_SETTING, "The audience names no topic."));
    }
}
