// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.Conversion;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.http.HttpAnswer;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Contacts that opted out of all e-mail. Webhooks tell of them sooner, but by record id alone; here they come with their
 * address, and with the moment from the history of the property.
 */
final class OptOuts {

    private static final String OPTED_OUT = "hs_email_optout";

    private static final String CHANGED = "lastmodifieddate";

    /** With history, HubSpot reads 50 contacts a request. */
    private static final int MOST = 50;

    private final HubspotApi api;
    private final ChangedRecords records;
    private final String property;
    private final String namespace;
    private final String contactIds;

    OptOuts(HubspotApi api, Settings settings) {
        this.api = api;
        records = new ChangedRecords(api, "contacts", OPTED_OUT, CHANGED);
        property = settings.text("subjectProperty", "email");
        namespace = settings.text("subjectNamespace", "email");
        contactIds = settings.text("contactIdNamespace", Erasure.CONTACT_ID);
    }

    /** A contact that the search found; it changed for whatever reason. */
    private record Contact(long id, Instant changedAt) implements SearchPlace.Found {

        static Contact of(JsonNode result, HttpAnswer answer) {
            var changed = Answers.moment(result.path("properties").path(CHANGED), answer)
                    .orElseThrow(() -> answer.badResponse("with a contact that does not say when it changed"));
            return new Contact(Long.parseLong(Answers.id(result.path("id"), answer)), changed);
        }
    }

    ChangedRecords.Part read(SearchPlace place, int limit) {
        var page = Math.min(limit, MOST);
        var contacts = records.search(place, page, List.of(CHANGED), Contact::of);
        return ChangedRecords.Part.of(contacts.isEmpty() ? List.of() : conversions(contacts), place, contacts, page);
    }

    private List<Conversion> conversions(List<Contact> contacts) {
        var body = Json.mapper().createObjectNode();
        body.putArray("properties").add(property);
        body.putArray("propertiesWithHistory").add(OPTED_OUT);
        var inputs = body.putArray("inputs");
        contacts.forEach(contact -> inputs.addObject().put("id", Long.toString(contact.id())));
        var answer = api.expect(api.post(api.version().objects("contacts/batch/read"))
                .json(body)
                .idempotent()
                .build());
        var conversions = new ArrayList<Conversion>();
        for (var result : Answers.results(answer)) {
            var latest = result.path("propertiesWithHistory").path(OPTED_OUT).path(0);
            if (latest.path("value").asText("").equals("true")) { // else they came back meanwhile
                conversions.add(conversion(result, latest, answer));
            }
        }
        return conversions;
    }

    private Conversion conversion(JsonNode contact, JsonNode latest, HttpAnswer answer) {
        var id = Answers.id(contact.path("id"), answer);
        var at = Answers.moment(latest.path("timestamp"), answer)
                .orElseThrow(() -> answer.badResponse("with a change without its time"));
        var identifiers = new LinkedHashMap<String, String>();
        var value = contact.path("properties").path(property);
        if (!value.isNull() && !value.asText("").isBlank()) {
            identifiers.put(namespace, value.asText());
        }
        identifiers.put(contactIds, id);
        return new Conversion(
                "optout-" + id + "-" + at.toEpochMilli(),
                new SubjectKeys("", identifiers),
                Conversion.UNSUBSCRIBED,
                at,
                BigDecimal.ZERO,
                "");
    }
}
