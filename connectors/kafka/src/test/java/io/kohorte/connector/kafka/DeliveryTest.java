// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cloudevents.core.provider.EventFormatProvider;
import io.cloudevents.jackson.JsonFormat;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SkipReason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent stands in the topic, as Kafka's own consumer reads it. */
@ExtendWith(Cluster.Lent.class)
final class DeliveryTest {

    private static final MemberChange ENTERED = Samples.change(MemberChange.Kind.ADD, "4711", "hello");
    private static final MemberChange LEFT = Samples.change(MemberChange.Kind.REMOVE, "4712", "bye");

    @Test
    void an_event_stands_in_the_topic_as_it_was_shown(Cluster cluster) throws Exception {
        var topic = cluster.topic(3, Map.of());
        try (var destination = new KafkaConnector().open(Samples.open(cluster, Map.of()), Samples.context())) {
            var audiences = destination.audiences();
            var audience = audiences.ensure(Samples.audience(topic));
            var batch = Samples.batch(ENTERED, LEFT);
            var shown = audiences.preview(audience, batch).requests();
            var result = (BatchResult.Done) audiences.write(audience, batch);

            assertThat(result.outcomes()).hasSize(2).allMatch(Outcome.Accepted.class::isInstance);
            var records = cluster.records(topic, 2);
            assertThat(records).hasSize(2);
            for (var request : shown) {
                var record = records.stream()
                        .filter(candidate ->
                                text(candidate.key()).equals(request.headers().get("key")))
                        .findFirst()
                        .orElseThrow();
                assertThat(text(record.value())).isEqualTo(request.body());
                assertThat(headers(record)).containsExactly("content-type=application/cloudevents+json; charset=UTF-8");
                assertThat(record.timestamp()).isEqualTo(batch.decidedAt().toEpochMilli());
                assertThat(result.outcomes().get(request.rows().get(0)))
                        .isEqualTo(new Outcome.Accepted(record.partition() + "/" + record.offset()));
            }
        }
    }

    @Test
    void an_event_is_a_cloud_event_to_others(Cluster cluster) throws Exception {
        var record = delivered(cluster, Map.of(), ENTERED).get(0);
        var event = EventFormatProvider.getInstance()
                .resolveFormat(JsonFormat.CONTENT_TYPE)
                .deserialize(record.value());
        assertThat(event.getId()).isEqualTo("17-3-0");
        assertThat(event.getType()).isEqualTo("io.kohorte.segment.membership.changed");
        assertThat(event.getSubject()).isEqualTo("kohorte-42");
        assertThat(event.getData().toBytes()).asString(StandardCharsets.UTF_8).contains("\"change\":\"ENTERED\"");
    }

    @Test
    void in_binary_mode_attributes_stand_in_headers(Cluster cluster) throws Exception {
        var record = delivered(cluster, Map.of("mode", "binary"), LEFT).get(0);
        assertThat(headers(record))
                .containsExactly(
                        "content-type=application/json",
                        "ce_specversion=1.0",
                        "ce_id=17-3-0",
                        "ce_source=/kohorte",
                        "ce_type=io.kohorte.segment.membership.changed",
                        "ce_time=2026-11-21T20:25:10Z",
                        "ce_subject=kohorte-42");
        assertThat(text(record.value())).startsWith("{\"audience\":{").contains("\"change\":\"EXITED\"");
    }

    @Test
    void whoever_leaves_is_a_tombstone_when_wanted(Cluster cluster) throws Exception {
        var records = delivered(cluster, Map.of("mode", "binary", "tombstones", true), ENTERED, LEFT);
        assertThat(records).extracting(record -> record.value() == null).containsExactlyInAnyOrder(false, true);
        var tombstone = records.stream()
                .filter(record -> record.value() == null)
                .findFirst()
                .orElseThrow();
        assertThat(text(tombstone.key())).isEqualTo("4712");
        assertThat(headers(tombstone)).contains("ce_id=17-3-1").doesNotContain("content-type=application/json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "snappy", "lz4", "zstd"})
    void compressed_events_are_the_same_events(String compression, Cluster cluster) throws Exception {
        var record =
                delivered(cluster, Map.of("compression", compression), ENTERED).get(0);
        assertThat(text(record.value())).contains("\"profileId\":\"4711\"");
    }

    @Test
    void a_person_goes_where_others_who_write_to_the_topic_put_them(Cluster cluster) throws Exception {
        var topic = cluster.topic(7, Map.of());
        try (var others = cluster.producer(Map.of())) {
            for (var person = 0; person < 40; person++) {
                others.send(new ProducerRecord<>(topic, utf8("p" + person), utf8("theirs")))
                        .get();
            }
        }
        write(
                cluster,
                Map.of(),
                Samples.audience(topic),
                IntStream.range(0, 40)
                        .mapToObj(person -> Samples.change(MemberChange.Kind.ADD, "p" + person, "ours"))
                        .toArray(MemberChange[]::new));
        var records = cluster.records(topic, 80);
        assertThat(records).hasSize(80);
        for (var person = 0; person < 40; person++) {
            var key = "p" + person;
            assertThat(records.stream()
                            .filter(record -> text(record.key()).equals(key))
                            .map(ConsumerRecord::partition)
                            .distinct())
                    .hasSize(1);
        }
    }

    @Test
    void a_batch_that_comes_twice_brings_the_same_ids_and_keys(Cluster cluster) throws Exception {
        var topic = cluster.topic(1, Map.of());
        write(cluster, Map.of(), Samples.audience(topic), ENTERED, LEFT);
        write(cluster, Map.of(), Samples.audience(topic), ENTERED, LEFT);
        var records = cluster.records(topic, 4);
        assertThat(records).hasSize(4);
        assertThat(records.subList(2, 4).stream().map(record -> text(record.key()) + text(record.value())))
                .containsExactlyElementsOf(records.subList(0, 2).stream()
                        .map(record -> text(record.key()) + text(record.value()))
                        .toList());
    }

    @Test
    void audiences_that_share_a_topic_have_keys_of_their_own(Cluster cluster) throws Exception {
        var topic = cluster.topic(1, Map.of());
        var audience = Samples.audience(
                topic, DeleteBehaviour.REMOVE_FROM_AUDIENCE, Map.of("recordKey", "audience-and-profile"));
        write(cluster, Map.of(), audience, ENTERED);
        assertThat(text(cluster.records(topic, 1).get(0).key())).isEqualTo("kohorte-42/4711");
    }

    @Test
    void nothing_is_written_of_who_leaves_where_that_means_nothing(Cluster cluster) throws Exception {
        var topic = cluster.topic(1, Map.of());
        var outcomes = write(cluster, Map.of(), Samples.audience(topic, DeleteBehaviour.NOTHING, Map.of()), LEFT);
        assertThat(outcomes).containsExactly(new Outcome.Skipped(SkipReason.NOTHING_TO_SEND));
    }

    @Test
    void a_topic_that_is_missing_is_named_and_not_made(Cluster cluster) throws Exception {
        try (var destination = new KafkaConnector().open(Samples.open(cluster, Map.of()), Samples.context())) {
            var audience = Samples.audience("nobody.made.this");
            var failure = catchThrowableOfType(
                    ConnectorException.class, () -> destination.audiences().ensure(audience));
            assertThat(failure.problem().code()).isEqualTo(ProblemCode.AUDIENCE_GONE);
            assertThat(failure.problem().field()).isEqualTo("topic");
        }
        assertThat(cluster.admin().listTopics().names().get()).doesNotContain("nobody.made.this");
    }

    @Test
    void a_request_that_is_too_large_is_halved_until_one_person_is_to_blame(Cluster cluster) throws Exception {
        var audience = Samples.audience(cluster.topic(1, Map.of("max.message.bytes", "2000")));
        var large = Samples.change(MemberChange.Kind.ADD, "4713", "x".repeat(3_000));
        var failure = catchThrowableOfType(
                ConnectorException.class, () -> write(cluster, Map.of(), audience, ENTERED, large));
        assertThat(failure.problem().code()).isEqualTo(ProblemCode.BATCH_REFUSED);
        assertThat(write(cluster, Map.of(), audience, large))
                .singleElement()
                .isInstanceOfSatisfying(Outcome.Rejected.class, rejected -> {
                    assertThat(rejected.problem().code()).isEqualTo(ProblemCode.FIELD_INVALID);
                    assertThat(rejected.problem().vendorCode()).isEqualTo("MESSAGE_TOO_LARGE");
                });
        assertThat(write(cluster, Map.of(), audience, ENTERED)).singleElement().isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    void large_batches_go_out_in_several_requests(Cluster cluster) throws Exception {
        var topic = cluster.topic(2, Map.of());
        var outcomes = write(
                cluster,
                Map.of("maxBytes", 4_096),
                Samples.audience(topic),
                IntStream.range(0, 50)
                        .mapToObj(person -> Samples.change(MemberChange.Kind.ADD, "p" + person, "y".repeat(500)))
                        .toArray(MemberChange[]::new));
        assertThat(outcomes).hasSize(50).allMatch(Outcome.Accepted.class::isInstance);
        assertThat(cluster.records(topic, 50)).hasSize(50);
    }

    @Test
    void somebody_larger_than_a_request_is_not_sent(Cluster cluster) throws Exception {
        var topic = cluster.topic(1, Map.of());
        var outcomes = write(
                cluster,
                Map.of("maxBytes", 4_096),
                Samples.audience(topic),
                Samples.change(MemberChange.Kind.ADD, "4713", "x".repeat(5_000)),
                ENTERED);
        assertThat(outcomes.get(0)).isInstanceOf(Outcome.Rejected.class);
        assertThat(outcomes.get(1)).isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    void no_thread_is_started(Cluster cluster) throws Exception {
        var topic = cluster.topic(1, Map.of());
        try (var destination = new KafkaConnector().open(Samples.open(cluster, Map.of()), Samples.context())) {
            var audiences = destination.audiences();
            audiences.write(audiences.ensure(Samples.audience(topic)), Samples.batch(ENTERED));
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("kafka-producer") || name.startsWith("kohorte"));
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> delivered(
            Cluster cluster, Map<String, Object> more, MemberChange... changes) throws Exception {
        var topic = cluster.topic(1, Map.of());
        assertThat(write(cluster, more, Samples.audience(topic), changes)).allMatch(Outcome.Accepted.class::isInstance);
        return cluster.records(topic, changes.length);
    }

    private static List<Outcome> write(
            Cluster cluster, Map<String, Object> more, AudienceSpec audience, MemberChange... changes) {
        Settings settings = Samples.open(cluster, more);
        try (var destination = new KafkaConnector().open(settings, Samples.context())) {
            var audiences = destination.audiences();
            Batch batch = Samples.batch(changes);
            return ((BatchResult.Done) audiences.write(audiences.ensure(audience), batch)).outcomes();
        }
    }

    private static List<String> headers(ConsumerRecord<byte[], byte[]> record) {
        return StreamSupport.stream(record.headers().spliterator(), false)
                .map(header -> header.key() + "=" + text(header.value()))
                .toList();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
