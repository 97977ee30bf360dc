// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.klaviyo;

import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.kohorte.connector.klaviyo.FakeKlaviyo.collection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.spi.Conversion;
import io.kohorte.spi.Cursor;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EventsTest {

    private final FakeKlaviyo klaviyo = new FakeKlaviyo();
    private final KlaviyoDestination destination = klaviyo.open(Map.of());

    @BeforeEach
    void metrics() {
        klaviyo.answer(
                get(urlPathEqualTo("/api/metrics")),
                200,
                collection(metric("C", "Placed Order"), metric("A", "Unsubscribed"), metric("B", "Viewed Product")));
        klaviyo.answer(get(urlPathEqualTo("/api/events")), 200, page("", List.of()));
    }

    @AfterEach
    void close() {
        destination.close();
        klaviyo.close();
    }

    @Test
    void a_round_reads_metric_by_metric_page_by_page_and_the_next_begins_an_hour_before_its_end() {
        events("A", "", page("", List.of(event("u1", "\"2026-11-20 10:00:00+00:00\"", "{}"))));
        events("C", "", page("https://x/?page%5Bcursor%5D=p2", List.of(event("o1", MOMENT, "{\"$value\":49.90}"))));
        events("C", "p2", page("", List.of(event("o2", MOMENT, "{\"$value\":\"12\",\"$currency_code\":\"CHF\"}"))));

        var first = destination.feedback().read(Cursor.START, 100);
        var second = destination.feedback().read(first.next(), 100);
        var third = destination.feedback().read(second.next(), 100);

        assertThat(first.conversions()).singleElement().satisfies(left -> {
            assertThat(left.type()).isEqualTo(Conversion.UNSUBSCRIBED);
            assertThat(left.occurredAt()).isEqualTo(Instant.parse("2026-11-20T10:00:00Z"));
            assertThat(left.subject().identifier("email")).contains("a@example.com");
            assertThat(left.subject().identifier("external_id")).contains("4711");
        });
        assertThat(second.conversions()).singleElement().satisfies(order -> {
            assertThat(order.type()).isEqualTo("purchase");
            assertThat(order.value()).isEqualByComparingTo(new BigDecimal("49.90"));
            assertThat(order.currency()).isEqualTo("EUR");
        });
        assertThat(third.conversions()).singleElement().satisfies(order -> assertThat(order.currency())
                .isEqualTo("CHF"));
        assertThat(List.of(first.more(), second.more(), third.more())).containsExactly(true, true, false);
        assertThat(third.next()).isEqualTo(new Cursor("2026-11-21T11:00:00Z"));
        assertThat(klaviyo.asked().get(1))
                .contains("filter=equals(metric_id,\"A\"),greater-or-equal(datetime,2026-10-22T12:00:00Z),"
                        + "less-than(datetime,2026-11-21T12:00:00Z)&include=profile")
                .endsWith("&sort=datetime&page[size]=100");
    }

    @Test
    void when_nothing_is_new_the_cursor_stays() {
        var cursor = new Cursor("2026-11-21T11:00:00Z");
        var page = destination.feedback().read(cursor, 10);
        assertThat(page.conversions()).isEmpty();
        assertThat(page.next()).isEqualTo(cursor);
        assertThat(page.more()).isFalse();
        assertThat(destination.feedback().read(Cursor.START, 10).next()).isEqualTo(Cursor.START);
    }

    @Test
    void a_round_that_ends_quietly_has_ended() {
        events("A", "", page("", List.of(event("u1", MOMENT, "{}"))));
        var first = destination.feedback().read(Cursor.START, 10);
        var last = destination.feedback().read(first.next(), 10);
        assertThat(last.more()).isFalse();
        assertThat(last.next()).isEqualTo(new Cursor("2026-11-21T11:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"$value\":\"many\"}|0|''",
                "{\"$value\":null}|0|''",
                "{}|0|''",
                "{\"$value\":-5}|-5|EUR",
                "{\"$value\":[1]}|0|''",
                "{\"$value\":1e400}|0|''",
                "{\"$value\":7,\"currency\":\"euro\"}|7|EUR"
            })
    void odd_values_are_no_value(String properties, String value, String currency) {
        events("C", "", page("", List.of(event("o1", MOMENT, properties))));
        var order = destination.feedback().read(new Cursor("2026-11-21T11:00:00Z|2026-11-21T12:00:00Z|C|"), 10);
        assertThat(order.conversions()).singleElement().satisfies(conversion -> {
            assertThat(conversion.value()).isEqualByComparingTo(value);
            assertThat(conversion.currency()).isEqualTo(currency);
        });
    }

    @Test
    void an_event_without_profile_or_moment_is_not_guessed_and_no_link_is_followed_elsewhere() {
        for (var bad : List.of(
                page("", List.of(event("o1", "\"yesterday\"", "{}"))),
                page("", List.of(event("o1", MOMENT, "{}")))
                        .replace("01P", "01Q")
                        .replaceFirst("01Q", "01P"),
                page("https://evil.example/steal", List.of(event("o1", MOMENT, "{}"))))) {
            events("A", "", bad);
            assertThatThrownBy(() -> destination.feedback().read(Cursor.START, 10))
                    .hasMessageStartingWith("BAD_RESPONSE");
        }
    }

    @Test
    void what_is_read_is_a_setting() {
        try (var orders = klaviyo.open(Map.of("emailEvents", false, "purchaseMetrics", List.of("Viewed Product")))) {
            orders.feedback().read(Cursor.START, 10);
        }
        assertThat(klaviyo.asked()).hasSize(2);
        assertThat(klaviyo.asked().get(1)).contains("equals(metric_id,\"B\")");
    }

    private static final String MOMENT = "\"2026-11-20T10:00:00+00:00\"";

    private void events(String metric, String cursor, String json) {
        var request = get(urlPathEqualTo("/api/events"))
                .withQueryParam("filter", containing("equals(metric_id,\"" + metric + "\")"));
        klaviyo.answer(cursor.isEmpty() ? request : request.withQueryParam("page[cursor]", equalTo(cursor)), 200, json);
    }

    private static String metric(String id, String name) {
        return "{\"type\":\"metric\",\"id\":\"" + id + "\",\"attributes\":{\"name\":\"" + name + "\"}}";
    }

    private static String event(String id, String moment, String properties) {
        return "{\"type\":\"event\",\"id\":\"" + id + "\",\"attributes\":{\"datetime\":" + moment
                + ",\"event_properties\":" + properties
                + "},\"relationships\":{\"profile\":{\"data\":{\"type\":\"profile\",\"id\":\"01P\"}}}}";
    }

    private static String page(String next, List<String> events) {
        return "{\"data\":[" + String.join(",", events)
                + "],\"included\":[{\"type\":\"profile\",\"id\":\"01P\",\"attributes\":"
                + "{\"email\":\"a@example.com\",\"phone_number\":null,\"external_id\":\"4711\"}}],\"links\":{\"self\":\"x\",\"next\":"
                + (next.isEmpty() ? "null" : "\"" + next + "\"") + "}}";
    }
}
