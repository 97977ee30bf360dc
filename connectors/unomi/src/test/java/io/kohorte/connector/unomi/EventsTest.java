// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.unomi;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Conversion;
import io.kohorte.spi.Cursor;
import io.kohorte.spi.FeedbackPage;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SubjectKeys;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people did, read from Unomi. */
final class EventsTest {

    @RegisterExtension
    private static final WireMockExtension UNOMI =
            WireMockExtension.newInstance().build();

    private static final String ORDER =
            """
            {"itemId":"e-1","eventType":"order","profileId":"p-1","timeStamp":"2026-11-20T10:00:00.000Z",
             "properties":{"value":49.90,"currency":"chf"}}""";

    @Test
    void asks_for_the_types_that_count_in_the_order_in_which_things_happened() {
        answers("", "");
        read(Map.of("conversionEvents", Map.of("order", "purchase"), "consentTypes", Map.of("email", "news")));
        UNOMI.verify(
                postRequestedFor(urlEqualTo("/cxs/events/search"))
                        .withRequestBody(
                                equalToJson(
                                        """
                        {"offset":0,"limit":2,"sortby":"timeStamp:asc,itemId:asc","condition":{"type":"booleanCondition",
                          "parameterValues":{"operator":"and","subConditions":[
                            {"type":"booleanCondition","parameterValues":{"operator":"or","subConditions":[
                              {"type":"eventTypeCondition","parameterValues":{"eventTypeId":"goal"}},
                              {"type":"eventTypeCondition","parameterValues":{"eventTypeId":"modifyConsent"}},
                              {"type":"eventTypeCondition","parameterValues":{"eventTypeId":"order"}}]}},
                            {"type":"eventPropertyCondition","parameterValues":{"propertyName":"timeStamp",
                              "comparisonOperator":"greaterThanOrEqualTo","propertyValueDate":"1970-01-01T00:00:00Z"}}]}}}""")));
    }

    @Test
    void names_people_as_their_profile_does() {
        answers(ORDER, "{\"itemId\":\"p-1\",\"properties\":{\"email\":\"max@example.com\",\"phoneNumber\":\" \"}}");
        var page = read(Map.of("conversionEvents", Map.of("order", "purchase")));
        assertThat(page.conversions())
                .containsExactly(new Conversion(
                        "e-1",
                        new SubjectKeys(
                                "",
                                Map.of(
                                        "email", "max@example.com",
                                        "user_id", "p-1",
                                        "external_id", "p-1",
                                        "customer_id", "p-1")),
                        "purchase",
                        Instant.parse("2026-11-20T10:00:00Z"),
                        new BigDecimal("49.90"),
                        "CHF"));
        assertThat(page.more()).isFalse();
        assertThat(page.next().value()).isEqualTo("2026-11-20T09:55:00Z|0");
    }

    @Test
    void goes_on_behind_the_last_instant_and_counts_only_within_it() {
        var second = ORDER.replace("e-1", "e-2");
        answers(ORDER + "," + second, "");
        var orders = Map.of("conversionEvents", Map.of("order", "purchase"));
        assertThat(read(orders).next().value()).isEqualTo("2026-11-20T10:00:00Z|2");
        assertThat(read(orders, new Cursor("2026-11-20T10:00:00Z|2")).next().value())
                .isEqualTo("2026-11-20T10:00:00Z|4");
        answers(ORDER + "," + second.replace("10:00:00", "10:00:01"), "");
        assertThat(read(orders).next().value()).isEqualTo("2026-11-20T10:00:01Z|1");
    }

    @Test
    void stays_where_it_is_when_nothing_is_new() {
        answers("", "");
        var cursor = new Cursor("2026-11-20T10:00:00Z|0");
        assertThat(read(Map.of(), cursor).next()).isEqualTo(cursor);
        answers(ORDER.replace("\"order\"", "\"goal\""), "");
        assertThat(read(Map.of(), cursor).next()).isEqualTo(cursor);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DENIED", "REVOKED"})
    void a_consent_that_was_taken_back_ends_the_consent_here(String status) {
        answers(consent("news", status), "");
        assertThat(read(Map.of("consentTypes", Map.of("email", "news"))).conversions())
                .extracting(Conversion::type)
                .containsExactly(Conversion.UNSUBSCRIBED);
    }

    @Test
    void a_consent_that_was_given_or_is_another_changes_nothing() {
        answers(consent("news", "GRANTED") + "," + consent("ads", "DENIED"), "");
        assertThat(read(Map.of("consentTypes", Map.of("email", "news"))).conversions())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"lots\"", "1e999", "{}", "null"})
    void a_value_that_is_none_is_nothing(String value) {
        answers(ORDER.replace("49.90", value), "");
        assertThat(read(Map.of("conversionEvents", Map.of("order", "purchase")))
                        .conversions()
                        .get(0)
                        .value())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"eventType\":\"goal\",\"timeStamp\":\"2026-11-20T10:00:00Z\"}",
                "{\"itemId\":\"e\",\"timeStamp\":\"2026-11-20T10:00:00Z\"}",
                "{\"itemId\":\"e\",\"eventType\":\"goal\"}",
                "{\"itemId\":\"e\",\"eventType\":\"view\",\"timeStamp\":\"2026-11-20T10:00:00Z\"}"
            })
    void a_page_that_lacks_something_is_not_read(String event) {
        answers(event, "");
        var refusal = catchThrowableOfType(ConnectorException.class, () -> read(Map.of()));
        assertThat(refusal.problem().code()).isEqualTo(ProblemCode.BAD_RESPONSE);
    }

    private static String consent(String type, String status) {
        return "{\"itemId\":\"c-" + type + "\",\"eventType\":\"modifyConsent\",\"profileId\":\"p-1\","
                + "\"timeStamp\":\"2026-11-20T10:00:00Z\",\"properties\":{\"consent\":{\"typeIdentifier\":\"" + type
                + "\",\"status\":\"" + status + "\"}}}";
    }

    private static void answers(String events, String profiles) {
        UNOMI.stubFor(
                post(urlEqualTo("/cxs/events/search")).willReturn(aResponse().withBody("{\"list\":[" + events + "]}")));
        UNOMI.stubFor(post(urlEqualTo("/cxs/profiles/search"))
                .willReturn(aResponse().withBody("{\"list\":[" + profiles + "]}")));
    }

    private static FeedbackPage read(Map<String, ?> settings) {
        return read(settings, Cursor.START);
    }

    private static FeedbackPage read(Map<String, ?> settings, Cursor from) {
        try (var destination = Samples.open(UNOMI.baseUrl(), settings)) {
            return destination.feedback().read(from, 2);
        }
    }
}
