// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.ConnectorException;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/**
 * A list that a vendor shows in pages, with the number of all entries on each of them.
 *
 * @param vendor as it writes its name
 * @param entries member of a page that holds its entries
 * @param total member of a page that holds the number of all entries
 * @param size entries of a full page
 */
public record OffsetPages(String vendor, String entries, String total, int size) {

    /**
     * The first entry that is wanted; asks for no page after that.
     *
     * @param page asks for the page that begins with the entry of this place, from 0 on
     * @throws ConnectorException {@code BAD_RESPONSE} for a page without entries or without their number
     */
    public Optional<JsonNode> find(IntFunction<JsonNode> page, Predicate<JsonNode> wanted) {
        for (var offset = 0; ; offset += size) {
            var shown = page.apply(offset);
            if (!shown.path(entries).isArray() || !shown.path(total).isIntegralNumber()) {
                throw BadResponse.of(vendor, "without " + entries + " or their number");
            }
            for (var entry : shown.path(entries)) {
                if (wanted.test(entry)) {
                    return Optional.of(entry);
                }
            }
            if (shown.path(entries).isEmpty() || shown.path(total).asLong() <= (long) offset + size) {
                return Optional.empty();
            }
        }
    }
}
