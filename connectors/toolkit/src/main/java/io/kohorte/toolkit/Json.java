// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.kohorte.spi.Capability;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.UnsupportedCapabilityException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/** JSON as connectors read and write it: exact numbers, strict reading, no exception that quotes what it read. */
public final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private static final Pattern AMOUNT = Pattern.compile("-?[0-9]{1,18}([.][0-9]{1,18})?");
    private static final int MOST_DIGITS = 18;

    private Json() {}

    /** The mapper itself, for building nodes. Do not configure it. */
    public static JsonMapper mapper() {
        return MAPPER;
    }

    /** Empty when the bytes are not exactly one JSON value. */
    public static Optional<JsonNode> read(byte[] bytes) {
        try {
            var node = MAPPER.readTree(bytes);
            return node == null || node.isMissingNode() ? Optional.empty() : Optional.of(node);
        } catch (IOException | NumberFormatException notJson) { // the latter for absurd exponents
            return Optional.empty();
        }
    }

    /**
     * What something was worth: a number, or a text that is one. Empty for anything else, and beyond 18 digits before or
     * after the point: that is a mistake or malice, and arithmetic with it may take for ever.
     */
    public static Optional<BigDecimal> amount(JsonNode node) {
        var text = node.isTextual() ? node.asText().strip() : "";
        if (!node.isNumber() && !AMOUNT.matcher(text).matches()) {
            return Optional.empty();
        }
        var number = node.isNumber() ? node.decimalValue() : new BigDecimal(text);
        return Math.abs((long) number.scale()) <= MOST_DIGITS
                        && (long) number.precision() - number.scale() <= MOST_DIGITS
                ? Optional.of(number)
                : Optional.empty();
    }

    /**
     * A field's value as a node, as {@link #write(JsonGenerator, FieldValue)} writes it.
     *
     * @throws UnsupportedCapabilityException for {@link FieldValue.IfEmpty}: plain JSON would overwrite
     */
    public static JsonNode node(FieldValue value) {
        if (value instanceof FieldValue.Text text) {
            return new TextNode(whole(text.value()));
        }
        if (value instanceof FieldValue.Numeric number) {
            return DecimalNode.valueOf(number.value());
        }
        if (value instanceof FieldValue.Flag flag) {
            return BooleanNode.valueOf(flag.value());
        }
        if (value instanceof FieldValue.Moment moment) {
            return new TextNode(moment.value().toString());
        }
        if (value instanceof FieldValue.IfEmpty) {
            throw new UnsupportedCapabilityException(Capability.SET_IF_EMPTY);
        }
        return NullNode.getInstance();
    }

    /** UTF-8 bytes of a tree. */
    public static byte[] write(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** UTF-8 bytes of what a writer streams: faster than a tree where rows are many. */
    public static byte[] write(Body body) {
        var bytes = new ByteArrayOutputStream(512);
        try (var generator = MAPPER.createGenerator(bytes)) {
            body.to(generator);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /**
     * Writes a field's value; {@link FieldValue.Empty} becomes {@code null}, a moment becomes ISO 8601 in UTC.
     *
     * @throws UnsupportedCapabilityException for {@link FieldValue.IfEmpty}: plain JSON would overwrite
     */
    public static void write(JsonGenerator json, FieldValue value) throws IOException {
        if (value instanceof FieldValue.Text text) {
            text(json, text.value());
        } else if (value instanceof FieldValue.Numeric number) {
            json.writeNumber(number.value());
        } else if (value instanceof FieldValue.Flag flag) {
            json.writeBoolean(flag.value());
        } else if (value instanceof FieldValue.Moment moment) {
            json.writeString(moment.value().toString());
        } else if (value instanceof FieldValue.IfEmpty) {
            throw new UnsupportedCapabilityException(Capability.SET_IF_EMPTY);
        } else {
            json.writeNull();
        }
    }

    /** A member of an object, with a field's value. */
    public static void write(JsonGenerator json, String name, FieldValue value) throws IOException {
        json.writeFieldName(whole(name));
        write(json, value);
    }

    /**
     * Goes on with the members of an object that is JSON already, in an object that has a member. For what is written once
     * and sent in different places; {@code json} writes to a stream, as in {@link #write(Body)}.
     */
    public static void members(JsonGenerator json, byte[] object) throws IOException {
        json.writeRaw(',');
        json.flush();
        ((OutputStream) json.getOutputTarget()).write(object, 1, object.length - 2);
    }

    /** Writes text; half a character pair, which no UTF-8 can hold, becomes U+FFFD. */
    public static void text(JsonGenerator json, String text) throws IOException {
        json.writeString(whole(text));
    }

    /** A member of an object, with a text as its value. */
    public static void text(JsonGenerator json, String name, String text) throws IOException {
        json.writeFieldName(whole(name));
        text(json, text);
    }

    /** Text as UTF-8 can hold it: half a character pair becomes U+FFFD. */
    public static String whole(String text) {
        for (var i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return text.codePoints()
                        .map(point -> Character.getType(point) == Character.SURROGATE ? 0xfffd : point)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
            }
        }
        return text;
    }

    /** Streams one JSON value. */
    @FunctionalInterface
    public interface Body {
        void to(JsonGenerator json) throws IOException;
    }
}
