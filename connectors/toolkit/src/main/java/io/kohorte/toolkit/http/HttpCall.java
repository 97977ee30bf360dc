// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.WireRequest;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.Secret;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * A request, described once: {@link #shown} is what a preview shows of it, {@link SafeHttp#send} sends it. Immutable.
 * Begin with {@link SafeHttp#post} and its like.
 */
public final class HttpCall {

    private static final byte[] NOTHING = {};

    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

    private final String method;
    private final String url;
    private final Map<String, Secret> secretParameters;
    private final Map<String, Header> headers;
    private final byte[] body;
    private final List<Integer> rows;
    private final boolean idempotent;

    private HttpCall(Builder builder) {
        method = builder.method;
        url = builder.url;
        secretParameters = Collections.unmodifiableMap(new LinkedHashMap<>(builder.secretParameters));
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(builder.headers));
        body = builder.body;
        rows = builder.rows;
        idempotent = builder.idempotent;
    }

    /** As a preview shows it: secrets masked, values of the attempt as placeholders. */
    public WireRequest shown() {
        var texts = new LinkedHashMap<String, String>();
        headers.forEach((name, header) -> texts.put(name, header.shown));
        return new WireRequest(method, shownUrl(), texts, new String(body, StandardCharsets.UTF_8), rows);
    }

    /** Positions in the batch whose changes this call carries. */
    public List<Integer> rows() {
        return rows;
    }

    /** Whether sending it twice has the effect of sending it once. */
    public boolean idempotent() {
        return idempotent;
    }

    String method() {
        return method;
    }

    String url() {
        return withParameters(url, Secret::reveal);
    }

    boolean hasBody() {
        return body.length > 0 || WITH_BODY.contains(method);
    }

    Optional<RequestBody> requestBody() {
        return hasBody() ? Optional.of(new Once(body)) : Optional.empty();
    }

    /** As it goes over the wire, unless it holds a placeholder; never with what stands before an {@code @}. */
    private String shownUrl() {
        var parsed = HttpUrl.parse(url);
        var shown = parsed == null || url.contains("{")
                ? url
                : parsed.newBuilder()
                        .username("")
                        .password("")
                        .fragment(null)
                        .build()
                        .toString();
        return withParameters(shown, Secret::toString);
    }

    private String withParameters(String address, Function<Secret, String> text) {
        var whole = new StringBuilder(address);
        secretParameters.forEach((name, value) -> whole.append(whole.indexOf("?") < 0 ? '?' : '&')
                .append(name)
                .append('=')
                .append(URLEncoder.encode(text.apply(value), StandardCharsets.UTF_8)));
        return whole.toString();
    }

    /** Header values for an attempt at this moment. */
    Map<String, String> headersAt(Instant attempt) {
        var values = new LinkedHashMap<String, String>();
        headers.forEach((name, header) -> values.put(name, sendable(name, header.sent.apply(attempt))));
        return values;
    }

    /** The HTTP library quotes a bad value in its exception, and this one may be a secret. */
    private static String sendable(String name, String value) {
        if (value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c <= '~'))) {
            return value;
        }
        throw new ConnectorException(Problem.of(
                ProblemCode.INVALID_SETTING,
                "The value of the header " + name + " holds characters that HTTP does not allow."));
    }

    @Override
    public String toString() {
        return shown().toString();
    }

    /** Tells the HTTP library that this body is not for a second attempt. Its type is among the headers. */
    private static final class Once extends RequestBody {

        private final byte[] bytes;

        Once(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public @Nullable MediaType contentType() {
            return null;
        }

        @Override
        public long contentLength() {
            return bytes.length;
        }

        @Override
        public boolean isOneShot() {
            return true;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            sink.write(bytes);
        }
    }

    private record Header(String shown, Function<Instant, String> sent) {}

    /** Puts a call together. */
    public static final class Builder {

        private final String method;
        private final String url;
        private final Map<String, Secret> secretParameters = new LinkedHashMap<>();
        private final Map<String, Header> headers = new LinkedHashMap<>();
        private byte[] body = NOTHING;
        private List<Integer> rows = List.of();
        private boolean idempotent;

        Builder(String method, String url) {
            this.method = method;
            this.url = url;
            this.idempotent = method.equals("GET");
        }

        /** A header that may be shown. */
        public Builder header(String name, String value) {
            return put(name, new Header(value, attempt -> value));
        }

        /** A header shown as {@code ***}. */
        public Builder secret(String name, Secret value) {
            return put(name, new Header(Secret.MASK, attempt -> value.reveal()));
        }

        /**
         * A parameter of the query, shown as {@code ***}, for vendors that leave no other place. The address must not have a
         * fragment.
         *
         * @param name as it stands in an address
         */
        public Builder secretParameter(String name, Secret value) {
            secretParameters.put(name, value);
            return this;
        }

        /**
         * A header whose value is made for each attempt, such as a time, a signature or a token.
         *
         * @param shown stands in its place in the preview; parts in braces and {@code ***} are placeholders, for example
         *     <code>{timestamp}</code> or {@code Bearer ***}
         * @param sent moment of the attempt, from the connector's clock, to the value
         */
        public Builder atAttempt(String name, String shown, Function<Instant, String> sent) {
            return put(name, new Header(shown, sent));
        }

        public Builder json(JsonNode tree) {
            return body("application/json", Json.write(tree));
        }

        /** @param bytes belong to the call from now on and are never changed */
        public Builder body(String contentType, byte[] bytes) {
            body = bytes;
            return header("content-type", contentType);
        }

        /** Positions in the batch whose changes this call carries. */
        public Builder rows(List<Integer> positions) {
            rows = List.copyOf(positions);
            return this;
        }

        /** Sending it twice has the effect of sending it once, so a lost answer is no reason to worry. */
        public Builder idempotent() {
            idempotent = true;
            return this;
        }

        public HttpCall build() {
            return new HttpCall(this);
        }

        private Builder put(String name, Header header) {
            headers.put(name.toLowerCase(Locale.ROOT), header);
            return this;
        }
    }
}
