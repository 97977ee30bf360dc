// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.toolkit.Json;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.SaslAuthenticateResponseData;
import org.apache.kafka.common.message.SaslHandshakeResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.ApiVersionsResponse;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.ListOffsetsRequest;
import org.apache.kafka.common.requests.MetadataRequest;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.RequestUtils;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker that holds nothing and asks a vendor who speaks HTTP: what it says to each record, and which conversions there
 * are. So the kit, and the end-to-end test that plays every vendor, can play Kafka.
 */
final class TranslatingBroker {

    static final String SIGN_IN = "/sign-in";
    static final int PARTITIONS = 200;

    private static final int LEADER = 1;
    private static final long MANY = 1_000;
    private static final Map<String, TranslatingBroker> BY_VENDOR = new ConcurrentHashMap<>();
    private static final List<ApiKeys> SPOKEN = List.of(
            ApiKeys.API_VERSIONS,
            ApiKeys.SASL_HANDSHAKE,
            ApiKeys.SASL_AUTHENTICATE,
            ApiKeys.METADATA,
            ApiKeys.PRODUCE,
            ApiKeys.LIST_OFFSETS,
            ApiKeys.FETCH);

    private final Vendor vendor;
    private final ServerSocket server;
    private final Map<Uuid, String> topics = new ConcurrentHashMap<>();

    private final String advertised;

    private TranslatingBroker(String vendorUrl, String advertised) {
        vendor = new Vendor(vendorUrl);
        this.advertised = advertised;
        try {
            server = new ServerSocket(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        background(this::accept);
    }

    /** Host and port of the broker in front of this vendor: one for each, as long as the tests last. */
    static String inFrontOf(String vendorUrl) {
        var host = URI.create(vendorUrl).getHost();
        return host.endsWith(".example")
                ? host + ":9092"
                : host + ":"
                        + BY_VENDOR
                                .computeIfAbsent(vendorUrl, url -> new TranslatingBroker(url, "localhost"))
                                .server
                                .getLocalPort();
    }

    /** Host and port of one that tells clients to go to another host. */
    static String leadingTo(String host) {
        return "127.0.0.1:" + new TranslatingBroker("http://localhost:9", host).server.getLocalPort();
    }

    private static void background(Runnable deed) {
        var thread = new Thread(deed, "translating broker");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                var socket = server.accept();
                background(() -> serve(socket));
            }
        } catch (IOException closed) {
            // the tests are over
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            var in = new DataInputStream(socket.getInputStream());
            var out = new DataOutputStream(socket.getOutputStream());
            while (true) {
                var request = ByteBuffer.wrap(in.readNBytes(in.readInt()));
                var header = RequestHeader.parse(request);
                var body = AbstractRequest.parseRequest(
                                header.apiKey(), header.apiVersion(), new ByteBufferAccessor(request))
                        .request;
                try {
                    send(out, header, answer(header, body));
                } catch (Vendor.UnreadableException garbage) {
                    sendGarbage(out, header);
                }
            }
        } catch (IOException gone) {
            // like a broker that died
        }
    }

    private static void send(DataOutputStream out, RequestHeader header, ApiMessage answer) throws IOException {
        var back = header.toResponseHeader();
        var bytes = RequestUtils.serialize(back.data(), back.headerVersion(), answer, header.apiVersion());
        out.writeInt(bytes.remaining());
        out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
        out.flush();
    }

    private static void sendGarbage(DataOutputStream out, RequestHeader header) throws IOException {
        out.writeInt(8);
        out.writeInt(header.correlationId());
        out.writeInt(0x007f7f7f);
        out.flush();
    }

    private ApiMessage answer(RequestHeader header, AbstractRequest request) throws IOException {
        return switch (header.apiKey()) {
            case API_VERSIONS -> versions();
            case SASL_HANDSHAKE -> new SaslHandshakeResponseData().setMechanisms(List.of("PLAIN"));
            case SASL_AUTHENTICATE -> signIn();
            case METADATA -> metadata((MetadataRequest) request);
            case PRODUCE -> produce((ProduceRequest) request);
            case LIST_OFFSETS -> offsets((ListOffsetsRequest) request);
            case FETCH -> fetch((FetchRequest) request);
            default -> throw new IOException("not spoken here");
        };
    }

    private static ApiMessage versions() {
        var versions = new ApiVersionsResponseData.ApiVersionCollection();
        SPOKEN.forEach(key -> versions.add(ApiVersionsResponse.toApiVersion(key)));
        return new ApiVersionsResponseData().setApiKeys(versions);
    }

    private ApiMessage signIn() throws IOException {
        var error = Vendor.error(vendor.ask("POST", SIGN_IN, Map.of(), new byte[0]));
        return new SaslAuthenticateResponseData()
                .setErrorCode(error.code())
                .setErrorMessage(error == Errors.NONE ? null : error.message());
    }

    private ApiMessage metadata(MetadataRequest request) {
        var brokers = new MetadataResponseData.MetadataResponseBrokerCollection();
        brokers.add(new MetadataResponseData.MetadataResponseBroker()
                .setNodeId(LEADER)
                .setHost(advertised)
                .setPort(server.getLocalPort()));
        var told = new MetadataResponseData.MetadataResponseTopicCollection();
        request.topics().forEach(name -> {
            var id = new Uuid(1, name.hashCode());
            topics.put(id, name);
            told.add(new MetadataResponseData.MetadataResponseTopic()
                    .setName(name)
                    .setTopicId(id)
                    .setPartitions(IntStream.range(0, partitions(name))
                            .mapToObj(number -> new MetadataResponseData.MetadataResponsePartition()
                                    .setPartitionIndex(number)
                                    .setLeaderId(LEADER)
                                    .setReplicaNodes(List.of(LEADER))
                                    .setIsrNodes(List.of(LEADER)))
                            .toList()));
        });
        return new MetadataResponseData().setBrokers(brokers).setTopics(told);
    }

    private static int partitions(String topic) {
        return topic.equals(KafkaContractTest.CONVERSIONS) ? 1 : PARTITIONS;
    }

    private ApiMessage produce(ProduceRequest request) throws IOException {
        var told = new ProduceResponseData.TopicProduceResponseCollection();
        var answer = new ProduceResponseData().setResponses(told);
        for (var topic : request.data().topicData()) {
            var partitions = new ArrayList<ProduceResponseData.PartitionProduceResponse>();
            told.add(new ProduceResponseData.TopicProduceResponse()
                    .setName(topic.name())
                    .setTopicId(topic.topicId())
                    .setPartitionResponses(partitions));
            for (var partition : topic.partitionData()) {
                var response = append("/" + topics.get(topic.topicId()), partition, answer);
                if (response == null) {
                    return answer; // the vendor said nothing of this record: nothing is said of the rest
                }
                partitions.add(response);
            }
        }
        return answer;
    }

    private ProduceResponseData.@Nullable PartitionProduceResponse append(
            String path, ProduceRequestData.PartitionProduceData partition, ProduceResponseData answer)
            throws IOException {
        var response = new ProduceResponseData.PartitionProduceResponse().setIndex(partition.index());
        var number = 0;
        for (var record : ((MemoryRecords) partition.records()).records()) {
            var headers = new TreeMap<String, String>();
            headers.put("key", Vendor.text(record.key()));
            for (var header : record.headers()) {
                headers.put(header.key(), Vendor.text(ByteBuffer.wrap(header.value())));
            }
            var said = vendor.ask("PRODUCE", path, headers, Vendor.bytes(record.value()));
            var error = Vendor.error(said);
            if (error == Errors.NONE) {
                var verdict = Vendor.json(said).path("status").asText();
                switch (verdict) {
                    case "accepted" -> {}
                    case "retry" -> error = Errors.NOT_LEADER_OR_FOLLOWER;
                    case "rejected" -> {
                        error = Errors.INVALID_RECORD;
                        response.recordErrors()
                                .add(new ProduceResponseData.BatchIndexAndErrorMessage()
                                        .setBatchIndex(number)
                                        .setBatchIndexErrorMessage(Vendor.json(said)
                                                .path("message")
                                                .asText()));
                    }
                    default -> {
                        return null;
                    }
                }
            }
            if (error != Errors.NONE) {
                response.setErrorCode(error.code());
                answer.setThrottleTimeMs(Math.max(answer.throttleTimeMs(), Vendor.pause(said)));
            }
            number++;
        }
        return response;
    }

    private static ApiMessage offsets(ListOffsetsRequest request) {
        return new ListOffsetsResponseData()
                .setTopics(request.topics().stream()
                        .map(topic -> new ListOffsetsResponseData.ListOffsetsTopicResponse()
                                .setName(topic.name())
                                .setPartitions(topic.partitions().stream()
                                        .map(partition -> new ListOffsetsResponseData.ListOffsetsPartitionResponse()
                                                .setPartitionIndex(partition.partitionIndex())
                                                .setOffset(
                                                        partition.timestamp() == ListOffsetsRequest.EARLIEST_TIMESTAMP
                                                                ? 0
                                                                : MANY))
                                        .toList()))
                        .toList());
    }

    private ApiMessage fetch(FetchRequest request) throws IOException {
        var topic = request.data().topics().get(0);
        var answer = new FetchResponseData();
        var said = vendor.ask("FETCH", "/" + topics.get(topic.topicId()), Map.of(), new byte[0]);
        var error = Vendor.error(said);
        var partition = new FetchResponseData.PartitionData()
                .setPartitionIndex(topic.partitions().get(0).partition())
                .setErrorCode(error.code())
                .setRecords(MemoryRecords.EMPTY);
        answer.setThrottleTimeMs(error == Errors.NONE ? 0 : Vendor.pause(said));
        if (error == Errors.NONE) {
            var records = Vendor.json(said).path("records");
            if (!records.isArray()) {
                return answer;
            }
            fill(partition, records, topic.partitions().get(0));
        }
        answer.responses()
                .add(new FetchResponseData.FetchableTopicResponse()
                        .setTopicId(topic.topicId())
                        .setPartitions(List.of(partition)));
        return answer;
    }

    private static void fill(
            FetchResponseData.PartitionData into, JsonNode records, FetchRequestData.FetchPartition asked) {
        var all = new ArrayList<SimpleRecord>();
        records.forEach(record -> all.add(new SimpleRecord(1, null, Json.write(json -> json.writeTree(record)))));
        into.setHighWatermark(all.size()).setLastStableOffset(all.size());
        if (asked.fetchOffset() < all.size()) {
            into.setRecords(MemoryRecords.withRecords(0L, Compression.NONE, all.toArray(SimpleRecord[]::new)));
        }
    }
}
