// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.toolkit.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.TreeMap;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** A vendor who speaks HTTP, and what his answers would be in Kafka's words. */
final class Vendor {

    /** Shorter than any vendor of the kit is slow. */
    private static final Duration LONGEST = Duration.ofMillis(2_900);

    private final String url;
    private final OkHttpClient http = new OkHttpClient.Builder()
            .callTimeout(LONGEST)
            .followRedirects(false)
            .retryOnConnectionFailure(false)
            .addNetworkInterceptor(Vendor::asItCame)
            .build();

    Vendor(String url) {
        this.url = url;
    }

    /** Without a name that nobody showed, and without what OkHttp takes as an invitation to ask again. */
    private static Response asItCame(Interceptor.Chain chain) throws IOException {
        var answer = chain.proceed(
                chain.request().newBuilder().removeHeader("user-agent").build());
        return answer.code() == 503 ? answer.newBuilder().code(502).build() : answer;
    }

    /** What the vendor said. */
    record Said(int status, String body, Map<String, String> headers) {}

    /** The vendor said what has no meaning. */
    static final class UnreadableException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    Said ask(String method, String path, Map<String, String> headers, byte[] body) throws IOException {
        var request = new Request.Builder().url(url + path).method(method, RequestBody.create(body));
        headers.forEach(request::header);
        try (var answer = http.newCall(request.build()).execute()) {
            var told = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
            answer.headers().forEach(header -> told.put(header.getFirst(), header.getSecond()));
            return new Said(answer.code(), answer.body().string(), told);
        }
    }

    static JsonNode json(Said said) {
        if (said.body().isEmpty()) {
            return Json.mapper().createObjectNode();
        }
        return Json.read(said.body().getBytes(StandardCharsets.UTF_8)).orElseThrow(UnreadableException::new);
    }

    static Errors error(Said said) {
        return switch (said.status()) {
            case 200 -> Errors.NONE;
            case 307 -> Errors.NOT_LEADER_OR_FOLLOWER;
            case 400, 409, 422 -> Errors.INVALID_RECORD;
            case 401 -> Errors.SASL_AUTHENTICATION_FAILED;
            case 403 -> Errors.TOPIC_AUTHORIZATION_FAILED;
            case 404 -> Errors.UNKNOWN_TOPIC_OR_PARTITION;
            case 410 -> Errors.UNKNOWN_TOPIC_ID;
            case 413 -> Errors.MESSAGE_TOO_LARGE;
            case 415 -> Errors.UNSUPPORTED_COMPRESSION_TYPE;
            case 429 -> Errors.THROTTLING_QUOTA_EXCEEDED;
            case 504 -> Errors.REQUEST_TIMED_OUT;
            case 500 -> Errors.UNKNOWN_SERVER_ERROR;
            default -> Errors.NOT_ENOUGH_REPLICAS;
        };
    }

    /** How long the vendor asks to wait, as a broker would say it. */
    static int pause(Said said) {
        var asked = said.headers().getOrDefault("retry-after", "0");
        var seconds = asked.matches("[0-9]+")
                ? Long.parseLong(asked)
                : Duration.between(date(said.headers().get("date")), date(asked))
                        .toSeconds();
        return Math.toIntExact(seconds * 1_000);
    }

    private static ZonedDateTime date(String text) {
        return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
    }

    static String text(ByteBuffer utf8) {
        return StandardCharsets.UTF_8.decode(utf8.duplicate()).toString();
    }

    static byte[] bytes(@Nullable ByteBuffer value) {
        var bytes = new byte[value == null ? 0 : value.remaining()];
        if (value != null) {
            value.duplicate().get(bytes);
        }
        return bytes;
    }
}
