// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import io.kohorte.spi.Conversion;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Records of one kind that mean conversions, in the order in which they changed.
 *
 * @param query up to and with a condition, without order
 * @param meaning record to conversion
 */
record Feed(SalesforceApi api, String query, Function<ConversionRecord, Conversion> meaning) {

    /**
     * A page of them.
     *
     * @param last where the last one stands; where reading began when there is none
     * @param full whether more may wait
     */
    record Page(List<Conversion> conversions, Place last, boolean full) {}

    Page read(Place from, int limit) {
        var soql = query + from.condition() + " ORDER BY SystemModstamp, Id LIMIT " + limit;
        var records = BadAnswer.records(api.expect(api.query(soql)));
        var conversions = new ArrayList<Conversion>();
        var last = from;
        for (var json : records) {
            var record = new ConversionRecord(json);
            last = new Place(record.changedAt(), record.id());
            conversions.add(meaning.apply(record));
        }
        return new Page(conversions, last, records.size() >= limit);
    }
}
