// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.tealium;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Conversion;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.tck.TestVendor;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a webhook connector of Tealium sends by the template of the guide. */
final class FeedbackTest {

    private static final String ORDER =
            """
            {"id":"o-7","type":"purchase","occurredAt":"2026-11-20T11:00:00+01:00","value":"49.90","currency":"eur",\
            "identifiers":{"customer_id":4711,"email":" max@example.com ","phone":""}}""";

    @Test
    void reads_a_conversion() {
        assertThat(receive(ORDER))
                .containsExactly(new Conversion(
                        "o-7",
                        new SubjectKeys("", Map.of("customer_id", "4711", "email", "max@example.com")),
                        "purchase",
                        Instant.parse("2026-11-20T10:00:00Z"),
                        new BigDecimal("49.90"),
                        "EUR"));
    }

    @Test
    void takes_what_tealium_leaves_empty_for_absent() {
        assertThat(receive("{\"id\":7,\"type\":\"email.unsubscribed\",\"occurredAt\":\"\",\"value\":\"\","
                        + "\"currency\":\"\",\"identifiers\":{\"email\":\"max@example.com\"}}"))
                .containsExactly(new Conversion(
                        "7",
                        new SubjectKeys("", Map.of("email", "max@example.com")),
                        Conversion.UNSUBSCRIBED,
                        Samples.NOW,
                        BigDecimal.ZERO,
                        ""));
    }

    @Test
    void reads_milliseconds_and_lists() {
        assertThat(receive("[" + ORDER.replace("2026-11-20T11:00:00+01:00", "1795168800000") + "," + ORDER + "]"))
                .extracting(Conversion::occurredAt)
                .containsExactly(Instant.ofEpochMilli(1_795_168_800_000L), Instant.parse("2026-11-20T10:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tealium-shared-secre", "tealium-shared-secret2"})
    void refuses_who_does_not_show_the_secret(String shown) {
        assertThat(refusal(ORDER, shown, Map.of()).problem().code()).isEqualTo(ProblemCode.CREDENTIALS_REJECTED);
    }

    @Test
    void without_a_secret_nobody_is_believed() {
        assertThat(refusal(ORDER, "", Map.of("feedbackSecret", "")).problem().code())
                .isEqualTo(ProblemCode.CREDENTIALS_REJECTED);
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
                    {"type":"purchase","identifiers":{"email":"a@b.c"}} | /id
                    {"id":{},"type":"purchase","identifiers":{"email":"a@b.c"}} | /id
                    {"id":"1","identifiers":{"email":"a@b.c"}} | /type
                    {"id":"1","type":"Order Completed","identifiers":{"email":"a@b.c"}} | /type
                    {"id":"1","type":"purchase"} | /identifiers
                    {"id":"1","type":"purchase","identifiers":{"email":" "}} | /identifiers
                    {"id":"1","type":"purchase","value":"lots","identifiers":{"email":"a@b.c"}} | /value
                    {"id":"1","type":"purchase","value":1e999,"identifiers":{"email":"a@b.c"}} | /value
                    {"id":"1","type":"purchase","value":1,"identifiers":{"email":"a@b.c"}} | /currency
                    {"id":"1","type":"purchase","occurredAt":"yesterday","identifiers":{"email":"a@b.c"}} | /occurredAt
                    """)
    void points_at_what_cannot_be_read(String body, String pointer) {
        var problem = refusal(body, Samples.FEEDBACK_SECRET, Map.of()).problem();
        assertThat(problem.code()).isEqualTo(ProblemCode.FIELD_INVALID);
        assertThat(problem.field()).isEqualTo(pointer);
    }

    private static ConnectorException refusal(String body, String shown, Map<String, ?> more) {
        var refusal = catchThrowableOfType(ConnectorException.class, () -> receive(body, shown, more));
        assertThat(refusal).as("the call is refused").isNotNull();
        return refusal;
    }

    private static List<Conversion> receive(String body) {
        return receive(body, Samples.FEEDBACK_SECRET, Map.of());
    }

    private static List<Conversion> receive(String body, String shown, Map<String, ?> more) {
        var settings = Samples.settings("https://t.example", more);
        try (var destination = new TealiumConnector().open(settings, Samples.context())) {
            return destination
                    .feedback()
                    .receive(TestVendor.call(
                            Map.of("X-Kohorte-Secret", List.of(shown)), body.getBytes(UTF_8), Samples.NOW));
        }
    }
}
