// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.sendgrid;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Conversion;
import io.kohorte.spi.InboundCall;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SubjectKeys;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls of the Event Webhook. */
final class MailEventsTest {

    private static final Instant NOW = Instant.parse("2026-11-21T20:26:10Z");

    /** The example that the vendor's libraries are tested with. */
    private static final String VENDORS_KEY =
            "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEEDr2LjtURuePQzplybdC+u4CwrqDqBaWjcMMsTbhdbcwHBcepxo7yAQGhHPTnlvFYPAZFceEu/1FwCM/QmGUhA==";

    private static final String VENDORS_SIGNATURE =
            "MEUCIQCtIHJeH93Y+qpYeWrySphQgpNGNr/U+UyUlBkU6n7RAwIgJTz2C+8a8xonZGi6BpSzoQsbVRamr2nlxFDWYNH2j/0=";

    private static final String VENDORS_BODY =
            "{\"category\":\"example_payload\",\"event\":\"test_event\",\"message_id\":\"message_id\"}";

    @ParameterizedTest
    @CsvSource({"1588788367,true", "1588788368,false"})
    void the_vendors_own_example_is_verified(String time, boolean genuine) {
        var key = EventSignature.key(VENDORS_KEY).orElseThrow();
        var verified = EventSignature.verifies(key, time, VENDORS_BODY.getBytes(UTF_8), VENDORS_SIGNATURE)
                || EventSignature.verifies(key, time, (VENDORS_BODY + "\r\n").getBytes(UTF_8), VENDORS_SIGNATURE);
        assertThat(verified).isEqualTo(genuine);
    }

    @Test
    void a_key_may_come_with_the_lines_of_a_file_around_it() {
        assertThat(EventSignature.key("-----BEGIN PUBLIC KEY-----\n" + VENDORS_KEY + "\n-----END PUBLIC KEY-----\n"))
                .isPresent();
    }

    @Test
    void an_event_is_read() {
        var body = "[{\"email\":\"max@example.com\",\"timestamp\":1763756770,\"event\":\"delivered\","
                + "\"sg_event_id\":\"ev-1\",\"smtp-id\":\"<x@y>\"}]";
        assertThat(receive(EventKeys.call(body, NOW)))
                .containsExactly(new Conversion(
                        "ev-1-email.delivered",
                        new SubjectKeys("", Map.of("email", "max@example.com")),
                        "email.delivered",
                        Instant.ofEpochSecond(1763756770),
                        BigDecimal.ZERO,
                        ""));
    }

    @ParameterizedTest
    @CsvSource({
        "processed, email.sent",
        "delivered, email.delivered",
        "open, email.opened",
        "click, email.clicked",
        "bounce, email.bounced",
        "dropped, email.dropped",
        "spamreport, email.complained email.unsubscribed",
        "unsubscribe, email.unsubscribed",
        "group_unsubscribe, email.group_unsubscribed",
        "group_resubscribe, email.group_resubscribed",
        "deferred, ''",
        "something_new, ''",
    })
    void what_happened(String event, String types) {
        var body = "[{\"email\":\"max@example.com\",\"event\":\"" + event + "\",\"sg_event_id\":\"ev-1\"}]";
        var conversions = receive(EventKeys.call(body, NOW));
        assertThat(String.join(" ", conversions.stream().map(Conversion::type).toList()))
                .isEqualTo(types);
        assertThat(conversions).extracting(Conversion::remoteId).doesNotHaveDuplicates();
        assertThat(conversions)
                .allSatisfy(conversion -> assertThat(conversion.occurredAt()).isEqualTo(NOW));
    }

    @Test
    void opens_by_machines_are_nobodys() {
        var body =
                "[{\"email\":\"max@example.com\",\"event\":\"open\",\"sg_machine_open\":true,\"sg_event_id\":\"e\"}]";
        assertThat(receive(EventKeys.call(body, NOW))).isEmpty();
    }

    @Test
    void calls_that_prove_nothing_are_refused() {
        var call = EventKeys.call("[]", NOW);
        assertThat(receive(call)).isEmpty();
        var late = new InboundCall(call.method(), call.url(), call.headers(), call.body(), NOW.plusSeconds(301));
        var changed = new InboundCall(call.method(), call.url(), call.headers(), "[ ]".getBytes(UTF_8), NOW);
        var bare = new InboundCall(call.method(), call.url(), Map.of(), call.body(), NOW);
        assertThat(List.of(late, changed, bare))
                .allSatisfy(forged -> assertThat(refusal(forged).code()).isEqualTo(ProblemCode.CREDENTIALS_REJECTED));
    }

    @Test
    void without_a_key_nobody_is_believed() {
        try (var sendgrid = new FakeSendgrid();
                var destination = sendgrid.open(Map.of())) {
            var refusal = catchThrowableOfType(
                    ConnectorException.class, () -> destination.feedback().receive(EventKeys.call("[]", NOW)));
            assertThat(refusal.problem().code()).isEqualTo(ProblemCode.CREDENTIALS_REJECTED);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no json@",
                "{}@",
                "[7]@/0/event",
                "[{\"event\":\"open\",\"email\":\"a@b\"}]@/0/sg_event_id",
                "[{\"event\":\"open\",\"sg_event_id\":\"1\"}]@/0/email",
                "[{\"event\":\"open\",\"sg_event_id\":\"1\",\"email\":\"a@b\",\"timestamp\":\"now\"}]@/0/timestamp",
                "[{\"event\":\"open\",\"sg_event_id\":\"1\",\"email\":\"a@b\",\"timestamp\":9223372036854775807}]@/0/timestamp"
            })
    void what_cannot_be_read_is_pointed_at(String bodyAndPointer) {
        var at = bodyAndPointer.lastIndexOf('@');
        var problem = refusal(EventKeys.call(bodyAndPointer.substring(0, at), NOW));
        assertThat(problem.code()).isEqualTo(ProblemCode.FIELD_INVALID);
        assertThat(problem.field()).isEqualTo(bodyAndPointer.substring(at + 1));
    }

    private static List<Conversion> receive(InboundCall call) {
        try (var sendgrid = new FakeSendgrid();
                var destination = sendgrid.open(Map.of("webhookPublicKey", EventKeys.PUBLIC))) {
            return destination.feedback().receive(call);
        }
    }

    private static Problem refusal(InboundCall call) {
        var refusal = catchThrowableOfType(ConnectorException.class, () -> receive(call));
        assertThat(refusal).as("the call is refused").isNotNull();
        return refusal.problem();
    }
}
