// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.kohorte.core.platform.problem.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Events in, wire-compatible with the HTTP tracking API of Segment, so that its client libraries only change the host. The answer comes
 * after the commit. The write key is all the caller needs; it lets nobody read.
 *
 * @see <a href="https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/">HTTP tracking API</a>
 */
@Path("/v1")
@PermitAll
@Blocking
class TrackingResource {

    private static final int LARGEST_BODY = 500 * 1024;

    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(100)
                            .maxNumberLength(400)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final WriteKeys keys;
    private final GroupCommit intake;
    private final Clock clock;
    private final MeterRegistry meters;

    TrackingResource(WriteKeys keys, GroupCommit intake, Clock clock, MeterRegistry meters) {
        this.keys = keys;
        this.intake = intake;
        this.clock = clock;
        this.meters = meters;
    }

    /**
     * The answer Segment gives, and beyond it the messages that were not taken, if there are any.
     *
     * @param refused by their place in the batch
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Taken(boolean success, List<Refused> refused) {}

    /** A message that was not taken; the others were. */
    record Refused(int index, String code, String message) {}

    @POST
    @Path("/{call}")
    @Consumes(MediaType.WILDCARD)
    public Taken take(
            @PathParam("call") String call,
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @HeaderParam(HttpHeaders.CONTENT_ENCODING) @Nullable String encoding,
            InputStream body)
            throws IOException, SQLException {
        boolean batch = call.equals("batch") || call.equals("b") || call.equals("import");
        Optional<MessageKind> kind = MessageKind.of(call);
        if (!batch && kind.isEmpty()) {
            throw new NotFoundException();
        }
        byte[] bytes = bytes(body, encoding);
        JsonNode root = parse(bytes);
        long source = source(authorization, root);
        List<JsonNode> messages = new ArrayList<>();
        if (!batch) {
            messages.add(root);
        } else if (root.path("batch").isArray()) {
            root.path("batch").forEach(messages::add);
        } else {
            throw ProblemException.of(400, "BATCH_MISSING", "The body has no list 'batch'.", "Send {\"batch\":[…]}.");
        }
        return take(messages, kind, new MessageReading(source, clock.instant(), root, bytes.length));
    }

    private Taken take(List<JsonNode> messages, Optional<MessageKind> kind, MessageReading reading)
            throws SQLException {
        List<Observation> usable = new ArrayList<>();
        List<Refused> refused = new ArrayList<>();
        for (JsonNode message : messages) {
            MessageReading.Result result = reading.read(message, kind);
            if (result instanceof MessageReading.Result.Usable taken) {
                usable.add(taken.observation());
            } else if (result instanceof MessageReading.Result.Refused problem) {
                MessageProblem why = problem.problem();
                refused.add(new Refused(usable.size() + refused.size(), why.name(), why.sentence()));
                meters.counter("kohorte.events.refused", "code", why.name()).increment();
            }
        }
        if (usable.isEmpty() && !refused.isEmpty()) {
            Refused first = refused.get(0);
            throw ProblemException.of(400, first.code(), first.message(), "Correct the message and send it again.");
        }
        intake.take(usable);
        meters.counter("kohorte.events.accepted").increment(usable.size());
        return new Taken(true, refused);
    }

    /** The key comes as the user name of Basic authorization, or in the body, as the browser library sends it. */
    private long source(@Nullable String authorization, JsonNode root) throws SQLException {
        Optional<String> key = Optional.ofNullable(authorization)
                .filter(header -> header.regionMatches(true, 0, "Basic ", 0, 6))
                .flatMap(header -> userName(header.substring(6).strip()))
                .or(() -> Optional.of(root.path("writeKey").asText("")))
                .filter(text -> !text.isEmpty());
        return (key.isPresent() ? keys.source(key.get()) : Optional.<Long>empty())
                .orElseThrow(
                        () -> ProblemException.of(
                                401,
                                "WRITE_KEY_INVALID",
                                "The write key is missing or not valid.",
                                "Send the write key of a source of events as the user name of Basic authorization, or as 'writeKey'."));
    }

    private static Optional<String> userName(String credentials) {
        try {
            String plain = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
            int colon = plain.indexOf(':');
            return Optional.of(colon < 0 ? plain : plain.substring(0, colon));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static byte[] bytes(InputStream body, @Nullable String encoding) throws IOException {
        byte[] bytes = "gzip".equalsIgnoreCase(encoding) ? unpacked(body) : body.readNBytes(LARGEST_BODY + 1);
        if (bytes.length > LARGEST_BODY) {
            throw ProblemException.of(
                    413, "TOO_LARGE", "A request has at most 500 KB.", "Send fewer messages at a time.");
        }
        return bytes;
    }

    private static byte[] unpacked(InputStream body) {
        try (InputStream gzip = new GZIPInputStream(body)) {
            return gzip.readNBytes(LARGEST_BODY + 1);
        } catch (IOException e) {
            throw ProblemException.of(
                    400,
                    "BROKEN_GZIP",
                    "The body is not valid gzip, though its header says so.",
                    "Send it whole, or unpacked.");
        }
    }

    private static JsonNode parse(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            JsonNode root = JSON.readTree(text);
            if (root.isObject()) {
                return root;
            }
        } catch (CharacterCodingException | JsonProcessingException e) {
            throw ProblemException.of(
                    400, "BROKEN_JSON", "The request body is not valid JSON.", "Send well-formed JSON in UTF-8.");
        }
        throw ProblemException.of(400, "NOT_AN_OBJECT", "The request body is not a JSON object.", "Send an object.");
    }
}
