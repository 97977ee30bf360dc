// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Conversion;
import io.kohorte.spi.Cursor;
import io.kohorte.spi.FeedbackPage;
import io.kohorte.spi.FeedbackReader;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SubjectKeys;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Map;

/**
 * Won opportunities as conversions, in the order in which they changed. A transaction that began earlier may become
 * visible later, so a new poll looks back a few minutes; the opportunity's id removes doubles.
 */
final class WonOpportunities implements FeedbackReader {

    static final Duration OVERLAP = Duration.ofMinutes(5);

    private final SalesforceApi api;
    private final String subjectField;
    private final String namespace;
    private final String currency;
    private final boolean multiCurrency;

    WonOpportunities(SalesforceApi api, Settings settings) {
        this.api = api;
        subjectField = settings.text("feedbackSubjectField", "Contact.External_Id__c");
        namespace = settings.text("feedbackSubjectNamespace", "external_id");
        currency = settings.text("currency", "EUR");
        multiCurrency = settings.flag("multiCurrency", false);
    }

    @Override
    public FeedbackPage read(Cursor from, int limit) {
        var place = Place.of(from);
        var records = BadAnswer.records(api.expect(api.query(query(place, limit))));
        var conversions = new ArrayList<Conversion>();
        var last = place;
        for (var record : records) {
            var opportunity = new WonOpportunity(record);
            last = new Place(opportunity.changedAt(), opportunity.id());
            conversions.add(conversion(opportunity));
        }
        var more = records.size() >= limit;
        return new FeedbackPage(
                conversions,
                more ? last.cursor() : last.back(OVERLAP).notBefore(place).cursor(),
                more);
    }

    private String query(Place place, int limit) {
        return "SELECT Id, Amount, CloseDate, SystemModstamp, " + subjectField
                + (multiCurrency ? ", CurrencyIsoCode" : "")
                + " FROM Opportunity WHERE IsWon = true" + place.condition()
                + " ORDER BY SystemModstamp, Id LIMIT " + limit;
    }

    private Conversion conversion(WonOpportunity opportunity) {
        var subject = opportunity.subject(subjectField);
        return new Conversion(
                opportunity.id(),
                new SubjectKeys("", subject.isEmpty() ? Map.of() : Map.of(namespace, subject)),
                "opportunity.won",
                opportunity.wonAt(),
                opportunity.amount(),
                multiCurrency ? opportunity.currency() : currency);
    }

    /**
     * Where reading goes on.
     *
     * @param id last opportunity read at this moment; empty to read the moment as a whole
     */
    private record Place(Instant moment, String id) {

        private static final Place START = new Place(Instant.EPOCH, "");

        static Place of(Cursor cursor) {
            if (cursor.equals(Cursor.START)) {
                return START;
            }
            var parts = cursor.value().split("\\|", 2);
            try {
                return new Place(Instant.parse(parts[0]), parts.length > 1 ? parts[1] : "");
            } catch (DateTimeParseException notOurs) {
                throw new ConnectorException(Problem.of(
                        ProblemCode.CONTRACT_BROKEN, "The place where reading stopped last time cannot be read."));
            }
        }

        Cursor cursor() {
            return equals(START) ? Cursor.START : new Cursor(moment + "|" + id);
        }

        Place back(Duration overlap) {
            return equals(START) ? START : new Place(moment.minus(overlap), "");
        }

        Place notBefore(Place other) {
            return moment.isBefore(other.moment) ? other : this;
        }

        /** Moments are no literals of text in SOQL and need no quotes. */
        String condition() {
            if (equals(START)) {
                return "";
            }
            return id.isEmpty()
                    ? " AND SystemModstamp >= " + moment
                    : " AND (SystemModstamp > " + moment + " OR (SystemModstamp = " + moment + " AND Id > "
                            + Soql.literal(id) + "))";
        }
    }
}
