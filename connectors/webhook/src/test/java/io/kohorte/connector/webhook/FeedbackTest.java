// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.standardwebhooks.Webhook;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Conversion;
import io.kohorte.spi.InboundCall;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.tck.TestVendor;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Conversions as receivers push them in, signed with the standard's own library. */
final class FeedbackTest {

    private static final String PURCHASE =
            """
            {"type":"conversion.recorded","timestamp":"2026-11-21T20:26:00Z","data":{"profileId":"4711",
             "identifiers":{"email":"max@example.com"},"conversionType":"purchase","value":49.90,"currency":"EUR",
             "occurredAt":"2026-11-20T11:00:00+01:00","externalId":"order-7"}}""";

    @Test
    void reads_a_conversion() throws Exception {
        assertThat(receive(Map.of(), call(Samples.SECRET, PURCHASE)))
                .containsExactly(new Conversion(
                        "order-7",
                        new SubjectKeys("4711", Map.of("email", "max@example.com")),
                        "purchase",
                        Instant.parse("2026-11-20T10:00:00Z"),
                        new BigDecimal("49.90"),
                        "EUR"));
    }

    @Test
    void takes_what_is_not_said_from_the_message() throws Exception {
        var body = "{\"type\":\"conversion.recorded\",\"timestamp\":\"2026-11-21T20:26:00Z\","
                + "\"data\":{\"identifiers\":{\"email\":\"max@example.com\"},\"conversionType\":\"email.opened\"}}";
        assertThat(receive(Map.of(), call(Samples.SECRET, body)))
                .containsExactly(new Conversion(
                        "msg_1",
                        new SubjectKeys("", Map.of("email", "max@example.com")),
                        "email.opened",
                        Instant.parse("2026-11-21T20:26:00Z"),
                        BigDecimal.ZERO,
                        ""));
    }

    @Test
    void reads_several_conversions_of_one_message() throws Exception {
        var body = "{\"type\":\"conversion.recorded\",\"data\":{\"conversions\":["
                + "{\"profileId\":\"1\",\"conversionType\":\"purchase\",\"value\":\"10.5\",\"currency\":\"EUR\"},"
                + "{\"profileId\":\"2\",\"conversionType\":\"churned\",\"externalId\":\"e-2\"}]}}";
        assertThat(receive(Map.of(), call(Samples.SECRET, body)))
                .extracting(Conversion::remoteId)
                .containsExactly("msg_1-0", "e-2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"webhook.ping", "something.else"})
    void passes_over_messages_of_other_types(String type) throws Exception {
        assertThat(receive(Map.of(), call(Samples.SECRET, "{\"type\":\"" + type + "\",\"data\":{}}")))
                .isEmpty();
    }

    @Test
    void accepts_the_old_secret_while_it_is_replaced() throws Exception {
        var rotating = Map.of("previousSecret", Samples.OLD_SECRET);
        assertThat(receive(rotating, call(Samples.OLD_SECRET, PURCHASE))).hasSize(1);
        assertThat(receive(rotating, call(Samples.SECRET, PURCHASE))).hasSize(1);
    }

    @Test
    void a_secret_for_feedback_replaces_the_secret_for_sending() throws Exception {
        var own = Map.of("feedbackSecret", Samples.OLD_SECRET);
        assertThat(receive(own, call(Samples.OLD_SECRET, PURCHASE))).hasSize(1);
        assertThat(refusal(own, call(Samples.SECRET, PURCHASE)).problem().code())
                .isEqualTo(ProblemCode.CREDENTIALS_REJECTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"webhook-id", "webhook-timestamp", "webhook-signature"})
    void refuses_a_call_that_lacks_a_header(String missing) throws Exception {
        var call = call(Samples.SECRET, PURCHASE);
        var headers = new HashMap<>(call.headers());
        headers.remove(missing);
        var cut = new InboundCall(call.method(), call.url(), headers, call.body(), call.receivedAt());
        assertThat(refusal(Map.of(), cut).problem().code()).isEqualTo(ProblemCode.CREDENTIALS_REJECTED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    not json | ``
                    [] | /type
                    {"type":7} | /type
                    {"type":"conversion.recorded"} | /data
                    {"type":"conversion.recorded","data":[]} | /data
                    {"type":"conversion.recorded","data":{"conversions":{}}} | /data/conversions
                    {"type":"conversion.recorded","data":{"conversions":[7]}} | /data/conversions/0
                    {"type":"conversion.recorded","timestamp":"yesterday","data":{}} | /timestamp
                    {"type":"conversion.recorded","data":{"conversionType":"x"}} | /data
                    {"type":"conversion.recorded","data":{"profileId":"1"}} | /data/conversionType
                    {"type":"conversion.recorded","data":{"profileId":{},"conversionType":"x"}} | /data/profileId
                    {"type":"conversion.recorded","data":{"identifiers":["a"],"conversionType":"x"}} | /data/identifiers
                    {"type":"conversion.recorded","data":{"identifiers":{"email":7},"conversionType":"x"}} | /data/identifiers
                    {"type":"conversion.recorded","data":{"profileId":"1","conversionType":"x","value":"lots","currency":"EUR"}} | /data/value
                    {"type":"conversion.recorded","data":{"profileId":"1","conversionType":"x","value":1e999,"currency":"EUR"}} | /data/value
                    {"type":"conversion.recorded","data":{"profileId":"1","conversionType":"x","value":1e-999,"currency":"EUR"}} | /data/value
                    {"type":"conversion.recorded","data":{"profileId":"1","conversionType":"x","value":1e2147483647,"currency":"EUR"}} | /data/value
                    {"type":"conversion.recorded","data":{"profileId":"1","conversionType":"x","value":1e99999999999,"currency":"EUR"}} | ``
                    {"type":"conversion.recorded","data":{"profileId":"1","conversionType":"x","value":1}} | /data/currency
                    {"type":"conversion.recorded","data":{"profileId":"1","conversionType":"x","value":1,"currency":"Euro"}} | /data/currency
                    {"type":"conversion.recorded","data":{"profileId":"1","conversionType":"x","occurredAt":"2026"}} | /data/occurredAt
                    {"type":"conversion.recorded","data":{"conversions":[{"profileId":"1","conversionType":"x"},{"profileId":"1"}]}} | /data/conversions/1/conversionType
                    """)
    void points_at_what_cannot_be_read(String body, String pointer) throws Exception {
        var problem = refusal(Map.of(), call(Samples.SECRET, body)).problem();
        assertThat(problem.code()).isEqualTo(ProblemCode.FIELD_INVALID);
        assertThat(problem.field()).isEqualTo(pointer);
    }

    private static List<Conversion> receive(Map<String, ?> settings, InboundCall call) {
        try (var destination = new WebhookConnector()
                .open(Samples.settings("https://receiver.example", settings), Samples.context())) {
            return destination.feedback().receive(call);
        }
    }

    private static ConnectorException refusal(Map<String, ?> settings, InboundCall call) {
        var refusal = catchThrowableOfType(ConnectorException.class, () -> receive(settings, call));
        assertThat(refusal).as("the call is refused").isNotNull();
        return refusal;
    }

    private static InboundCall call(String secret, String body) throws Exception {
        var seconds = Samples.NOW.getEpochSecond();
        return TestVendor.call(
                Map.of(
                        "Webhook-Id", List.of("msg_1"),
                        "Webhook-Timestamp", List.of(Long.toString(seconds)),
                        "Webhook-Signature", List.of(new Webhook(secret).sign("msg_1", seconds, body))),
                body.getBytes(UTF_8),
                Samples.NOW);
    }
}
