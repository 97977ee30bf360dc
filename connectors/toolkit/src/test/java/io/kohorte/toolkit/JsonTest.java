// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.spi.FieldValue;
import io.kohorte.spi.UnsupportedCapabilityException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JsonTest {

    @Test
    void writes_each_kind_of_value() {
        var values = List.of(
                FieldValue.of("Müller \"€\" 😀\n"),
                FieldValue.of("half \uD83D!"),
                FieldValue.of(new BigDecimal("1E+3")),
                FieldValue.of(new BigDecimal("0.10")),
                FieldValue.of(true),
                FieldValue.of(Instant.parse("2026-11-21T20:26:10.344Z")),
                FieldValue.EMPTY);
        var bytes = Json.write(json -> {
            json.writeStartArray();
            for (var value : values) {
                Json.write(json, value);
            }
            json.writeEndArray();
        });
        var nodes = Json.mapper().createArrayNode();
        values.forEach(value -> nodes.add(Json.node(value)));
        assertThat(Json.write(nodes)).isEqualTo(bytes);
        assertThat(new String(bytes, StandardCharsets.UTF_8))
                .isEqualTo(
                        "[\"Müller \\\"€\\\" 😀\\n\",\"half \uFFFD!\",1000,0.10,true,\"2026-11-21T20:26:10.344Z\",null]");
    }

    @Test
    void writes_nothing_that_would_overwrite_what_is_to_be_kept() {
        var ifEmpty = new FieldValue.IfEmpty(FieldValue.of("once"));
        assertThatThrownBy(() -> Json.node(ifEmpty)).isInstanceOf(UnsupportedCapabilityException.class);
        assertThatThrownBy(() -> Json.write(json -> Json.write(json, ifEmpty)))
                .isInstanceOf(UnsupportedCapabilityException.class);
    }

    @Test
    void goes_on_with_members_that_are_json_already() {
        var bytes = Json.write(json -> {
            json.writeStartArray();
            for (var index = 0; index < 2; index++) {
                json.writeStartObject();
                json.writeNumberField("index", index);
                Json.members(json, "{\"name\":\"Müller\",\"in\":true}".getBytes(StandardCharsets.UTF_8));
                json.writeEndObject();
            }
            json.writeEndArray();
        });
        assertThat(new String(bytes, StandardCharsets.UTF_8))
                .isEqualTo(
                        "[{\"index\":0,\"name\":\"Müller\",\"in\":true},{\"index\":1,\"name\":\"Müller\",\"in\":true}]");
    }

    @Test
    void reads_numbers_exactly() {
        var json = Json.read("{\"value\":0.1000000000000000000001}".getBytes(StandardCharsets.UTF_8));
        assertThat(json.orElseThrow().path("value").decimalValue()).isEqualTo("0.1000000000000000000001");
    }

    @ParameterizedTest
    @CsvSource({
        "49.90, 49.90",
        "'\"49.90\"', 49.90",
        "'\" -7 \"', -7",
        "0, 0",
        "1e2, 1E+2",
        "999999999999999999.999999999999999999, 999999999999999999.999999999999999999",
        "1000000000000000000,",
        "0.0000000000000000001,",
        "1e999,",
        "1e-999,",
        "1e2147483647,",
        "'\"1e9\"',",
        "'\"4,50\"',",
        "'\"\"',",
        "null,",
        "true,",
        "[1],"
    })
    void reads_what_something_was_worth(String json, BigDecimal amount) {
        var node = Json.read(json.getBytes(StandardCharsets.UTF_8)).orElseThrow();
        assertThat(Json.amount(node)).isEqualTo(Optional.ofNullable(amount));
    }

    @Test
    void survives_what_was_made_to_break_readers() {
        assertThat(Json.read("[".repeat(100_000).getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
        assertThat(Json.read(new byte[] {(byte) 0xff, 0x00})).isEmpty();
        assertThat(Json.read(new byte[0])).isEmpty();
        assertThat(Json.read("1e99999999999".getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @Test
    void agrees_with_the_json_test_suite() throws IOException {
        var suite = Path.of(System.getProperty("kohorte.root", "."), "..", "shared/data/JSONTestSuite/test_parsing");
        Assumptions.assumeTrue(Files.isDirectory(suite), "the JSON test suite is not beside the checkout");
        try (var files = Files.list(suite)) {
            for (var file : files.toList()) {
                var name = file.getFileName().toString();
                var read = Json.read(Files.readAllBytes(file));
                if (name.startsWith("y_") && !name.contains("duplicated")) {
                    assertThat(read).as(name).isPresent();
                } else if (name.startsWith("n_")) {
                    assertThat(read).as(name).isEmpty();
                }
            }
        }
    }
}
