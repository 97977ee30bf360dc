// SPDX-License-Identifier: AGPL-3.0-or-later
/**
 * Membership changes as CloudEvents in Kafka topics, and conversions read from one. {@link
 * io.kohorte.connector.kafka.KafkaConnector} is the door, {@link io.kohorte.connector.kafka.KafkaWriter} plans and sends,
 * {@link io.kohorte.connector.kafka.KafkaFeedback} reads.
 *
 * <p>Kafka's own producer and consumer are not used, only what lies beneath them in the same library: its network client, its
 * requests and its format of records. They would start threads, send again by themselves and hide each cause behind a time-out,
 * and they connect to whatever address the cluster names before anybody could look at it. Here every deed runs on the thread
 * that asked for it, every request goes out once, and every name is resolved by {@link
 * io.kohorte.connector.kafka.GuardedNames}. For the same reason there is no idempotent producer: its numbers only tell its own
 * repetitions apart, and it repeats nothing. The engine does, and its repetition carries the same event ids.
 */
@NullMarked
package io.kohorte.connector.kafka;

import org.jspecify.annotations.NullMarked;
