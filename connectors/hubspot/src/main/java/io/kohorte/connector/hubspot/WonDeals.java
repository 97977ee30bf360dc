// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.hubspot;

import io.kohorte.spi.Conversion;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SubjectKeys;
import java.util.Map;

/** Won deals as conversions, in the order in which they changed, each with its first contact. */
final class WonDeals {

    /** The search gives 200 a page; reading contacts takes 100. */
    private static final int MOST = 100;

    private final ChangedRecords records;
    private final Buyers buyers;
    private final String currency;

    WonDeals(HubspotApi api, Settings settings) {
        records = new ChangedRecords(api, "deals", "hs_is_closed_won", WonDeal.CHANGED);
        buyers = new Buyers(
                api,
                settings.text("subjectProperty", "email"),
                settings.text("subjectNamespace", "email"),
                settings.text("contactIdNamespace", Erasure.CONTACT_ID));
        currency = settings.text("currency", "EUR");
    }

    ChangedRecords.Part read(SearchPlace place, int limit) {
        var page = Math.min(limit, MOST);
        var deals = records.search(place, page, WonDeal.PROPERTIES, WonDeal::of);
        var contacts = buyers.of(deals.stream().map(WonDeal::id).toList());
        var conversions = deals.stream()
                .map(deal -> conversion(deal, contacts.getOrDefault(deal.id(), Buyers.NOBODY)))
                .toList();
        return ChangedRecords.Part.of(conversions, place, deals, page);
    }

    private Conversion conversion(WonDeal deal, Map<String, String> identifiers) {
        return new Conversion(
                "deal-" + deal.id(),
                new SubjectKeys("", identifiers),
                "deal.won",
                deal.wonAt(),
                deal.amount(),
                deal.currency().orElse(currency));
    }
}
