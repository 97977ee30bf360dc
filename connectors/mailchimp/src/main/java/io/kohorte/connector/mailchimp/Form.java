// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mailchimp;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The body of a webhook: {@code type=unsubscribe&data[email]=…}, the brackets perhaps escaped. */
record Form(Map<String, String> values) {

    static Form read(byte[] body) {
        var values = new HashMap<String, String>();
        try {
            for (var pair : new String(body, StandardCharsets.UTF_8).split("&", -1)) {
                var equals = pair.indexOf('=');
                if (equals > 0) {
                    values.putIfAbsent(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
                }
            }
        } catch (IllegalArgumentException unreadable) {
            throw invalid("", "The body is no form.");
        }
        return new Form(Map.copyOf(values));
    }

    Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> !value.isBlank());
    }

    /** A part of what the call is about: {@code data[email]}. */
    Optional<String> data(String name) {
        return value("data[" + name + "]");
    }

    static ConnectorException invalid(String pointer, String sentence) {
        return new ConnectorException(
                Problem.of(ProblemCode.FIELD_INVALID, sentence).at(pointer));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** Personal data stays out of texts. */
    @Override
    public String toString() {
        return "form " + values.keySet();
    }
}
