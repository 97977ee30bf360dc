// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.segment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.ConnectorFactory;
import io.kohorte.spi.Conversion;
import io.kohorte.spi.InboundCall;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.tck.TestVendor;
import io.kohorte.toolkit.Secret;
import io.kohorte.toolkit.signature.Hmac;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events that the vendors' webhook destinations push to us. */
final class FeedbackTest {

    private static final String ORDER =
            """
            {"type":"track","userId":"4711","event":"Order Completed","messageId":"m-1",\
            "timestamp":"2026-11-20T11:00:00+01:00","context":{"traits":{"email":"max@example.com"}},\
            "properties":{"revenue":49.90,"currency":"EUR"}}""";

    /** The vector was made with another program. */
    @Test
    void verifies_a_signature_made_elsewhere() {
        var body = "{\"type\":\"track\",\"userId\":\"4711\",\"event\":\"Order Completed\",\"messageId\":\"m-1\"}";
        assertThat(receive(Map.of(), call(body, "3753baa880d0ac2ac9e940c13ea8861d8e15d2e9")))
                .containsExactly(new Conversion(
                        "m-1",
                        new SubjectKeys("", Map.of("user_id", "4711")),
                        "purchase",
                        Samples.NOW,
                        BigDecimal.ZERO,
                        ""));
    }

    @Test
    void reads_an_order() {
        assertThat(receive(Map.of(), signed(ORDER)))
                .containsExactly(new Conversion(
                        "m-1",
                        new SubjectKeys("", Map.of("user_id", "4711", "email", "max@example.com")),
                        "purchase",
                        Instant.parse("2026-11-20T10:00:00Z"),
                        new BigDecimal("49.90"),
                        "EUR"));
    }

    @ParameterizedTest
    @CsvSource({
        "Order Completed, purchase",
        "order completed, purchase",
        "Email Sent, email.sent",
        "Email Delivered, email.delivered",
        "Email Opened, email.opened",
        "Email Link Clicked, email.clicked",
        "Email Bounced, email.bounced",
        "Email Marked as Spam, email.complained",
        "Unsubscribed, email.unsubscribed",
        "Subscription Started, subscription.started",
    })
    void knows_the_events_of_the_specification_and_those_of_the_settings(String event, String type) {
        var more = Map.of("conversionEvents", Map.of("Subscription Started", "subscription.started"));
        assertThat(receive(more, signed(event(event))))
                .singleElement()
                .extracting(Conversion::type)
                .isEqualTo(type);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"identify\",\"userId\":\"1\",\"messageId\":\"m\",\"traits\":{}}",
                "{\"type\":\"page\",\"userId\":\"1\",\"messageId\":\"m\"}",
                "{\"type\":\"track\",\"event\":\"Audience Entered\",\"userId\":\"1\",\"messageId\":\"m\"}",
                "{\"type\":\"track\",\"event\":\"Product Viewed\"}",
                "{}",
                "[]"
            })
    void passes_over_what_is_no_conversion(String body) {
        assertThat(receive(Map.of(), signed(body))).isEmpty();
    }

    @Test
    void an_order_without_a_currency_is_in_that_of_the_settings() {
        var order = ORDER.replace("\"EUR\"", "\"Taler\"");
        assertThat(receive(Map.of(), signed(order)).get(0).currency()).isEqualTo("USD");
        assertThat(receive(Map.of("currency", "CHF"), signed(order)).get(0).currency())
                .isEqualTo("CHF");
    }

    @Test
    void an_event_alone_in_a_list_is_signed_by_itself() {
        assertThat(receive(Map.of(), call("[" + ORDER + "]", signature(ORDER)))).hasSize(1);
    }

    @Test
    void of_several_events_only_the_first_is_signed_so_they_are_refused_unless_wanted() {
        var batch = " [" + ORDER + " , " + ORDER.replace("m-1", "m-2") + "," + event("Email Opened") + "]";
        var call = call(batch, signature(ORDER));
        assertThat(refusal(Map.of(), call)).isEqualTo(ProblemCode.CREDENTIALS_REJECTED);
        assertThat(receive(Map.of("acceptBatches", true), call))
                .extracting(Conversion::remoteId)
                .containsExactly("m-1", "m-2", "m-9");
        assertThat(refusal(Map.of("acceptBatches", true), call(batch, signature(ORDER.replace("m-1", "m-2")))))
                .isEqualTo(ProblemCode.CREDENTIALS_REJECTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no hex", "3753baa880d0ac2ac9e940c13ea8861d8e15d2e9"})
    void refuses_another_signature(String signature) {
        assertThat(refusal(Map.of(), call(ORDER, signature))).isEqualTo(ProblemCode.CREDENTIALS_REJECTED);
    }

    @Test
    void without_a_secret_nobody_is_believed() {
        for (var settings : List.of(
                Samples.segment("https://s.example", Map.of()), Samples.rudderStack("https://r.example", Map.of()))) {
            var values = new HashMap<>(settings.asMap());
            values.remove("feedbackSecret");
            var connector = values.containsKey("dataPlaneUrl") ? new RudderStackConnector() : new SegmentConnector();
            var refusal = catchThrowableOfType(
                    ConnectorException.class,
                    () -> receive(connector, Settings.of(values), call(ORDER, signature(ORDER))));
            assertThat(refusal.problem().code()).isEqualTo(ProblemCode.CREDENTIALS_REJECTED);
        }
    }

    @Test
    void rudderstack_shows_its_secret_in_a_header() {
        var settings = Samples.rudderStack("https://r.example", Map.of());
        assertThat(receive(new RudderStackConnector(), settings, showing(Samples.FEEDBACK_SECRET)))
                .hasSize(1);
        for (var wrong : List.of("", "segment-share", "segment-shared2")) {
            var refusal = catchThrowableOfType(
                    ConnectorException.class, () -> receive(new RudderStackConnector(), settings, showing(wrong)));
            assertThat(refusal.problem().code()).isEqualTo(ProblemCode.CREDENTIALS_REJECTED);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    not json | ``
                    7 | ``
                    [7] | /0
                    {"type":"track","event":"Order Completed","userId":"1"} | /messageId
                    {"type":"track","event":"Order Completed","messageId":"m"} | /userId
                    {"type":"track","event":"Order Completed","messageId":{},"userId":"1"} | /messageId
                    {"type":"track","event":"Order Completed","messageId":"m","userId":["1"]} | /userId
                    {"type":"track","event":"Order Completed","messageId":"m","userId":"1","timestamp":"yesterday"} | /timestamp
                    {"type":"track","event":"Order Completed","messageId":"m","userId":"1","properties":{"revenue":"lots"}} | /properties
                    {"type":"track","event":"Order Completed","messageId":"m","userId":"1","properties":{"revenue":1e999}} | /properties
                    """)
    void points_at_what_cannot_be_read(String body, String pointer) {
        var call = body.equals("[7]") ? call(body, signature(body)) : signed(body);
        var refusal = catchThrowableOfType(ConnectorException.class, () -> receive(Map.of(), call));
        assertThat(refusal.problem().code()).isEqualTo(ProblemCode.FIELD_INVALID);
        assertThat(refusal.problem().field()).isEqualTo(pointer);
    }

    private static String event(String name) {
        return "{\"type\":\"track\",\"anonymousId\":\"a-1\",\"event\":\"" + name + "\",\"messageId\":\"m-9\"}";
    }

    private static InboundCall signed(String body) {
        return call(body, signature(body));
    }

    private static String signature(String body) {
        return HexFormat.of().formatHex(Hmac.SHA1.sign(new Secret(Samples.FEEDBACK_SECRET), body.getBytes(UTF_8)));
    }

    private static InboundCall call(String body, String signature) {
        return call(body, "X-Signature", signature);
    }

    private static InboundCall showing(String secret) {
        return call(ORDER, "X-Kohorte-Secret", secret);
    }

    private static InboundCall call(String body, String header, String value) {
        return TestVendor.call(Map.of(header, List.of(value)), body.getBytes(UTF_8), Samples.NOW);
    }

    private static ProblemCode refusal(Map<String, ?> more, InboundCall call) {
        var refusal = catchThrowableOfType(ConnectorException.class, () -> receive(more, call));
        assertThat(refusal).as("the call is refused").isNotNull();
        return refusal.problem().code();
    }

    private static List<Conversion> receive(Map<String, ?> more, InboundCall call) {
        return receive(new SegmentConnector(), Samples.segment("https://s.example", more), call);
    }

    private static List<Conversion> receive(ConnectorFactory connector, Settings settings, InboundCall call) {
        try (var destination = connector.open(settings, Samples.context())) {
            return destination.feedback().receive(call);
        }
    }
}
