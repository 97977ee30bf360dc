// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.Settings;
import io.kohorte.toolkit.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** How a body is written. */
enum BodyFormat {
    JSON,
    /** Pairs, percent-encoded; null is written as an empty value. */
    FORM;

    static BodyFormat of(Settings settings) {
        return settings.text("bodyFormat", "json").equals("form") ? FORM : JSON;
    }

    String contentType() {
        return this == FORM ? "application/x-www-form-urlencoded" : "application/json";
    }

    byte[] bytes(JsonNode body) {
        return this == JSON ? Json.write(body) : form(body).getBytes(StandardCharsets.UTF_8);
    }

    private static String form(JsonNode body) {
        return body.properties().stream()
                .map(pair -> encoded(pair.getKey()) + "=" + encoded(text(pair.getValue())))
                .collect(Collectors.joining("&"));
    }

    private static String text(JsonNode value) {
        if (value.isNull()) {
            return "";
        }
        if (value.isBigDecimal()) {
            return value.decimalValue().toPlainString();
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
