// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.braze;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Conversion;
import io.kohorte.spi.Cursor;
import io.kohorte.spi.FeedbackPage;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.toolkit.http.BadResponse;
import io.kohorte.toolkit.identity.Hash;
import io.kohorte.toolkit.identity.Normaliser;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Addresses that unsubscribed, then addresses that bounced, by day and by page. Braze filters by whole days in UTC, so each
 * reading begins with the day before the latest one; address and moment make the id, and doubles fall away. Entries that
 * come in between two pages move others to a later page, never to an earlier one.
 */
final class EmailLists {

    /** https://www.braze.com/docs/api/endpoints/email/get_query_unsubscribed_email_addresses. */
    private static final int LARGEST_PAGE = 500;

    /** Unsubscribes are told as {@code 2016-08-25 15:24:32 +0000}, bounces in ISO 8601. */
    private static final List<DateTimeFormatter> MOMENTS = List.of(
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss Z", Locale.ROOT),
            DateTimeFormatter.ISO_OFFSET_DATE_TIME,
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss[.SSS]Z", Locale.ROOT));

    private final BrazeApi api;
    private final Clock clock;
    private final int firstDays;

    EmailLists(BrazeApi api, Clock clock, int firstDays) {
        this.api = api;
        this.clock = clock;
        this.firstDays = firstDays;
    }

    private enum EmailList {
        UNSUBSCRIBES("/email/unsubscribes", "unsubscribed_at", Conversion.UNSUBSCRIBED),
        HARD_BOUNCES("/email/hard_bounces", "hard_bounced_at", "email.bounced");

        final String path;
        final String moment;
        final String type;

        EmailList(String path, String moment, String type) {
            this.path = path;
            this.moment = moment;
            this.type = type;
        }
    }

    FeedbackPage read(Cursor from, int limit) {
        var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        var place = from.equals(Cursor.START)
                ? new Place(EmailList.UNSUBSCRIBES, today.minusDays(firstDays), 0)
                : Place.of(from);
        var rows = Math.min(limit, LARGEST_PAGE);
        var answer = api.expect(
                api.get(place.list().path + query(place, today, rows)).build());
        var emails = answer.path("emails");
        if (!emails.isArray()) {
            throw BadResponse.of("Braze", "without a list of addresses");
        }
        var conversions = new ArrayList<Conversion>();
        emails.forEach(entry -> conversions.add(conversion(place.list(), entry)));
        if (emails.size() >= rows) {
            var next = new Place(place.list(), place.since(), place.offset() + emails.size());
            return new FeedbackPage(conversions, next.cursor(), true);
        }
        return place.list() == EmailList.UNSUBSCRIBES
                ? new FeedbackPage(conversions, new Place(EmailList.HARD_BOUNCES, place.since(), 0).cursor(), true)
                : new FeedbackPage(
                        conversions, new Place(EmailList.UNSUBSCRIBES, today.minusDays(1), 0).cursor(), false);
    }

    /** The end of a range is midnight: today is inside when tomorrow is the end. */
    private static String query(Place place, LocalDate today, int rows) {
        var end = today.isBefore(place.since()) ? place.since() : today;
        return "?start_date=" + place.since() + "&end_date=" + end.plusDays(1) + "&limit=" + rows + "&offset="
                + place.offset() + (place.list() == EmailList.UNSUBSCRIBES ? "&sort_direction=desc" : "");
    }

    private static Conversion conversion(EmailList list, JsonNode entry) {
        var address = Normaliser.email()
                .normalise(entry.path("email").asText(""))
                .orElseThrow(() -> BadResponse.of("Braze", "with an entry that is no address"));
        var moment = moment(entry.path(list.moment).asText(""))
                .orElseThrow(() -> BadResponse.of("Braze", "with an address and not the moment"));
        var id = list.type + "-" + Hash.SHA256_HEX.of(address) + "-" + moment.getEpochSecond();
        return new Conversion(
                id, new SubjectKeys("", Map.of("email", address)), list.type, moment, BigDecimal.ZERO, "");
    }

    private static Optional<Instant> moment(String text) {
        return MOMENTS.stream().flatMap(format -> parsed(text, format)).findFirst();
    }

    private static Stream<Instant> parsed(String text, DateTimeFormatter format) {
        try {
            return Stream.of(OffsetDateTime.parse(text, format).toInstant());
        } catch (DateTimeParseException otherwiseWritten) {
            return Stream.empty();
        }
    }

    /**
     * Where reading goes on.
     *
     * @param since first day, for both lists
     */
    private record Place(EmailList list, LocalDate since, int offset) {

        private static final Pattern FORM = Pattern.compile("(unsubscribes|hard_bounces)\\|(\\S{10})\\|(\\d{1,9})");

        static Place of(Cursor cursor) {
            var form = FORM.matcher(cursor.value());
            try {
                if (form.matches()) {
                    return new Place(
                            EmailList.valueOf(form.group(1).toUpperCase(Locale.ROOT)),
                            LocalDate.parse(form.group(2)),
                            Integer.parseInt(form.group(3)));
                }
            } catch (DateTimeException noDay) {
                // none of ours, as below
            }
            throw new ConnectorException(Problem.of(
                    ProblemCode.CONTRACT_BROKEN, "The place where reading stopped last time cannot be read."));
        }

        Cursor cursor() {
            return new Cursor(list.name().toLowerCase(Locale.ROOT) + "|" + since + "|" + offset);
        }
    }
}
