// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.kafka;

import java.util.Locale;
import org.apache.kafka.common.security.auth.SecurityProtocol;

/** How we show the cluster who we are. */
enum SignIn {
    NONE(""),
    CERTIFICATE(""),
    PLAIN("org.apache.kafka.common.security.plain.PlainLoginModule"),
    SCRAM_SHA_256("org.apache.kafka.common.security.scram.ScramLoginModule"),
    SCRAM_SHA_512("org.apache.kafka.common.security.scram.ScramLoginModule");

    private final String module;

    SignIn(String module) {
        this.module = module;
    }

    /** @throws IllegalArgumentException if the schema let through what is none */
    static SignIn named(String setting) {
        return valueOf(setting.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    boolean withPassword() {
        return !module.isEmpty();
    }

    /** As Kafka names it: {@code SCRAM-SHA-512}. */
    String mechanism() {
        return name().replace('_', '-');
    }

    SecurityProtocol protocol(boolean encrypted) {
        if (withPassword()) {
            return encrypted ? SecurityProtocol.SASL_SSL : SecurityProtocol.SASL_PLAINTEXT;
        }
        return encrypted ? SecurityProtocol.SSL : SecurityProtocol.PLAINTEXT;
    }

    /** What Kafka wants to be told of user and password: a line of a JAAS file. */
    String jaas(String username, String password) {
        return module + " required username=" + quoted(username) + " password=" + quoted(password) + ";";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
