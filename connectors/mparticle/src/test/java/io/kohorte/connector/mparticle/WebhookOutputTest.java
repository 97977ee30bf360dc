// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mparticle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Conversion;
import io.kohorte.spi.InboundCall;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SubjectKeys;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches that the webhook output posts. */
final class WebhookOutputTest {

    private static final String SHOWN = "Bearer of-good-news-0815";
    private static final Instant NOW = FakeMparticle.NOW;

    private static final String PURCHASE =
            """
            {"mpid":-3183130448320310000,"batch_id":42,"environment":"production",
             "user_identities":{"customer_id":"4711","email":"max@example.com","other":"x"},
             "events":[
              {"event_type":"session_start","data":{"event_id":1}},
              {"event_type":"commerce_event","data":{"event_id":7346545611954857000,"timestamp_unixtime_ms":1795176000000,
               "currency_code":"usd","product_action":{"action":"purchase","transaction_id":"t-1","total_amount":49.90,
               "products":[{"id":"sku-1"}]}}},
              {"event_type":"commerce_event","data":{"event_id":2,"product_action":{"action":"add_to_cart","total_amount":9}}},
              {"event_type":"custom_event","data":{"event_name":"Demo booked","source_message_id":"m-1"}},
              {"event_type":"custom_event","data":{"event_name":"Scrolled","event_id":3}}]}""";

    @Test
    void purchases_and_named_events_are_read_and_all_others_passed_over() {
        var subject = new LinkedHashMap<String, String>();
        subject.put("customer_number", "4711");
        subject.put("email", "max@example.com");
        subject.put("mpid", "-3183130448320310000");

        assertThat(receive(PURCHASE))
                .containsExactly(
                        new Conversion(
                                "7346545611954857000",
                                new SubjectKeys("", subject),
                                "purchase",
                                Instant.ofEpochMilli(1_795_176_000_000L),
                                new BigDecimal("49.90"),
                                "USD"),
                        new Conversion("m-1", new SubjectKeys("", subject), "demo_booked", NOW, BigDecimal.ZERO, ""));
    }

    @Test
    void a_list_of_batches_is_read_too() {
        assertThat(receive("[" + PURCHASE + ",{\"events\":null}," + PURCHASE + "]"))
                .hasSize(4);
    }

    @Test
    void an_event_without_an_id_is_known_by_its_place() {
        assertThat(
                        receive(
                                "{\"batch_id\":\"b-9\",\"mpid\":1,\"timestamp_unixtime_ms\":1795176000000,\"events\":[{},"
                                        + "{\"event_type\":\"commerce_event\",\"data\":{\"product_action\":{\"action\":\"purchase\"}}}]}"))
                .containsExactly(new Conversion(
                        "b-9-1",
                        new SubjectKeys("", Map.of("mpid", "1")),
                        "purchase",
                        Instant.ofEpochMilli(1_795_176_000_000L),
                        BigDecimal.ZERO,
                        ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer of-good-news-0816", "bearer of-good-news-0815", "of-good-news-0815"})
    void a_call_that_shows_something_else_is_refused(String authorization) {
        assertThat(refusal(Map.of("webhookAuthorization", SHOWN), authorization, PURCHASE)
                        .problem()
                        .code())
                .isEqualTo(ProblemCode.CREDENTIALS_REJECTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", SHOWN})
    void without_a_secret_nothing_is_believed(String authorization) {
        assertThat(refusal(Map.of(), authorization, PURCHASE).problem().code())
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
                    {"events":{}} | /events
                    {"mpid":1,"events":[{"event_type":"commerce_event","data":{"product_action":{"action":"purchase"}}}]} | /events/0/data/event_id
                    {"events":[{"event_type":"commerce_event","data":{"event_id":1,"product_action":{"action":"purchase"}}}]} | /user_identities
                    {"mpid":{},"events":[{"event_type":"commerce_event","data":{"event_id":1,"product_action":{"action":"purchase"}}}]} | /mpid
                    {"mpid":1,"events":[{"event_type":"commerce_event","data":{"event_id":1,"product_action":{"action":"purchase","total_amount":"lots"}}}]} | /events/0/data/product_action/total_amount
                    {"mpid":1,"events":[{"event_type":"commerce_event","data":{"event_id":1,"product_action":{"action":"purchase","total_amount":1e999}}}]} | /events/0/data/product_action/total_amount
                    {"mpid":1,"events":[{"event_type":"commerce_event","data":{"event_id":1,"currency_code":"Euro","product_action":{"action":"purchase","total_amount":1}}}]} | /events/0/data/currency_code
                    {"mpid":1,"events":[{"event_type":"commerce_event","data":{"event_id":1,"timestamp_unixtime_ms":"now","product_action":{"action":"purchase"}}}]} | /events/0/data/timestamp_unixtime_ms
                    """)
    void points_at_what_cannot_be_read(String body, String pointer) {
        var problem =
                refusal(Map.of("webhookAuthorization", SHOWN), SHOWN, body).problem();

        assertThat(problem.code()).isEqualTo(ProblemCode.FIELD_INVALID);
        assertThat(problem.field()).isEqualTo(pointer);
    }

    private static List<Conversion> receive(String body) {
        return receive(Map.of("webhookAuthorization", SHOWN), SHOWN, body);
    }

    private static List<Conversion> receive(Map<String, ?> further, String authorization, String body) {
        var settings = new LinkedHashMap<String, Object>(Map.of(
                "eventsUrl", "https://s2s.example/v2",
                "key", "key",
                "secret", "secret",
                "customerIdNamespace", "customer_number",
                "conversionEvents", List.of("Demo booked")));
        settings.putAll(further);
        var headers = authorization.isEmpty()
                ? Map.<String, List<String>>of()
                : Map.of("Authorization", List.of(authorization));
        var call = new InboundCall("POST", "https://kohorte.example/in", headers, body.getBytes(UTF_8), NOW);
        try (var destination = new MparticleConnector().open(Settings.of(settings), FakeMparticle.context())) {
            return destination.feedback().receive(call);
        }
    }

    private static ConnectorException refusal(Map<String, ?> settings, String authorization, String body) {
        var refusal = catchThrowableOfType(ConnectorException.class, () -> receive(settings, authorization, body));
        assertThat(refusal).as("the call is refused").isNotNull();
        return refusal;
    }
}
