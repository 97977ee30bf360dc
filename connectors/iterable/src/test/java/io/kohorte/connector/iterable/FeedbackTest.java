// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.iterable;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Conversion;
import io.kohorte.spi.Cursor;
import io.kohorte.spi.FeedbackPage;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.tck.TestVendor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FeedbackTest {

    private static final String TOKEN = "J1qK1c18UUGJFAzz9xnH56584l4";
    private static final String PURCHASE =
            """
            {"createdAt":"2026-11-21 10:00:00 +00:00","email":"max@example.com","userId":"4711","total":49.90,"id":"order-7"}
            {"createdAt":"2026-11-21T11:00:00.000Z","userId":"4712","email":"4712@placeholder.email","total":null}
            """;
    private static final String UNSUBSCRIBED =
            "{\"createdAt\":\"2026-11-21 10:00:00 +00:00\",\"email\":\"max@example.com\","
                    + "\"channelIds\":[1],\"emailListIds\":[],\"unsubSource\":\"EmailLink\"}";

    private final FakeIterable iterable = new FakeIterable();
    private IterableDestination destination = iterable.open(Map.of("webhookToken", TOKEN));

    @AfterEach
    void close() {
        destination.close();
        iterable.close();
    }

    @Test
    void purchases_are_read_with_their_worth() {
        export(PURCHASE);

        var page = read(new Cursor("2026-11-21T09:30:00Z|0"));

        assertThat(page.conversions()).hasSize(2);
        var first = page.conversions().get(0);
        assertThat(first.subject())
                .isEqualTo(new SubjectKeys("", Map.of("email", "max@example.com", "user_id", "4711")));
        assertThat(first.type()).isEqualTo("purchase");
        assertThat(first.occurredAt()).isEqualTo(Instant.parse("2026-11-21T10:00:00Z"));
        assertThat(first.value()).isEqualTo(new BigDecimal("49.90"));
        assertThat(first.currency()).isEqualTo("EUR");
        var second = page.conversions().get(1);
        assertThat(second.subject()).isEqualTo(new SubjectKeys("", Map.of("user_id", "4712")));
        assertThat(second.value()).isZero();
        assertThat(second.currency()).isEmpty();
        assertThat(iterable.sent())
                .containsExactly("GET /api/export/data.json?dataTypeName=purchase"
                        + "&startDateTime=2026-11-21%2009%3A30%3A00&endDateTime=2026-11-21%2012%3A00%3A00");
        assertThat(page.next()).isEqualTo(new Cursor("2026-11-21T09:30:00Z|1"));
        assertThat(page.more()).isTrue();
    }

    @Test
    void reading_begins_a_month_back_goes_day_by_day_and_then_looks_back_an_hour() {
        export("");
        var cursor = Cursor.START;
        var pages = 0;
        for (var page = read(cursor); ; page = read(cursor)) {
            pages++;
            cursor = page.next();
            if (!page.more()) {
                break;
            }
        }

        assertThat(pages).as("two kinds of thirty days").isEqualTo(60);
        assertThat(iterable.sent().get(0)).contains("startDateTime=2026-10-22%2012%3A00%3A00");
        assertThat(cursor).isEqualTo(new Cursor("2026-11-21T11:00:00Z|0"));
    }

    @Test
    void a_day_that_is_too_long_to_read_at_once_is_read_in_parts() throws IOException {
        var tooLong = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(tooLong)) {
            for (var mebibyte = 0; mebibyte <= 64; mebibyte++) {
                zip.write(new byte[1 << 20]);
            }
        }
        export(PURCHASE);
        iterable.stubFor(get(urlPathEqualTo("/api/export/data.json"))
                .withQueryParam("startDateTime", equalTo("2026-11-19 00:00:00"))
                .withQueryParam("endDateTime", equalTo("2026-11-20 00:00:00"))
                .willReturn(aResponse().withHeader("content-encoding", "gzip").withBody(tooLong.toByteArray())));

        var halved = read(new Cursor("2026-11-19T00:00:00Z|0"));
        assertThat(halved.conversions()).isEmpty();
        assertThat(halved.more()).isTrue();

        var read = read(halved.next());
        assertThat(read.conversions()).hasSize(2);
        assertThat(iterable.sent().get(1))
                .contains("startDateTime=2026-11-19%2000%3A00%3A00&endDateTime=2026-11-19%2012");
        assertThat(read.next()).isEqualTo(new Cursor("2026-11-19T00:00:00Z|1|PT12H"));
    }

    @Test
    void parts_of_a_day_are_read_until_the_present_and_then_days_again() {
        export("");
        var cursor = new Cursor("2026-11-20T18:00:00Z|1|PT12H");

        var second = read(cursor);
        assertThat(second.next()).isEqualTo(new Cursor("2026-11-21T06:00:00Z|0|PT12H"));
        var last = read(new Cursor("2026-11-21T06:00:00Z|1|PT12H"));
        assertThat(last.next()).isEqualTo(new Cursor("2026-11-21T11:00:00Z|0"));
        assertThat(last.more()).isFalse();
    }

    @Test
    void an_unsubscribe_is_one_unless_it_only_left_a_list() {
        export(UNSUBSCRIBED + "\n"
                + UNSUBSCRIBED.replace("\"channelIds\":[1],\"emailListIds\":[]", "\"emailListIds\":[72]") + "\n");

        assertThat(read(new Cursor("2026-11-21T09:30:00Z|1")).conversions())
                .singleElement()
                .satisfies(conversion -> assertThat(conversion.type()).isEqualTo(Conversion.UNSUBSCRIBED));
    }

    @Test
    void what_nobody_wants_is_not_exported() {
        destination.close();
        destination = iterable.open(Map.of("readPurchases", false, "readUnsubscribes", false));

        assertThat(read(Cursor.START).conversions()).isEmpty();
        assertThat(iterable.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>",
                "{}",
                "{\"createdAt\":\"yesterday\",\"email\":\"max@example.com\"}",
                "{\"createdAt\":\"2026-11-21 10:00:00 +00:00\"}",
                "{\"createdAt\":\"2026-11-21 10:00:00 +00:00\",\"email\":\"max@example.com\",\"total\":\"a lot\"}"
            })
    void an_export_that_cannot_be_read_whole_is_not_read_at_all(String line) {
        export(PURCHASE + line);

        assertThatThrownBy(() -> read(Cursor.START)).hasMessageStartingWith("BAD_RESPONSE");
    }

    @ParameterizedTest
    @CsvSource({
        "emailSend, email.sent",
        "emailOpen, email.opened",
        "emailClick, email.clicked",
        "emailBounce, email.bounced",
        "emailComplaint, email.complained",
        "emailUnSubscribe, email.unsubscribed",
        "emailUnsubscribe, email.unsubscribed",
        "purchase, purchase",
        "inAppOpen, ",
    })
    void events_become_conversions_where_they_mean_something(String eventName, String expected) {
        var types = receive("Basic " + TOKEN, event(eventName)).stream()
                .map(Conversion::type)
                .toList();

        assertThat(types).isEqualTo(expected == null ? List.of() : List.of(expected));
    }

    @Test
    void the_same_event_has_the_same_id_by_webhook_and_in_an_export_and_names_nobody() {
        var pushed = receive(
                TOKEN,
                "{\"email\":\"max@example.com\",\"eventName\":\"emailUnSubscribe\",\"dataFields\":"
                        + "{\"createdAt\":\"2026-11-21 10:00:00 +00:00\",\"channelIds\":[1]}}");
        export(UNSUBSCRIBED);
        var pulled = read(new Cursor("2026-11-21T09:30:00Z|1")).conversions();

        assertThat(pushed).isEqualTo(pulled);
        assertThat(pushed.get(0).remoteId()).matches("[0-9a-f]{64}");
    }

    @Test
    void different_events_have_different_ids() {
        var ids = new ArrayList<String>();
        for (var body : List.of(
                event("emailOpen"),
                event("emailClick"),
                event("emailOpen").replace("m-1", "m-2"),
                event("emailOpen").replace("10:00:00", "10:00:01"),
                event("emailOpen").replace("max@", "eva@"))) {
            ids.add(receive(TOKEN, body).get(0).remoteId());
        }
        assertThat(ids).doesNotHaveDuplicates();
    }

    @Test
    void a_call_shows_the_token_or_is_refused() {
        assertThat(receive(TOKEN, event("emailOpen"))).hasSize(1);
        assertThat(receive("OAuth2 " + TOKEN, event("emailOpen"))).hasSize(1);
        for (var shown : List.of("", "Basic", "Basic " + TOKEN + "x", TOKEN.substring(1))) {
            assertThat(refusal(shown, event("emailOpen")).problem().code()).isEqualTo(ProblemCode.CREDENTIALS_REJECTED);
        }
        destination.close();
        destination = iterable.open(Map.of());
        assertThat(refusal("", event("emailOpen")).problem().code()).isEqualTo(ProblemCode.CREDENTIALS_REJECTED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    not json | ``
                    [] | ``
                    {} | /eventName
                    {"eventName":"emailOpen","dataFields":{"createdAt":"2026-11-21 10:00:00 +00:00"}} | /email
                    {"eventName":"emailOpen","email":"max@example.com"} | /dataFields/createdAt
                    """)
    void points_at_what_cannot_be_read(String body, String pointer) {
        var problem = refusal(TOKEN, body).problem();

        assertThat(problem.code()).isEqualTo(ProblemCode.FIELD_INVALID);
        assertThat(problem.field()).isEqualTo(pointer);
    }

    private static String event(String name) {
        return "{\"email\":\"max@example.com\",\"eventName\":\"" + name
                + "\",\"dataFields\":{\"messageId\":\"m-1\",\"campaignId\":55,\"total\":10,"
                + "\"createdAt\":\"2026-11-21 10:00:00 +00:00\"}}";
    }

    private void export(String lines) {
        iterable.answer(get(urlPathEqualTo("/api/export/data.json")), 200, lines);
    }

    private FeedbackPage read(Cursor from) {
        return destination.feedback().read(from, 50);
    }

    private ConnectorException refusal(String shown, String body) {
        return catchThrowableOfType(ConnectorException.class, () -> receive(shown, body));
    }

    private List<Conversion> receive(String shown, String body) {
        return destination
                .feedback()
                .receive(TestVendor.call(
                        Map.of("Authorization", List.of(shown)), body.getBytes(UTF_8), FakeIterable.NOW));
    }
}
