// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Conversion;
import io.kohorte.spi.Cursor;
import io.kohorte.spi.FeedbackPage;
import io.kohorte.spi.ProblemCode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conversions come back from a topic, each of them, and nothing else. */
@ExtendWith(Cluster.Lent.class)
final class KafkaFeedbackTest {

    private static final String CONVERSION =
            "{\"conversionType\":\"purchase\",\"value\":49.90,\"currency\":\"EUR\",\"identifiers\":{\"email\":\"max@example.com\"}}";
    private static final String EVENT =
            "{\"specversion\":\"1.0\",\"id\":\"order-1\",\"source\":\"/shop\",\"type\":\"paid\",\"time\":\"2026-11-20T10:00:00Z\",\"data\":"
                    + CONVERSION + "}";

    @Test
    void an_event_in_structured_mode_is_a_conversion(Cluster cluster) throws Exception {
        var topic = cluster.topic(1, Map.of());
        tell(cluster, topic, EVENT);
        var conversion =
                read(cluster, topic, Map.of(), Cursor.START, 10).conversions().get(0);
        assertThat(conversion.remoteId()).isEqualTo("/shop order-1");
        assertThat(conversion.type()).isEqualTo("purchase");
        assertThat(conversion.value()).isEqualByComparingTo(new BigDecimal("49.90"));
        assertThat(conversion.subject().identifier("email")).contains("max@example.com");
        assertThat(conversion.occurredAt()).isEqualTo(Instant.parse("2026-11-20T10:00:00Z"));
    }

    @Test
    void an_event_in_binary_mode_is_a_conversion(Cluster cluster) throws Exception {
        var topic = cluster.topic(1, Map.of());
        try (var producer = cluster.producer(Map.of())) {
            var record = new ProducerRecord<byte[], byte[]>(topic, utf8(CONVERSION));
            Map.of("ce_specversion", "1.0", "ce_id", "order-2", "ce_source", "/shop", "ce_time", "2026-11-20T11:00:00Z")
                    .forEach((name, value) -> record.headers().add(name, utf8(value)));
            producer.send(record).get();
        }
        var conversion =
                read(cluster, topic, Map.of(), Cursor.START, 10).conversions().get(0);
        assertThat(conversion.remoteId()).isEqualTo("/shop order-2");
        assertThat(conversion.occurredAt()).isEqualTo(Instant.parse("2026-11-20T11:00:00Z"));
    }

    @Test
    void a_conversion_alone_is_known_by_its_place(Cluster cluster) throws Exception {
        var topic = cluster.topic(1, Map.of());
        tell(cluster, topic, CONVERSION);
        assertThat(read(cluster, topic, Map.of(), Cursor.START, 10).conversions())
                .extracting(Conversion::remoteId)
                .containsExactly(topic + "/0/0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
    void packed_records_are_read(String compression, Cluster cluster) throws Exception {
        var topic = cluster.topic(1, Map.of());
        try (var producer = cluster.producer(Map.of("compression.type", compression, "linger.ms", "50"))) {
            var told = new ArrayList<Future<?>>();
            for (var i = 0; i < 20; i++) {
                told.add(producer.send(new ProducerRecord<>(topic, utf8(CONVERSION))));
            }
            for (var one : told) {
                one.get();
            }
        }
        assertThat(all(cluster, topic, 7)).hasSize(20);
    }

    @Test
    void pages_of_all_partitions_follow_each_other_until_nothing_is_left(Cluster cluster) throws Exception {
        var topic = cluster.topic(3, Map.of());
        try (var producer = cluster.producer(Map.of())) {
            var told = new ArrayList<Future<?>>();
            for (var i = 0; i < 30; i++) {
                told.add(producer.send(new ProducerRecord<>(topic, i % 3, null, utf8(CONVERSION))));
            }
            for (var one : told) {
                one.get();
            }
        }
        var read = all(cluster, topic, 4);
        assertThat(read).hasSize(30);
        assertThat(new HashSet<>(read)).as("different ones").hasSize(30);
    }

    /** The busy one has more than fits on a page, always. */
    @Test
    void a_busy_partition_keeps_no_other_waiting(Cluster cluster) throws Exception {
        var topic = cluster.topic(2, Map.of());
        try (var producer = cluster.producer(Map.of())) {
            var told = new ArrayList<Future<?>>();
            for (var i = 0; i < 20; i++) {
                told.add(producer.send(new ProducerRecord<>(topic, 0, null, utf8(CONVERSION))));
            }
            told.add(producer.send(new ProducerRecord<>(topic, 1, null, utf8(CONVERSION))));
            for (var one : told) {
                one.get();
            }
        }
        var first = read(cluster, topic, Map.of(), Cursor.START, 5);
        var second = read(cluster, topic, Map.of(), first.next(), 5);
        assertThat(second.conversions()).extracting(Conversion::remoteId).contains(topic + "/1/0");
    }

    @Test
    void nothing_new_leaves_the_cursor_where_it_is(Cluster cluster) throws Exception {
        var topic = cluster.topic(2, Map.of());
        tell(cluster, topic, CONVERSION);
        var first = read(cluster, topic, Map.of(), Cursor.START, 10);
        var second = read(cluster, topic, Map.of(), first.next(), 10);
        assertThat(first.more()).isFalse();
        assertThat(second).isEqualTo(new FeedbackPage(List.of(), first.next(), false));
        tell(cluster, topic, CONVERSION);
        assertThat(read(cluster, topic, Map.of(), first.next(), 10).conversions())
                .hasSize(1);
    }

    @Test
    void whoever_wants_what_comes_from_now_on_gets_only_that(Cluster cluster) throws Exception {
        var topic = cluster.topic(1, Map.of());
        tell(cluster, topic, CONVERSION);
        var latest = Map.<String, Object>of("conversionsFrom", "latest");
        var first = read(cluster, topic, latest, Cursor.START, 10);
        assertThat(first.conversions()).isEmpty();
        tell(cluster, topic, EVENT);
        assertThat(read(cluster, topic, latest, first.next(), 10).conversions())
                .extracting(Conversion::remoteId)
                .containsExactly("/shop order-1");
    }

    @Test
    void of_transactions_only_what_was_committed_is_read(Cluster cluster) throws Exception {
        var topic = cluster.topic(1, Map.of());
        try (var producer = cluster.producer(Map.of("transactional.id", topic))) {
            producer.initTransactions();
            transact(producer, topic, "kept-1", true);
            transact(producer, topic, "undone", false);
            transact(producer, topic, "kept-2", true);
        }
        assertThat(all(cluster, topic, 1)).containsExactly("/shop kept-1", "/shop kept-2");
    }

    private static void transact(KafkaProducer<byte[], byte[]> producer, String topic, String id, boolean commit)
            throws Exception {
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(topic, utf8(EVENT.replace("order-1", id))))
                .get();
        if (commit) {
            producer.commitTransaction();
        } else {
            producer.abortTransaction();
        }
    }

    @Test
    void a_record_without_value_is_passed_over(Cluster cluster) throws Exception {
        var topic = cluster.topic(1, Map.of());
        try (var producer = cluster.producer(Map.of())) {
            producer.send(new ProducerRecord<>(topic, utf8("key"), null)).get();
        }
        tell(cluster, topic, CONVERSION);
        assertThat(all(cluster, topic, 5)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no json",
                "[]",
                "{}",
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/shop\"}",
                "{\"specversion\":\"1.0\",\"source\":\"/shop\",\"data\":{\"conversionType\":\"a\",\"profileId\":\"1\"}}",
                "{\"conversionType\":\"purchase\",\"profileId\":\"1\",\"value\":\"max@example.com\"}"
            })
    void a_record_that_cannot_be_read_is_named_and_left_out_only_when_a_person_says_so(String odd, Cluster cluster)
            throws Exception {
        var topic = cluster.topic(1, Map.of());
        tell(cluster, topic, CONVERSION);
        tell(cluster, topic, odd);
        tell(cluster, topic, CONVERSION);
        var failure =
                catchThrowableOfType(ConnectorException.class, () -> read(cluster, topic, Map.of(), Cursor.START, 10));
        assertThat(failure.problem().code()).isEqualTo(ProblemCode.BAD_RESPONSE);
        assertThat(failure.problem().message()).contains("0/1", topic).doesNotContain("max@example.com");
        var page = read(cluster, topic, Map.of("skippedRecords", " 7/3, 0/1"), Cursor.START, 10);
        assertThat(page.conversions()).extracting(Conversion::remoteId).containsExactly(topic + "/0/0", topic + "/0/2");
    }

    @Test
    void records_that_the_topic_let_go_unread_are_no_secret(Cluster cluster) throws Exception {
        var topic = cluster.topic(1, Map.of());
        tell(cluster, topic, CONVERSION);
        var first = read(cluster, topic, Map.of(), Cursor.START, 10);
        for (var i = 0; i < 4; i++) {
            tell(cluster, topic, CONVERSION);
        }
        cluster.admin()
                .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(3)))
                .all()
                .get();
        var failure =
                catchThrowableOfType(ConnectorException.class, () -> read(cluster, topic, Map.of(), first.next(), 10));
        assertThat(failure.problem().code()).isEqualTo(ProblemCode.INVALID_SETTING);
        assertThat(failure.problem().field()).isEqualTo("lostRecords");
        assertThat(read(cluster, topic, Map.of("lostRecords", "continue"), first.next(), 10)
                        .conversions())
                .extracting(Conversion::remoteId)
                .containsExactly(topic + "/0/3", topic + "/0/4");
    }

    @Test
    void a_topic_made_anew_is_read_from_its_beginning(Cluster cluster) throws Exception {
        var topic = cluster.topic(1, Map.of());
        tell(cluster, topic, CONVERSION);
        var first = read(cluster, topic, Map.of(), Cursor.START, 10);
        cluster.admin().deleteTopics(List.of(topic)).all().get();
        while (cluster.admin().listTopics().names().get().contains(topic)) {
            Thread.onSpinWait();
        }
        cluster.make(topic, 1, Map.of());
        tell(cluster, topic, EVENT);
        assertThat(read(cluster, topic, Map.of(), first.next(), 10).conversions())
                .extracting(Conversion::remoteId)
                .containsExactly("/shop order-1");
    }

    @Test
    void a_batch_that_unpacks_without_end_is_refused(Cluster cluster) throws Exception {
        var topic = cluster.topic(1, Map.of("max.message.bytes", "10000000"));
        try (var producer = cluster.producer(
                Map.of("compression.type", "zstd", "max.request.size", "100000000", "buffer.memory", "200000000"))) {
            producer.send(new ProducerRecord<>(topic, new byte[70 << 20])).get();
        }
        var failure =
                catchThrowableOfType(ConnectorException.class, () -> read(cluster, topic, Map.of(), Cursor.START, 10));
        assertThat(failure.problem().code()).isEqualTo(ProblemCode.BAD_RESPONSE);
    }

    private static List<String> all(Cluster cluster, String topic, int limit) {
        var ids = new ArrayList<String>();
        var page = new FeedbackPage(List.of(), Cursor.START, true);
        for (var number = 0; number < 60 && page.more(); number++) {
            page = read(cluster, topic, Map.of(), page.next(), limit);
            assertThat(page.conversions()).hasSizeLessThanOrEqualTo(limit);
            page.conversions().forEach(conversion -> ids.add(conversion.remoteId()));
        }
        return ids;
    }

    private static FeedbackPage read(Cluster cluster, String topic, Map<String, Object> more, Cursor from, int limit) {
        var settings = Samples.with(
                Samples.open(cluster, Map.of("conversionsTopic", topic)).asMap(), more);
        try (var destination = new KafkaConnector().open(settings, Samples.context())) {
            return destination.feedback().read(from, limit);
        }
    }

    private static void tell(Cluster cluster, String topic, String value) throws Exception {
        try (var producer = cluster.producer(Map.of())) {
            producer.send(new ProducerRecord<>(topic, utf8(value))).get();
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
