// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.kafka;

import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.ProblemCode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.ApiVersions;
import org.apache.kafka.clients.ClientResponse;
import org.apache.kafka.clients.ManualMetadataUpdater;
import org.apache.kafka.clients.MetadataRecoveryStrategy;
import org.apache.kafka.clients.NetworkClient;
import org.apache.kafka.clients.NetworkClientUtils;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.network.NetworkReceive;
import org.apache.kafka.common.network.Selector;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.Utils;

/**
 * The way to the brokers of a cluster, for one thread at a time. Each request goes out once, and the thread that asks waits for
 * the answer. After anything that went wrong on the wire it is unsound and has to be closed.
 */
final class Connection implements AutoCloseable {

    private static final int BUFFER = 64 << 10;
    private static final long NEVER = -1;

    private final Duration timeout;
    private final List<Node> first;
    private final GuardedNames names;
    private final AnswerRoom room = new AnswerRoom();
    private final NetworkClient client;
    private boolean sound = true;

    Connection(KafkaSettings settings, ConnectorContext context) {
        timeout = settings.timeout();
        first = settings.brokers();
        names = new GuardedNames(context);
        var log = new LogContext("[kafka] ");
        var selector = new Selector(
                NetworkReceive.UNLIMITED, // the room has the limit, and knows when it was exceeded
                NEVER,
                Selector.NO_FAILED_AUTHENTICATION_DELAY,
                new Metrics(),
                Time.SYSTEM,
                "kohorte",
                Map.of(),
                false,
                false,
                Security.channels(settings, log),
                room,
                log);
        var millis = Math.toIntExact(timeout.toMillis());
        client = new NetworkClient(
                new ManualMetadataUpdater(),
                null,
                selector,
                context.userAgent().replaceAll("[^A-Za-z0-9._-]", "-"),
                1,
                0,
                0,
                BUFFER,
                BUFFER,
                millis,
                millis,
                millis,
                Time.SYSTEM,
                true,
                new ApiVersions(),
                null,
                log,
                names,
                null,
                Long.MAX_VALUE,
                MetadataRecoveryStrategy.NONE);
    }

    boolean sound() {
        return sound;
    }

    /** The first of the brokers of the settings that takes us in. */
    Node anyBroker() {
        for (var broker : first.subList(0, first.size() - 1)) {
            try {
                return ready(broker);
            } catch (ConnectorException away) {
                if (away.problem().code() != ProblemCode.CONNECTION) {
                    throw away;
                }
            }
        }
        return ready(first.get(first.size() - 1));
    }

    /**
     * What the cluster says of a topic now.
     *
     * @param setting which names it, for problems
     * @throws ConnectorException {@code AUDIENCE_GONE} when there is none, {@code NOT_PERMITTED} when it is not for us
     */
    Topic topic(String name, AclOperation wanted, String setting) {
        return Topic.of(ask(anyBroker(), Topic.question(name)), name, wanted, setting);
    }

    /**
     * Sends a request and waits for the answer.
     *
     * @throws ConnectorException {@code CONNECTION} when it did not go out; {@code TIMEOUT}, {@code UNAVAILABLE} or {@code
     *     BAD_RESPONSE} when it did
     */
    AbstractResponse ask(Node broker, AbstractRequest.Builder<?> question) {
        ready(broker);
        var now = Time.SYSTEM.milliseconds();
        var muted = client.throttleDelayMs(broker, now);
        if (muted > 0) {
            throw Refusals.throttled(Duration.ofMillis(muted));
        }
        var request = client.newClientRequest(broker.idString(), question, now, true);
        sound = false;
        try {
            client.send(request, now);
            var answer = answer(request.correlationId(), now);
            sound = true;
            return answer;
        } catch (ConnectorException refusal) {
            throw refusal;
        } catch (RuntimeException unreadable) {
            throw Refusals.unreadable();
        }
    }

    private AbstractResponse answer(int number, long since) {
        for (var now = since; now - since <= timeout.toMillis(); now = Time.SYSTEM.milliseconds()) {
            for (var response : client.poll(since + timeout.toMillis() - now, now)) {
                if (response.requestHeader().correlationId() == number) {
                    return body(response);
                }
            }
        }
        throw late();
    }

    private AbstractResponse body(ClientResponse response) {
        if (response.wasTimedOut()) {
            throw late();
        }
        if (response.wasDisconnected()) {
            throw broken(
                    Refusals.of(ProblemCode.UNAVAILABLE, "", "The connection to the broker broke before it answered."));
        }
        if (response.versionMismatch() != null) {
            throw Refusals.of(
                    ProblemCode.VERSION_RETIRED, "brokers", "The brokers are too old: Kafka 2.1 or later is needed.");
        }
        return response.responseBody();
    }

    private ConnectorException late() {
        return Refusals.of(
                ProblemCode.TIMEOUT, "", "The broker did not answer within " + timeout.toSeconds() + " seconds.");
    }

    private Node ready(Node broker) {
        try {
            if (NetworkClientUtils.awaitReady(client, broker, Time.SYSTEM, timeout.toMillis())) {
                return broker;
            }
        } catch (AuthenticationException refusal) {
            sound = false;
            throw Refusals.signIn(refusal);
        } catch (IOException | RuntimeException unreached) {
            sound = false;
        }
        sound = false;
        throw broken(Refusals.unreached());
    }

    /** Why there is no connection any more, if we are the ones who ended it. */
    private ConnectorException broken(ConnectorException otherwise) {
        if (names.refused()) {
            return Refusals.privateAddress();
        }
        return room.exceeded() ? Refusals.unreadable() : otherwise;
    }

    @Override
    public void close() {
        sound = false;
        Utils.closeQuietly(client, "connection");
    }
}
