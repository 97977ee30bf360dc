// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import io.kohorte.spi.Conversion;
import io.kohorte.spi.Cursor;
import io.kohorte.spi.FeedbackPage;
import io.kohorte.spi.FeedbackReader;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SubjectKeys;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;

/**
 * Won opportunities and, where chosen, responses to campaigns. A transaction that began earlier may become visible later, so
 * a new poll looks back a few minutes; the record's id removes doubles.
 */
final class SalesforceFeedback implements FeedbackReader {

    static final Duration OVERLAP = Duration.ofMinutes(5);

    private final SalesforceApi api;
    private final Settings settings;
    private final String namespace;
    private final Feed opportunities;
    private final Optional<Feed> responses;

    SalesforceFeedback(SalesforceApi api, Settings settings) {
        this.api = api;
        this.settings = settings;
        this.namespace = settings.text("feedbackSubjectNamespace", "external_id");
        this.opportunities = opportunities();
        this.responses = settings.flag("campaignResponses", false) ? Optional.of(responses()) : Optional.empty();
    }

    /** Places of both kinds, with a semicolon between; the second may be absent. */
    @Override
    public FeedbackPage read(Cursor from, int limit) {
        var places = from.value().split(";", 2);
        var wonFrom = Place.of(places[0]);
        var respondedFrom = places.length > 1 ? Place.of(places[1]) : Place.START;
        var won = opportunities.read(wonFrom, limit);
        var conversions = new ArrayList<>(won.conversions());
        var more = won.full();
        var responded = respondedFrom;
        if (!more && responses.isPresent()) {
            var page = responses.get().read(respondedFrom, limit - conversions.size());
            conversions.addAll(page.conversions());
            responded = page.last();
            more = page.full();
        }
        var next = more
                ? cursor(won.last(), responded)
                : cursor(won.last().back(OVERLAP, wonFrom), responded.back(OVERLAP, respondedFrom));
        return new FeedbackPage(conversions, next, more);
    }

    private static Cursor cursor(Place won, Place responded) {
        return new Cursor(responded.equals(Place.START) ? won.text() : won.text() + ";" + responded.text());
    }

    private Feed opportunities() {
        var subjectField = settings.text("feedbackSubjectField", "Contact.External_Id__c");
        var multiCurrency = settings.flag("multiCurrency", false);
        var currency = settings.text("currency", "EUR");
        var query = "SELECT Id, Amount, CloseDate, SystemModstamp, " + subjectField
                + (multiCurrency ? ", CurrencyIsoCode" : "") + " FROM Opportunity WHERE IsWon = true";
        return new Feed(
                api,
                query,
                record -> new Conversion(
                        record.id(),
                        subject(record.subject(subjectField)),
                        "opportunity.won",
                        record.happenedOn(record.day("CloseDate")),
                        record.amount(),
                        multiCurrency ? record.currency() : currency));
    }

    /** A member of a campaign is a contact or a lead, never both. */
    private Feed responses() {
        var contactField = settings.text("responseContactField", "Contact.External_Id__c");
        var leadField = settings.optionalText("responseLeadField");
        var query = "SELECT Id, FirstRespondedDate, SystemModstamp, " + contactField
                + leadField.map(field -> ", " + field).orElse("") + " FROM CampaignMember WHERE HasResponded = true";
        return new Feed(api, query, record -> {
            var contact = record.subject(contactField);
            var subject = contact.isEmpty() ? leadField.map(record::subject).orElse("") : contact;
            return new Conversion(
                    record.id(),
                    subject(subject),
                    "campaign.responded",
                    record.optionalDay("FirstRespondedDate")
                            .map(record::happenedOn)
                            .orElseGet(record::changedAt),
                    BigDecimal.ZERO,
                    "");
        });
    }

    private SubjectKeys subject(String identifier) {
        return new SubjectKeys("", identifier.isEmpty() ? Map.of() : Map.of(namespace, identifier));
    }
}
