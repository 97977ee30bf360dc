// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.kafka;

import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** A broker of Apache Kafka in this process, with a door for each way to sign in. There is one for all tests of a run. */
final class Cluster implements AutoCloseable {

    static final String USER = "kohorte";
    static final String PASSWORD = "a \"pass\\word\" of users";

    private static final List<String> DOORS = List.of("PLAINTEXT", "SASL", "SASL_TLS", "TLS", "CONTROLLER");

    final TestKeys broker;
    final TestKeys client;
    private final List<Integer> ports;
    private final KafkaRaftServer server;
    private final Admin admin;

    private Cluster() throws Exception {
        var folder = Files.createTempDirectory("kafka-test");
        broker = TestKeys.of("broker", folder);
        client = TestKeys.of("client", folder);
        ports = freePorts();
        format(folder.resolve("log"));
        server = new KafkaRaftServer(new KafkaConfig(properties(folder.resolve("log"))), Time.SYSTEM);
        server.startup();
        admin = Admin.create(Map.of("bootstrap.servers", door("PLAINTEXT")));
    }

    private static List<Integer> freePorts() throws IOException {
        var ports = new ArrayList<Integer>();
        var sockets = new ArrayList<ServerSocket>();
        for (var ignored : DOORS) {
            var socket = new ServerSocket(0);
            sockets.add(socket);
            ports.add(socket.getLocalPort());
        }
        for (var socket : sockets) {
            socket.close();
        }
        return ports;
    }

    private static void format(Path folder) throws Exception {
        new Formatter()
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(1)
                .addDirectory(folder.toString())
                .setMetadataLogDirectory(folder.toString())
                .setControllerListenerName("CONTROLLER")
                .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                .setScramArguments(List.of("SCRAM-SHA-512=[name=" + USER + ",password=" + PASSWORD + "]"))
                .setPrintStream(new PrintStream(PrintStream.nullOutputStream(), true))
                .run();
    }

    private Properties properties(Path folder) throws Exception {
        var all = new Properties();
        all.put("process.roles", "broker,controller");
        all.put("node.id", "1");
        all.put("controller.quorum.voters", "1@" + door("CONTROLLER"));
        all.put("controller.listener.names", "CONTROLLER");
        all.put("listeners", listeners(DOORS));
        all.put("advertised.listeners", listeners(DOORS.subList(0, 4)));
        all.put("inter.broker.listener.name", "PLAINTEXT");
        all.put(
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,SASL:SASL_PLAINTEXT,SASL_TLS:SASL_SSL,TLS:SSL,CONTROLLER:PLAINTEXT");
        all.put("log.dirs", folder.toString());
        all.put("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-512");
        for (var door : List.of("sasl", "sasl_tls")) {
            all.put(
                    "listener.name." + door + ".plain.sasl.jaas.config",
                    "org.apache.kafka.common.security.plain.PlainLoginModule required user_" + USER + "=\""
                            + PASSWORD.replace("\\", "\\\\").replace("\"", "\\\"") + "\";");
            all.put(
                    "listener.name." + door + ".scram-sha-512.sasl.jaas.config",
                    "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        }
        all.put("ssl.keystore.location", broker.file().toString());
        all.put("ssl.keystore.password", TestKeys.PASSWORD);
        all.put("ssl.truststore.type", "PEM");
        all.put("ssl.truststore.location", client.trusted().toString());
        all.put("listener.name.tls.ssl.client.auth", "required");
        all.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        all.put("allow.everyone.if.no.acl.found", "true");
        all.put("super.users", "User:ANONYMOUS");
        for (var single : List.of(
                "offsets.topic.replication.factor",
                "transaction.state.log.replication.factor",
                "transaction.state.log.min.isr",
                "share.coordinator.state.topic.replication.factor",
                "share.coordinator.state.topic.min.isr",
                "transaction.state.log.num.partitions",
                "offsets.topic.num.partitions")) {
            all.put(single, "1");
        }
        return all;
    }

    private String listeners(List<String> doors) {
        return String.join(
                ",", doors.stream().map(door -> door + "://" + door(door)).toList());
    }

    /** Host and port of one of the doors. */
    String door(String name) {
        return "localhost:" + ports.get(DOORS.indexOf(name));
    }

    Admin admin() {
        return admin;
    }

    /** A topic of its own for a test. */
    String topic(int partitions, Map<String, String> configuration) throws ExecutionException, InterruptedException {
        var name = "topic-" + Uuid.randomUuid().toString().replaceAll("[^A-Za-z0-9]", "x");
        make(name, partitions, configuration);
        return name;
    }

    void make(String name, int partitions, Map<String, String> configuration)
            throws ExecutionException, InterruptedException {
        admin.createTopics(List.of(
                        new NewTopic(name, Optional.of(partitions), Optional.of((short) 1)).configs(configuration)))
                .all()
                .get();
        while (!ready(name, partitions)) {
            Thread.onSpinWait();
        }
    }

    /** The controller knows a topic a moment before the broker does, and the broker a moment before it has its logs. */
    private boolean ready(String name, int partitions) throws InterruptedException {
        try {
            admin.listOffsets(IntStream.range(0, partitions)
                            .mapToObj(number -> new TopicPartition(name, number))
                            .collect(toMap(partition -> partition, partition -> OffsetSpec.latest())))
                    .all()
                    .get();
            return true;
        } catch (ExecutionException notYet) {
            return false;
        }
    }

    KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
        var settings = new HashMap<String, Object>(more);
        settings.put("bootstrap.servers", door("PLAINTEXT"));
        settings.put("max.block.ms", "20000");
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** All that is in a topic, as a consumer of Kafka's own reads it. */
    List<ConsumerRecord<byte[], byte[]>> records(String topic, int expected) {
        var settings = Map.<String, Object>of("bootstrap.servers", door("PLAINTEXT"));
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
            for (var look = 0; look < 50 && records.size() < expected; look++) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
            return records;
        }
    }

    @Override
    public void close() {
        admin.close();
        server.shutdown();
        server.awaitShutdown();
    }

    /** Hands the cluster to tests. */
    static final class Lent implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
            return parameter.getParameter().getType() == Cluster.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
            return test.getRoot()
                    .getStore(ExtensionContext.Namespace.create(Cluster.class))
                    .computeIfAbsent(Cluster.class, type -> started());
        }

        private static Cluster started() {
            try {
                return new Cluster();
            } catch (Exception broken) {
                throw new IllegalStateException(broken);
            }
        }
    }
}
