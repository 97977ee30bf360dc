// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.kafka;

import io.kohorte.spi.ProblemCode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.network.ChannelBuilder;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;

/** Makes channels to brokers: TLS with the names of hosts verified, and the sign-in. */
final class Security {

    private Security() {}

    static ChannelBuilder channels(KafkaSettings settings, LogContext log) {
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        // the JDK looks for the login module with this loader, which in a plug-in is not the one that has Kafka
        thread.setContextClassLoader(Security.class.getClassLoader());
        try {
            // not logged: true would write every setting to the log
            var config = new AbstractConfig(AdminClientConfig.configDef(), values(settings), false);
            var signIn = settings.signIn();
            return signIn.withPassword()
                    ? new PasswordChannels(
                            signIn.mechanism(), signIn.protocol(settings.encrypted()), config.values(), log)
                    : ClientUtils.createChannelBuilder(config, Time.SYSTEM, log);
        } catch (KafkaException unusable) {
            throw Refusals.of(
                    ProblemCode.INVALID_SETTING,
                    mistaken(settings),
                    "Certificate or key cannot be read, or the password of the key is wrong.");
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static Map<String, Object> values(KafkaSettings settings) {
        var signIn = settings.signIn();
        if (signIn == SignIn.CERTIFICATE && !settings.encrypted()) {
            throw Refusals.of(
                    ProblemCode.INVALID_SETTING, "encryption", "Signing in with a certificate needs encryption.");
        }
        var values = new HashMap<String, Object>();
        values.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, signIn.protocol(settings.encrypted()).name);
        if (signIn.withPassword()) {
            values.put(SaslConfigs.SASL_MECHANISM, signIn.mechanism());
            values.put(
                    SaslConfigs.SASL_JAAS_CONFIG,
                    signIn.jaas(settings.needed("username"), settings.needed("password")));
        }
        if (settings.encrypted()) {
            putCertificates(values, settings);
        }
        return values;
    }

    private static void putCertificates(Map<String, Object> values, KafkaSettings settings) {
        if (!settings.text("caCertificate").isEmpty()) {
            values.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, DefaultSslEngineFactory.PEM_TYPE);
            values.put(SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG, settings.text("caCertificate"));
        }
        if (settings.signIn() == SignIn.CERTIFICATE) {
            values.put(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, DefaultSslEngineFactory.PEM_TYPE);
            values.put(SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG, settings.needed("clientCertificate"));
            values.put(SslConfigs.SSL_KEYSTORE_KEY_CONFIG, settings.needed("clientKey"));
            if (!settings.text("clientKeyPassword").isEmpty()) {
                values.put(SslConfigs.SSL_KEY_PASSWORD_CONFIG, settings.text("clientKeyPassword"));
            }
        }
    }

    private static String mistaken(KafkaSettings settings) {
        if (!settings.text("caCertificate").isEmpty() && !certificates(settings.text("caCertificate"))) {
            return "caCertificate";
        }
        return certificates(settings.text("clientCertificate")) ? "clientKey" : "clientCertificate";
    }

    private static boolean certificates(String pem) {
        try {
            return !CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)))
                    .isEmpty();
        } catch (CertificateException unreadable) {
            return false;
        }
    }
}
