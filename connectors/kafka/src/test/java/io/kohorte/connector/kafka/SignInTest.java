// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kohorte.spi.BatchResult;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.Settings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way to sign in, and what is said when it does not work. */
@ExtendWith(Cluster.Lent.class)
final class SignInTest {

    @ParameterizedTest
    @CsvSource({"SASL,plain", "SASL,scram-sha-512", "SASL_TLS,plain", "SASL_TLS,scram-sha-512", "TLS,certificate"})
    void an_event_arrives(String door, String signIn, Cluster cluster) throws Exception {
        var topic = cluster.topic(1, Map.of());
        var settings = settings(cluster, door, signIn, Map.of());
        assertThat(new KafkaConnector().check(settings, Samples.context())).isEmpty();
        try (var destination = new KafkaConnector().open(settings, Samples.context())) {
            var audiences = destination.audiences();
            var result = audiences.write(
                    audiences.ensure(Samples.audience(topic)),
                    Samples.batch(Samples.change(MemberChange.Kind.ADD, "4711", "hello")));
            assertThat(((BatchResult.Done) result).outcomes()).singleElement().isInstanceOf(Outcome.Accepted.class);
        }
        assertThat(cluster.records(topic, 1)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"plain", "scram-sha-512"})
    void a_wrong_password_is_named(String signIn, Cluster cluster) throws Exception {
        var settings = settings(cluster, "SASL_TLS", signIn, Map.of("password", "another"));
        assertProblem(settings, "/password", ProblemCode.CREDENTIALS_REJECTED);
    }

    @Test
    void a_kind_of_sign_in_that_is_not_offered_is_named(Cluster cluster) throws Exception {
        assertProblem(settings(cluster, "SASL", "scram-sha-256", Map.of()), "/signIn", ProblemCode.INVALID_SETTING);
    }

    @Test
    void an_authority_that_nobody_knows_is_named(Cluster cluster) throws Exception {
        assertProblem(
                settings(cluster, "SASL_TLS", "plain", Map.of("caCertificate", cluster.client.certificate())),
                "/caCertificate",
                ProblemCode.INVALID_SETTING);
    }

    @Test
    void a_client_certificate_that_nobody_knows_is_named(Cluster cluster) throws Exception {
        assertProblem(
                settings(
                        cluster,
                        "TLS",
                        "certificate",
                        Map.of("clientCertificate", cluster.broker.certificate(), "clientKey", cluster.broker.key())),
                "/clientCertificate",
                ProblemCode.CREDENTIALS_REJECTED);
    }

    @ParameterizedTest
    @CsvSource({"caCertificate", "clientCertificate", "clientKey"})
    void what_is_no_pem_is_named(String field, Cluster cluster) throws Exception {
        assertProblem(
                settings(cluster, "TLS", "certificate", Map.of(field, "-----BEGIN NOTHING-----")),
                "/" + field,
                ProblemCode.INVALID_SETTING);
    }

    @Test
    void a_certificate_needs_encryption(Cluster cluster) throws Exception {
        assertProblem(
                settings(cluster, "PLAINTEXT", "certificate", Map.of()), "/encryption", ProblemCode.INVALID_SETTING);
    }

    @Test
    void nobody_at_the_address_is_no_wrong_password() {
        var settings = Settings.of(
                Map.of("brokers", "localhost:1", "encryption", "none", "signIn", "none", "timeoutSeconds", 5));
        assertProblem(settings, "/brokers", ProblemCode.CONNECTION);
    }

    @Test
    void the_second_broker_is_asked_when_the_first_is_away(Cluster cluster) {
        var settings = Samples.open(cluster, Map.of("brokers", "localhost:1, " + cluster.door("PLAINTEXT")));
        assertThat(new KafkaConnector().check(settings, Samples.context())).isEmpty();
    }

    @Test
    void a_topic_that_is_not_there_is_no_missing_permission(Cluster cluster) throws Exception {
        var readOnly = cluster.topic(1, Map.of());
        allow(cluster, readOnly, AclOperation.DESCRIBE);
        var settings = settings(cluster, "SASL_TLS", "scram-sha-512", Map.of("conversionsTopic", readOnly));
        assertProblem(settings, "/conversionsTopic", ProblemCode.NOT_PERMITTED);
        assertProblem(
                settings(cluster, "SASL_TLS", "scram-sha-512", Map.of("conversionsTopic", "nobody.made.this")),
                "/conversionsTopic",
                ProblemCode.AUDIENCE_GONE);
        try (var destination = new KafkaConnector().open(settings, Samples.context())) {
            var failure = catchThrowableOfType(
                    ConnectorException.class, () -> destination.audiences().ensure(Samples.audience(readOnly)));
            assertThat(failure.problem().code()).isEqualTo(ProblemCode.NOT_PERMITTED);
            assertThat(failure.problem().field()).isEqualTo("topic");
        }
    }

    /** At every level, of Kafka's own classes too: they like to log what they were configured with. */
    @Test
    void no_secret_and_nobody_is_logged(Cluster cluster) throws Exception {
        var heard = new StringBuilder();
        var root = Logger.getLogger("");
        var kafka = Logger.getLogger("org.apache.kafka");
        var listener = new Listener(heard);
        var before = kafka.getLevel();
        root.addHandler(listener);
        kafka.setLevel(Level.ALL);
        try {
            for (var signIn : List.of("plain", "scram-sha-512")) {
                an_event_arrives("SASL_TLS", signIn, cluster);
                a_wrong_password_is_named(signIn, cluster);
            }
            an_event_arrives("TLS", "certificate", cluster);
            what_is_no_pem_is_named("clientKey", cluster);
        } finally {
            kafka.setLevel(before);
            root.removeHandler(listener);
        }
        assertThat(heard).contains("[kafka]");
        assertThat(heard.toString())
                .doesNotContain(Cluster.PASSWORD, "4711@example.com", "BEGIN PRIVATE KEY")
                .doesNotContain(cluster.client.key().lines().skip(1).findFirst().orElseThrow());
    }

    private static final class Listener extends Handler {

        private final StringBuilder heard;

        Listener(StringBuilder heard) {
            this.heard = heard;
            setLevel(Level.ALL);
        }

        @Override
        public synchronized void publish(LogRecord record) {
            if (!record.getMessage().contains("[kafka]")
                    && !record.getLoggerName().contains(".clients.")
                    && !record.getLoggerName().contains(".common.")) {
                return; // the broker of the tests, which lives in this process
            }
            heard.append(record.getMessage()).append('\n');
            if (record.getThrown() != null) {
                var trace = new StringWriter();
                record.getThrown().printStackTrace(new PrintWriter(trace));
                heard.append(trace).append('\n');
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private static void allow(Cluster cluster, String topic, AclOperation operation) throws Exception {
        cluster.admin()
                .createAcls(List.of(new AclBinding(
                        new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                        new AccessControlEntry("User:" + Cluster.USER, "*", operation, AclPermissionType.ALLOW))))
                .all()
                .get();
    }

    private static void assertProblem(Settings settings, String pointer, ProblemCode code) {
        assertThat(new KafkaConnector().check(settings, Samples.context()))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.problem().code()).isEqualTo(code);
                    assertThat(problem.pointer()).isEqualTo(pointer);
                });
    }

    private static Settings settings(Cluster cluster, String door, String signIn, Map<String, Object> more)
            throws Exception {
        var settings = new HashMap<String, Object>();
        settings.put("brokers", cluster.door(door));
        settings.put("encryption", door.endsWith("TLS") ? "tls" : "none");
        settings.put("signIn", signIn);
        settings.put("timeoutSeconds", 20);
        settings.put("caCertificate", cluster.broker.certificate());
        if (signIn.equals("certificate")) {
            settings.put("clientCertificate", cluster.client.certificate());
            settings.put("clientKey", cluster.client.key());
        } else {
            settings.put("username", Cluster.USER);
            settings.put("password", Cluster.PASSWORD);
        }
        return Samples.with(settings, more);
    }
}
