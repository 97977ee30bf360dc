// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.braze;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Conversion;
import io.kohorte.spi.InboundCall;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.tck.TestVendor;
import java.math.BigDecimal;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events that templates of Braze write and sign. */
final class PushedEventTest {

    private static final String SECRET = "liquid-secret-1234";
    private static final Instant NOW = FakeBraze.NOW;

    private static final String PURCHASE =
            """
            {"id":"order-7","external_id":"4711","email":"","type":"purchase","value":"49.90","currency":"EUR",
             "occurred_at":"2026-11-20T11:00:00+01:00"}""";

    @Test
    void liquid_signs_as_java_does() {
        assertThat(hmac("secret_key", "hey"))
                .as("the example on the page about Liquid's filters")
                .isEqualTo("8df897f8da3d7992fe57c8dbc6f27578cfbf2dcc4d0fbb4000b8c924841d508e");
    }

    @Test
    void a_purchase_is_read_with_its_value() {
        assertThat(receive(PURCHASE))
                .containsExactly(new Conversion(
                        "order-7",
                        new SubjectKeys("", Map.of("customer_id", "4711")),
                        "purchase",
                        Instant.parse("2026-11-20T10:00:00Z"),
                        new BigDecimal("49.90"),
                        "EUR"));
    }

    @Test
    void what_is_not_said_of_the_moment_is_when_it_was_signed() {
        assertThat(receive("{\"id\":\"d-1\",\"email\":\"max@example.com\",\"type\":\"campaign.responded\"}"))
                .containsExactly(new Conversion(
                        "d-1",
                        new SubjectKeys("", Map.of("email", "max@example.com")),
                        "campaign.responded",
                        NOW,
                        BigDecimal.ZERO,
                        ""));
    }

    @Test
    void blanks_that_a_template_leaves_around_the_body_do_not_matter() {
        var signed = signed(SECRET, PURCHASE.getBytes(UTF_8), NOW, NOW);
        var blanks = new InboundCall(
                "POST", signed.url(), signed.headers(), ("\n  " + PURCHASE + "\r\n").getBytes(UTF_8), NOW);

        assertThat(receive(Map.of("webhookSecret", SECRET), blanks)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {-301, 301})
    void an_old_signature_is_refused(long seconds) {
        var call = signed(SECRET, PURCHASE.getBytes(UTF_8), NOW.plusSeconds(seconds), NOW);

        assertThat(refusal(Map.of("webhookSecret", SECRET), call)).isEqualTo(ProblemCode.CREDENTIALS_REJECTED);
    }

    @ParameterizedTest
    @ValueSource(longs = {-300, 300})
    void five_minutes_between_the_clocks_are_fine(long seconds) {
        var call = signed(SECRET, PURCHASE.getBytes(UTF_8), NOW.plusSeconds(seconds), NOW);

        assertThat(receive(Map.of("webhookSecret", SECRET), call)).hasSize(1);
    }

    @Test
    void another_secret_is_refused() {
        var call = signed("another-secret-1234", PURCHASE.getBytes(UTF_8), NOW, NOW);

        assertThat(refusal(Map.of("webhookSecret", SECRET), call)).isEqualTo(ProblemCode.CREDENTIALS_REJECTED);
    }

    @Test
    void without_a_secret_nothing_is_believed() {
        var call = signed(SECRET, PURCHASE.getBytes(UTF_8), NOW, NOW);

        assertThat(refusal(Map.of(), call)).isEqualTo(ProblemCode.CREDENTIALS_REJECTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "t=1", "v1=00", "t=x,v1=00", "t=99999999999,v1=00"})
    void a_header_that_is_none_is_refused(String header) {
        var call = new InboundCall(
                "POST",
                "https://kohorte.example/in",
                Map.of(LiquidSignature.HEADER, List.of(header)),
                PURCHASE.getBytes(UTF_8),
                NOW);

        assertThat(refusal(Map.of("webhookSecret", SECRET), call)).isEqualTo(ProblemCode.CREDENTIALS_REJECTED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    not json | ``
                    [] | ``
                    {"external_id":"1","type":"purchase"} | /id
                    {"id":"1","type":"purchase"} | /external_id
                    {"id":"1","external_id":"","type":"purchase"} | /external_id
                    {"id":"1","external_id":"1"} | /type
                    {"id":"1","external_id":"1","type":"Purchase made"} | /type
                    {"id":"1","external_id":{},"type":"purchase"} | /external_id
                    {"id":"1","external_id":"1","type":"purchase","value":"lots","currency":"EUR"} | /value
                    {"id":"1","external_id":"1","type":"purchase","value":1e999,"currency":"EUR"} | /value
                    {"id":"1","external_id":"1","type":"purchase","value":1} | /currency
                    {"id":"1","external_id":"1","type":"purchase","value":1,"currency":"Euro"} | /currency
                    {"id":"1","external_id":"1","type":"purchase","occurred_at":"yesterday"} | /occurred_at
                    """)
    void points_at_what_cannot_be_read(String body, String pointer) {
        var refusal = catchThrowableOfType(ConnectorException.class, () -> receive(body));

        assertThat(refusal.problem().code()).isEqualTo(ProblemCode.FIELD_INVALID);
        assertThat(refusal.problem().field()).isEqualTo(pointer);
    }

    private static List<Conversion> receive(String body) {
        return receive(Map.of("webhookSecret", SECRET), signed(SECRET, body.getBytes(UTF_8), NOW, NOW));
    }

    private static List<Conversion> receive(Map<String, ?> further, InboundCall call) {
        var settings = new LinkedHashMap<String, Object>(
                Map.of("restEndpoint", "https://rest.example", "apiKey", "key", "externalIdNamespace", "customer_id"));
        settings.putAll(further);
        try (var destination = new BrazeConnector().open(Settings.of(settings), FakeBraze.context())) {
            return destination.feedback().receive(call);
        }
    }

    private static ProblemCode refusal(Map<String, ?> settings, InboundCall call) {
        var refusal = catchThrowableOfType(ConnectorException.class, () -> receive(settings, call));
        assertThat(refusal).as("the call is refused").isNotNull();
        return refusal.problem().code();
    }

    /** As the header template of the guide does it. */
    static InboundCall signed(String secret, byte[] body, Instant signedAt, Instant receivedAt) {
        var time = Long.toString(signedAt.getEpochSecond());
        var header = "t=" + time + ",v1=" + hmac(secret, time + "." + new String(body, UTF_8));
        return TestVendor.call(Map.of("X-Kohorte-Signature", List.of(header)), body, receivedAt);
    }

    private static String hmac(String secret, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
