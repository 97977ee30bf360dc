// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mailchimp;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.CampaignFigures;
import io.kohorte.spi.CampaignPage;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Cursor;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.http.BadResponse;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Reports of the campaigns sent to the audience. Mailchimp counts a campaign as a whole, so all its figures stand on the
 * day (UTC) on which it was sent, and grow there for as long as that day is asked for again.
 */
final class CampaignReports {

    private static final int PAGE = 100;

    private static final String FIELDS =
            "total_items,reports.id,reports.campaign_title,reports.list_id,reports.send_time,"
                    + "reports.emails_sent,reports.abuse_reports,reports.unsubscribed,reports.bounces,reports.opens,"
                    + "reports.clicks,reports.ecommerce";

    private static final Map<String, String> COUNTS = Map.of(
            "sent", "/emails_sent",
            "complaints", "/abuse_reports",
            "unsubscribes", "/unsubscribed",
            "hard_bounces", "/bounces/hard_bounces",
            "soft_bounces", "/bounces/soft_bounces",
            "opens", "/opens/unique_opens",
            "clicks", "/clicks/unique_subscriber_clicks");

    private final MailchimpApi api;

    CampaignReports(MailchimpApi api) {
        this.api = api;
    }

    CampaignPage page(LocalDate first, LocalDate last, Cursor from) {
        var offset = offset(from);
        var answer = api.expect(api.get("/reports?count=" + PAGE + "&offset=" + offset + "&since_send_time="
                        + first.minusDays(1) + "T23:59:59Z&before_send_time=" + last.plusDays(1)
                        + "T00:00:00Z&fields=" + FIELDS)
                .build());
        var reports = answer.path("reports");
        if (!reports.isArray() || !answer.path("total_items").isIntegralNumber()) {
            throw BadResponse.of("Mailchimp", "without its reports");
        }
        var figures = StreamSupport.stream(reports.spliterator(), false)
                .filter(report -> report.path("list_id").asText("").equals(api.listId()))
                .map(CampaignReports::figures)
                .filter(report -> !report.day().isBefore(first) && !report.day().isAfter(last))
                .toList();
        var next = offset + reports.size();
        var more = !reports.isEmpty() && next < answer.path("total_items").asLong();
        return new CampaignPage(figures, more ? new Cursor(Integer.toString(next)) : from, more);
    }

    private static CampaignFigures figures(JsonNode report) {
        var figures = new HashMap<String, BigDecimal>();
        COUNTS.forEach((name, pointer) -> number(report.at(pointer)).ifPresent(count -> figures.put(name, count)));
        var currency = report.at("/ecommerce/currency_code").asText("");
        if (!currency.isEmpty()) {
            number(report.at("/ecommerce/total_orders")).ifPresent(count -> figures.put("conversions", count));
            number(report.at("/ecommerce/total_revenue")).ifPresent(sum -> figures.put("revenue", sum));
        }
        return new CampaignFigures(
                text(report, "id"),
                report.path("campaign_title").asText(""),
                day(text(report, "send_time")),
                figures,
                figures.containsKey("revenue") ? currency : "");
    }

    private static Optional<BigDecimal> number(JsonNode value) {
        return value.isNumber() ? Optional.of(value.decimalValue()) : Optional.empty();
    }

    private static String text(JsonNode report, String field) {
        var value = report.path(field).asText("");
        if (value.isBlank()) {
            throw BadResponse.of("Mailchimp", "with a report without " + field);
        }
        return value;
    }

    private static LocalDate day(String sendTime) {
        try {
            return OffsetDateTime.parse(sendTime)
                    .withOffsetSameInstant(ZoneOffset.UTC)
                    .toLocalDate();
        } catch (DateTimeParseException notATime) {
            throw BadResponse.of("Mailchimp", "with a report sent at no time");
        }
    }

    private static int offset(Cursor from) {
        try {
            return from.equals(Cursor.START) ? 0 : Integer.parseUnsignedInt(from.value());
        } catch (NumberFormatException notOurs) {
            throw new ConnectorException(Problem.of(
                    ProblemCode.CONTRACT_BROKEN, "The place where reading stopped last time cannot be read."));
        }
    }
}
