// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.braze;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.kohorte.spi.Conversion;
import io.kohorte.spi.Cursor;
import io.kohorte.spi.FeedbackPage;
import io.kohorte.spi.SubjectKeys;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses that unsubscribed or bounced. */
final class EmailListsTest {

    private static final String NOBODY = "{\"emails\":[],\"message\":\"success\"}";

    private final FakeBraze braze = new FakeBraze();
    private final BrazeDestination destination = braze.open(Map.of("feedbackDays", 10));

    @AfterEach
    void close() {
        destination.close();
        braze.close();
    }

    @Test
    void unsubscribes_come_first_page_by_page_then_bounces() {
        page("/email/unsubscribes", 0, unsubscribed("Max@Example.com"));
        page("/email/unsubscribes", 1, unsubscribed("moritz@example.com"));
        page("/email/unsubscribes", 2, NOBODY);
        page(
                "/email/hard_bounces",
                0,
                "{\"emails\":[{\"email\":\"gone@example.com\",\"hard_bounced_at\":\"2026-11-20T08:00:00Z\"}],\"message\":\"success\"}");
        page("/email/hard_bounces", 1, NOBODY);

        var first = read(Cursor.START, 1);
        var second = read(first.next(), 1);
        var third = read(second.next(), 1);
        var fourth = read(third.next(), 1);
        var fifth = read(fourth.next(), 1);

        assertThat(first.conversions()).singleElement().satisfies(conversion -> {
            assertThat(conversion.type()).isEqualTo(Conversion.UNSUBSCRIBED);
            assertThat(conversion.subject()).isEqualTo(new SubjectKeys("", Map.of("email", "max@example.com")));
            assertThat(conversion.occurredAt()).isEqualTo(Instant.parse("2026-11-19T15:24:32Z"));
            assertThat(conversion.remoteId()).doesNotContain("max");
        });
        assertThat(fourth.conversions())
                .extracting(Conversion::type, Conversion::occurredAt)
                .containsExactly(tuple("email.bounced", Instant.parse("2026-11-20T08:00:00Z")));
        assertThat(List.of(first.more(), second.more(), third.more(), fourth.more(), fifth.more()))
                .containsExactly(true, true, true, true, false);
        assertThat(braze.requests().get(0).getUrl())
                .isEqualTo(
                        "/email/unsubscribes?start_date=2026-11-11&end_date=2026-11-22&limit=1&offset=0&sort_direction=desc");
        assertThat(fifth.next()).isEqualTo(new Cursor("unsubscribes|2026-11-20|0"));
    }

    @Test
    void the_next_reading_begins_a_day_earlier_and_the_same_event_has_the_same_id() {
        braze.answer("/email/unsubscribes", 200, unsubscribed("max@example.com"));

        var once = read(Cursor.START, 10).conversions();
        var again = read(new Cursor("unsubscribes|2026-11-20|0"), 10).conversions();

        assertThat(again).isEqualTo(once);
        assertThat(braze.requests().get(1).getUrl()).contains("start_date=2026-11-20&end_date=2026-11-22");
    }

    @Test
    void a_page_has_at_most_500_addresses() {
        braze.answer("/email/unsubscribes", 200, NOBODY);

        read(Cursor.START, 10_000);

        assertThat(braze.requests().get(0).getUrl()).contains("limit=500");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"message\":\"success\"}",
                "{\"emails\":{},\"message\":\"success\"}",
                "{\"emails\":[]}",
                "{\"emails\":[{\"unsubscribed_at\":\"2026-11-19 15:24:32 +0000\"}],\"message\":\"success\"}",
                "{\"emails\":[{\"email\":\"max@example.com\"}],\"message\":\"success\"}",
                "{\"emails\":[{\"email\":\"max@example.com\",\"unsubscribed_at\":\"lately\"}],\"message\":\"success\"}"
            })
    void a_page_is_read_whole_or_not_at_all(String page) {
        braze.answer("/email/unsubscribes", 200, page);

        assertThatThrownBy(() -> read(Cursor.START, 10))
                .hasMessageStartingWith("BAD_RESPONSE")
                .hasMessageNotContaining("max@");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"unsubscribes", "opens|2026-11-20|0", "unsubscribes|2026-13-20|0", "unsubscribes|2026-11-20|-1"})
    void a_place_that_is_none_is_refused(String cursor) {
        assertThatThrownBy(() -> read(new Cursor(cursor), 10)).hasMessageStartingWith("CONTRACT_BROKEN");
    }

    @Test
    void a_missing_permission_is_named() {
        braze.answer("/email/unsubscribes", 401, "{\"message\":\"No permission\"}");

        assertThatThrownBy(() -> read(Cursor.START, 10)).hasMessageStartingWith("NOT_PERMITTED");
    }

    private FeedbackPage read(Cursor from, int limit) {
        return destination.feedback().read(from, limit);
    }

    private void page(String path, int offset, String body) {
        braze.stubFor(get(urlPathEqualTo(path))
                .withQueryParam("offset", equalTo(Integer.toString(offset)))
                .willReturn(okJson(body)));
    }

    private static String unsubscribed(String address) {
        return "{\"emails\":[{\"email\":\"" + address
                + "\",\"unsubscribed_at\":\"2026-11-19 15:24:32 +0000\"}],\"message\":\"success\"}";
    }
}
