// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mailchimp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Conversion;
import io.kohorte.spi.InboundCall;
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

/** Calls of Mailchimp's webhooks. */
final class MailchimpFeedbackTest {

    private static final Instant NOW = Instant.parse("2024-11-21T20:26:10Z");
    private static final String ADDRESS = "https://kohorte.example/api/v1/feedback/1";
    private static final String BODY = "type=unsubscribe&fired_at=2026-11-21+20%3A26%3A10"
            + "&data%5Bemail%5D=max.muster%40example.com&data%5Blist_id%5D=a6b5da1054";
    private static final Map<String, String> SIGNED = Map.of("webhookSigningSecret", MailchimpSignature.SECRET);
    private static final Map<String, String> WITH_WORD = Map.of("webhookUrlSecret", "a-long-word-in-the-address");

    /** Signature computed apart from this code. */
    private static final String SIGNATURE =
            "t=1732220770,v1=b32e1345e0739660bf453e7727597c74c41a63dd03d9c6b45403be38523ae241";

    @Test
    void an_unsubscription_is_read_from_a_signed_call() {
        assertThat(receive(SIGNED, call("POST", ADDRESS, SIGNATURE, BODY)))
                .containsExactly(new Conversion(
                        "email.unsubscribed-3e58dbf66ebf5384f05394686c77ef92-2026-11-21 20:26:10",
                        new SubjectKeys("", Map.of("email", "max.muster@example.com")),
                        Conversion.UNSUBSCRIBED,
                        Instant.parse("2026-11-21T20:26:10Z"),
                        BigDecimal.ZERO,
                        ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "t=1732220770,v1=b32e1345e0739660bf453e7727597c74c41a63dd03d9c6b45403be38523ae242",
                "t=1732220771,v1=b32e1345e0739660bf453e7727597c74c41a63dd03d9c6b45403be38523ae241",
                "v1=b32e1345e0739660bf453e7727597c74c41a63dd03d9c6b45403be38523ae241",
                "t=1732220770",
                "nonsense"
            })
    void a_signature_that_does_not_fit_is_refused(String signature) {
        assertThat(refusal(SIGNED, call("POST", ADDRESS, signature, BODY))).isEqualTo(ProblemCode.CREDENTIALS_REJECTED);
    }

    @Test
    void a_signature_older_than_five_minutes_is_refused() {
        var call = call("POST", ADDRESS, SIGNATURE, BODY);
        assertThat(receive(SIGNED, at(call, NOW.plusSeconds(300)))).hasSize(1);
        assertThat(refusal(SIGNED, at(call, NOW.plusSeconds(301)))).isEqualTo(ProblemCode.CREDENTIALS_REJECTED);
    }

    @Test
    void a_webhook_that_does_not_sign_is_known_by_the_word_in_its_address() {
        assertThat(receive(WITH_WORD, call("POST", ADDRESS + "?x=1&secret=a-long-word-in-the-address", "", BODY)))
                .hasSize(1);
        assertThat(refusal(WITH_WORD, call("POST", ADDRESS + "?secret=another", "", BODY)))
                .isEqualTo(ProblemCode.CREDENTIALS_REJECTED);
        assertThat(refusal(WITH_WORD, call("POST", ADDRESS, "", BODY))).isEqualTo(ProblemCode.CREDENTIALS_REJECTED);
    }

    @Test
    void a_forged_signature_is_not_saved_by_the_word() {
        var both = Map.of(
                "webhookSigningSecret", MailchimpSignature.SECRET, "webhookUrlSecret", "a-long-word-in-the-address");
        assertThat(refusal(both, call("POST", ADDRESS + "?secret=a-long-word-in-the-address", "t=1,v1=00", BODY)))
                .isEqualTo(ProblemCode.CREDENTIALS_REJECTED);
    }

    @Test
    void without_any_secret_nobody_is_believed() {
        assertThat(refusal(Map.of(), call("POST", ADDRESS + "?secret=", SIGNATURE, BODY)))
                .isEqualTo(ProblemCode.CREDENTIALS_REJECTED);
    }

    @Test
    void the_question_whether_anybody_is_there_says_nothing() {
        assertThat(receive(Map.of(), call("GET", ADDRESS, "", ""))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    type=subscribe                                             | email.subscribed
                    type=unsubscribe&data[action]=unsub&data[reason]=manual    | email.unsubscribed
                    type=unsubscribe&data[action]=unsub&data[reason]=abuse     | email.complained email.unsubscribed
                    type=unsubscribe&data[action]=delete&data[reason]=manual   | contact.removed
                    type=cleaned&data[reason]=hard                             | email.bounced
                    type=cleaned&data[reason]=abuse                            | email.complained email.unsubscribed
                    type=profile                                               | ''
                    type=upemail                                               | ''
                    type=campaign                                              | ''
                    type=something_new                                         | ''
                    """)
    void what_happened(String body, String types) {
        var conversions = receive(
                WITH_WORD,
                call(
                        "POST",
                        ADDRESS + "?secret=a-long-word-in-the-address",
                        "",
                        body + "&data[email]=max@example.com&data[id]=8a25ff1d98&data[merges][FNAME]=Max%20%26%20Co"));
        assertThat(String.join(" ", conversions.stream().map(Conversion::type).toList()))
                .isEqualTo(types);
        assertThat(conversions).extracting(Conversion::remoteId).doesNotHaveDuplicates();
        assertThat(conversions).allSatisfy(conversion -> assertThat(conversion.occurredAt())
                .as("no time was said")
                .isEqualTo(NOW));
    }

    @ParameterizedTest
    @CsvSource({"data[email]=max@example.com,/type", "type=subscribe,/data/email", "type=%zz,''"})
    void what_cannot_be_read_is_pointed_at(String body, String pointer) {
        var call = call("POST", ADDRESS + "?secret=a-long-word-in-the-address", "", body);
        var refusal = catchThrowableOfType(ConnectorException.class, () -> receive(WITH_WORD, call));
        assertThat(refusal.problem().code()).isEqualTo(ProblemCode.FIELD_INVALID);
        assertThat(refusal.problem().field()).isEqualTo(pointer);
    }

    private static List<Conversion> receive(Map<String, String> settings, InboundCall call) {
        try (var mailchimp = new FakeMailchimp();
                var destination = mailchimp.open(settings)) {
            return destination.feedback().receive(call);
        }
    }

    private static ProblemCode refusal(Map<String, String> settings, InboundCall call) {
        var refusal = catchThrowableOfType(ConnectorException.class, () -> receive(settings, call));
        assertThat(refusal).as("the call is refused").isNotNull();
        return refusal.problem().code();
    }

    private static InboundCall call(String method, String url, String signature, String body) {
        var headers = signature.isEmpty()
                ? Map.<String, List<String>>of()
                : Map.of("X-Mailchimp-Signature", List.of(signature));
        return new InboundCall(method, url, headers, body.getBytes(UTF_8), NOW);
    }

    private static InboundCall at(InboundCall call, Instant receivedAt) {
        return new InboundCall(call.method(), call.url(), call.headers(), call.body(), receivedAt);
    }
}
