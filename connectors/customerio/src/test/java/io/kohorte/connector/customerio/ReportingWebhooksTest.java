// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.customerio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.spi.Conversion;
import io.kohorte.spi.InboundCall;
import io.kohorte.spi.Settings;
import io.kohorte.tck.TestVendor;
import io.kohorte.toolkit.Secret;
import io.kohorte.toolkit.signature.Hmac;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ReportingWebhooksTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_732_220_770L);

    private final ReportingWebhooks webhooks =
            new ReportingWebhooks(Settings.of(Map.of("signingKey", "cio-signing-key")));

    @Test
    void the_known_vector_verifies() {
        var body = "{\"event_id\":\"01E4C4CT6YDC7Y5M7FE1GWWPQJ\",\"object_type\":\"email\",\"metric\":\"converted\","
                + "\"timestamp\":1732220770,\"data\":{\"customer_id\":\"4711\"}}";
        var conversions = webhooks.receive(
                call(body, "1732220770", "6d73efdcf7f441ea782cf47ca89ffcf7cc2e45f6ee7fa28ad72ee30b17f85587", NOW));

        assertThat(conversions).singleElement().satisfies(event -> {
            assertThat(event.remoteId()).isEqualTo("01E4C4CT6YDC7Y5M7FE1GWWPQJ");
            assertThat(event.type()).isEqualTo("email.converted");
            assertThat(event.occurredAt()).isEqualTo(NOW);
            assertThat(event.subject().identifier("external_id")).contains("4711");
        });
    }

    @Test
    void a_signature_is_for_this_body_this_moment_and_this_key() {
        var body = event("email", "clicked", "{}");
        var signature = signature("1732220770", body);
        assertThat(webhooks.receive(call(body, "1732220770", signature, NOW.plusSeconds(299))))
                .hasSize(1);
        for (var forged : List.of(
                call(body, "1732220770", signature, NOW.plusSeconds(301)),
                call(body, "1732220771", signature, NOW),
                call(body + " ", "1732220770", signature, NOW),
                call(body, "1732220770", "", NOW),
                call(body, "1732220770", "not hex", NOW),
                call(body, "yesterday", signature, NOW))) {
            assertThatThrownBy(() -> webhooks.receive(forged)).hasMessageStartingWith("CREDENTIALS_REJECTED");
        }
        var keyless = new ReportingWebhooks(Settings.empty());
        assertThatThrownBy(() -> keyless.receive(call(body, "1732220770", signature, NOW)))
                .hasMessageStartingWith("CREDENTIALS_REJECTED");
    }

    @Test
    void how_old_a_signature_may_be_is_a_setting() {
        var patient =
                new ReportingWebhooks(Settings.of(Map.of("signingKey", "cio-signing-key", "toleranceMinutes", 60)));
        var body = event("email", "clicked", "{}");
        assertThat(patient.receive(
                        call(body, "1732220770", signature("1732220770", body), NOW.plus(Duration.ofMinutes(59)))))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "email, sent, email.sent",
        "email, delivered, email.delivered",
        "email, opened, email.opened",
        "email, clicked, email.clicked",
        "email, bounced, email.bounced",
        "email, spammed, email.complained",
        "email, unsubscribed, " + Conversion.UNSUBSCRIBED,
        "customer, unsubscribed, " + Conversion.UNSUBSCRIBED,
        "sms, clicked, sms.clicked",
        "push, opened, push.opened"
    })
    void metrics_are_called_as_everywhere(String object, String metric, String type) {
        assertThat(receive(event(object, metric, "{}")))
                .extracting(Conversion::type)
                .containsExactly(type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"drafted", "attempted", "deferred", "cio_subscription_preferences_changed"})
    void what_happened_to_nobody_is_passed_over(String metric) {
        assertThat(receive(event("email", metric, "{}"))).isEmpty();
    }

    @Test
    void people_are_named_by_all_that_is_told() {
        var named = receive(event(
                "email",
                "opened",
                "{\"customer_id\":\"old\",\"identifiers\":{\"id\":\"4711\",\"email\":\"a@example.com\",\"cio_id\":\"03\"},"
                        + "\"recipient\":\"b@example.com\"}"));
        assertThat(named.get(0).subject().identifiers())
                .isEqualTo(Map.of("external_id", "4711", "email", "a@example.com", "customerio_id", "03"));
        var sms = receive(event("sms", "sent", "{\"recipient\":\"+491701234567\",\"identifiers\":{\"id\":null}}"));
        assertThat(sms.get(0).subject().identifiers()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "no json",
                "{\"object_type\":\"email\",\"metric\":\"sent\",\"timestamp\":1}",
                "{\"event_id\":\"1\",\"metric\":\"sent\",\"timestamp\":1}",
                "{\"event_id\":\"1\",\"object_type\":\"email\",\"timestamp\":1}",
                "{\"event_id\":\"1\",\"object_type\":\"email\",\"metric\":\"sent\",\"timestamp\":\"now\"}"
            })
    void an_event_that_cannot_be_read_is_named_as_such(String body) {
        assertThatThrownBy(() -> receive(body)).hasMessageStartingWith("FIELD_INVALID");
    }

    private List<Conversion> receive(String body) {
        return webhooks.receive(call(body, "1732220770", signature("1732220770", body), NOW));
    }

    private static String event(String object, String metric, String data) {
        return "{\"event_id\":\"e1\",\"object_type\":\"" + object + "\",\"metric\":\"" + metric
                + "\",\"timestamp\":1732220770,\"data\":" + data + "}";
    }

    private static String signature(String timestamp, String body) {
        return HexFormat.of()
                .formatHex(Hmac.SHA256.sign(
                        new Secret("cio-signing-key"),
                        ("v0:" + timestamp + ":" + body).getBytes(StandardCharsets.UTF_8)));
    }

    private static InboundCall call(String body, String timestamp, String signature, Instant receivedAt) {
        return TestVendor.call(
                Map.of("X-CIO-Timestamp", List.of(timestamp), "X-CIO-Signature", List.of(signature)),
                body.getBytes(StandardCharsets.UTF_8),
                receivedAt);
    }
}
