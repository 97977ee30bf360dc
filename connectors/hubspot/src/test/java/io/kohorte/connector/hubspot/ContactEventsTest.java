// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.hubspot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Conversion;
import io.kohorte.spi.InboundCall;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.toolkit.Secret;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ContactEventsTest {

    private static final String SECRET = "yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy";
    private static final String URL = "https://app.example.com/api/v1/inbound/hubspot/abc?x=1";
    private static final Instant NOW = Instant.ofEpochMilli(1_732_220_770_000L);
    private static final String FORGOTTEN =
            "{\"eventId\":1,\"subscriptionId\":7,\"portalId\":62515,\"occurredAt\":1732220760000,"
                    + "\"subscriptionType\":\"contact.privacyDeletion\",\"attemptNumber\":0,\"objectId\":101}";

    /** Computed with openssl, not with this code. */
    @Test
    void a_call_that_was_signed_elsewhere_is_genuine() {
        var body = "[{\"eventId\":1,\"subscriptionId\":12345,\"portalId\":62515,\"occurredAt\":1564113600000,"
                + "\"subscriptionType\":\"deal.propertyChange\",\"attemptNumber\":0,\"objectId\":123,"
                + "\"propertyName\":\"dealstage\",\"propertyValue\":\"closedwon\"}]";
        var call = call(URL, body, "1732220770000", "lfM1o7H0J/xGYMCFrrbYbb339YKsVi9ydq2O2PdESQI=", NOW);

        assertThat(receive(Map.of(), call))
                .as("deals are read, with their contacts")
                .isEmpty();
        assertThat(refusal(Map.of("clientSecret", "another"), call)).isEqualTo(ProblemCode.CREDENTIALS_REJECTED);
    }

    @Test
    void a_privacy_deletion_is_an_erasure() {
        assertThat(receive(Map.of(), signed("[" + FORGOTTEN + "]")))
                .containsExactly(new Conversion(
                        "privacy.forgotten-101-1732220760000",
                        new SubjectKeys("", Map.of("hubspot_id", "101")),
                        Conversion.FORGOTTEN,
                        Instant.ofEpochMilli(1_732_220_760_000L),
                        BigDecimal.ZERO,
                        ""));
    }

    @ParameterizedTest
    @CsvSource({
        "contact.propertyChange, 0-1, hs_email_optout, true, email.unsubscribed",
        "object.propertyChange, 0-1, hs_email_optout, true, email.unsubscribed",
        "contact.propertyChange, 0-1, hs_email_optout, false, ",
        "object.propertyChange, 0-3, hs_email_optout, true, ",
        "contact.propertyChange, 0-1, lifecyclestage, customer, lifecycle.customer",
        "contact.propertyChange, 0-1, lifecyclestage, 'a b', ",
        "contact.propertyChange, 0-1, lastname, Müller, ",
        "contact.creation, 0-1, , , ",
        "company.propertyChange, 0-2, lifecyclestage, customer, ",
    })
    void changes_of_contacts_become_conversions_where_they_mean_something(
            String subscription, String objectType, String property, String value, String expected) {
        var event = "[{\"subscriptionType\":\"" + subscription + "\",\"objectTypeId\":\"" + objectType
                + "\",\"propertyName\":\"" + property + "\",\"propertyValue\":\"" + value
                + "\",\"portalId\":62515,\"objectId\":101,\"occurredAt\":1732220760000}]";

        var types =
                receive(Map.of(), signed(event)).stream().map(Conversion::type).toList();

        assertThat(types).isEqualTo(expected == null ? List.of() : List.of(expected));
    }

    @Test
    void a_hundred_events_are_read_and_doubles_have_the_same_id() {
        var body = IntStream.range(0, 100)
                .mapToObj(i -> FORGOTTEN
                        .replace("\"eventId\":1", "\"eventId\":" + i)
                        .replace("\"objectId\":101", "\"objectId\":" + (101 + i % 50)))
                .collect(Collectors.joining(",", "[", "]"));

        var conversions = receive(Map.of(), signed(body));

        assertThat(conversions).hasSize(100);
        assertThat(conversions.stream().map(Conversion::remoteId).distinct()).hasSize(50);
    }

    @Test
    void events_of_another_account_are_not_ours() {
        var body = "[" + FORGOTTEN.replace("62515", "62516") + "]";
        assertThat(receive(Map.of(), signed(body))).isEmpty();
    }

    @Test
    void a_call_is_refused_when_late_early_changed_or_without_a_secret() {
        var genuine = signed("[" + FORGOTTEN + "]");
        assertThat(receive(Map.of(), at(genuine, NOW.plus(Duration.ofMinutes(5)))))
                .hasSize(1);
        assertThat(refusal(Map.of(), at(genuine, NOW.plus(Duration.ofMinutes(5)).plusMillis(1))))
                .isEqualTo(ProblemCode.CREDENTIALS_REJECTED);
        assertThat(refusal(Map.of(), at(genuine, NOW.minus(Duration.ofMinutes(6)))))
                .isEqualTo(ProblemCode.CREDENTIALS_REJECTED);
        assertThat(refusal(Map.of("clientSecret", ""), genuine)).isEqualTo(ProblemCode.CREDENTIALS_REJECTED);

        var rewritten = new InboundCall(
                genuine.method(),
                genuine.url(),
                genuine.headers(),
                ("[ " + FORGOTTEN + " ]").getBytes(UTF_8),
                genuine.receivedAt());
        assertThat(refusal(Map.of(), rewritten)).isEqualTo(ProblemCode.CREDENTIALS_REJECTED);
        var elsewhere =
                new InboundCall(genuine.method(), URL + "2", genuine.headers(), genuine.body(), genuine.receivedAt());
        assertThat(refusal(Map.of(), elsewhere)).isEqualTo(ProblemCode.CREDENTIALS_REJECTED);
    }

    @Test
    void behind_a_proxy_the_address_that_hubspot_calls_is_a_setting() {
        var genuine = signed("[" + FORGOTTEN + "]");
        var inside = new InboundCall(
                genuine.method(),
                "http://10.0.0.7:8080/feedback",
                genuine.headers(),
                genuine.body(),
                genuine.receivedAt());

        assertThat(receive(Map.of("webhookUrl", URL), inside)).hasSize(1);
    }

    @Test
    void an_address_is_signed_with_some_characters_decoded() {
        var signature = new SignatureV3(new Secret(SECRET));
        assertThat(signature.sign("POST", "https://a.example/x?m=a%40b%2fc%20d", new byte[0], "1"))
                .isEqualTo(signature.sign("POST", "https://a.example/x?m=a@b/c%20d", new byte[0], "1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    not json | ``
                    {} | ``
                    [{}] | /0/subscriptionType
                    [{"subscriptionType":"contact.privacyDeletion"}] | /0/objectId
                    [{"subscriptionType":"contact.privacyDeletion","objectId":"101"}] | /0/objectId
                    [{"subscriptionType":"contact.privacyDeletion","objectId":101,"occurredAt":1e400}] | /0/occurredAt
                    [{"subscriptionType":"contact.creation"},7] | /1/subscriptionType
                    """)
    void points_at_what_cannot_be_read(String body, String pointer) {
        var failure = catchThrowableOfType(ConnectorException.class, () -> receive(Map.of(), signed(body)));

        assertThat(failure.problem().code()).isEqualTo(ProblemCode.FIELD_INVALID);
        assertThat(failure.problem().field()).isEqualTo(pointer);
    }

    private static List<Conversion> receive(Map<String, String> settings, InboundCall call) {
        var values = new HashMap<String, Object>(
                Map.of("portalId", "62515", "accessToken", "pat-eu1", "clientSecret", SECRET));
        values.putAll(settings);
        return new ContactEvents(Settings.of(values)).receive(call);
    }

    private static ProblemCode refusal(Map<String, String> settings, InboundCall call) {
        return catchThrowableOfType(ConnectorException.class, () -> receive(settings, call))
                .problem()
                .code();
    }

    private static InboundCall signed(String body) {
        var timestamp = Long.toString(NOW.toEpochMilli());
        var signature = new SignatureV3(new Secret(SECRET)).sign("POST", URL, body.getBytes(UTF_8), timestamp);
        return call(URL, body, timestamp, signature, NOW);
    }

    private static InboundCall at(InboundCall call, Instant received) {
        return new InboundCall(call.method(), call.url(), call.headers(), call.body(), received);
    }

    private static InboundCall call(String url, String body, String timestamp, String signature, Instant received) {
        return new InboundCall(
                "POST",
                url,
                Map.of(
                        "X-HubSpot-Request-Timestamp", List.of(timestamp),
                        "X-HubSpot-Signature-v3", List.of(signature)),
                body.getBytes(UTF_8),
                received);
    }
}
