// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an import came to. {@code rowsIn = accepted + invalid + duplicates}, always.
 *
 * @param accepted rows that told us something
 * @param invalid rows stopped, with reasons
 * @param duplicates rows we knew already
 * @param events written, or corrected because the mapping has changed
 * @param profilesUpdated profiles changed, counted once a chunk of 10,000 rows
 * @param corrections absent unless the file was read under another mapping before
 */
public record ImportReport(
        long rowsIn,
        long accepted,
        long invalid,
        long duplicates,
        long events,
        long profilesCreated,
        long profilesUpdated,
        long traitsWritten,
        List<InvalidRows> invalidReasons,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Corrections corrections,
        QualityReport quality) {

    /** Rows stopped for the same reason, with the first few. */
    public record InvalidRows(String code, long count, String sentence, List<Sample> samples) {}

    /** One of them. The value itself is not repeated: it may be personal. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Sample(long line, String reason, @Nullable String column) {}

    /**
     * What the file is like, whatever was imported of it.
     *
     * @param exactDuplicates rows equal to an earlier row in every column
     * @param usablePurchases rows with a customer, a quantity above zero and a price above zero
     */
    public record QualityReport(
            List<ColumnReport> columns,
            long exactDuplicates,
            long withoutIdentity,
            long negativeQuantities,
            long pricesNotPositive,
            Purchases usablePurchases,
            @Nullable Instant from,
            @Nullable Instant to,
            List<Finding> findings) {}

    /** Purchases one can compute with. */
    public record Purchases(long rows, long customers, double revenue) {}

    /**
     * One column.
     *
     * @param type text, number, flag or time
     * @param min smallest value: a number for numbers, a text for the rest
     */
    public record ColumnReport(
            String name,
            String type,
            long missing,
            long distinct,
            @Nullable JsonNode min,
            @Nullable JsonNode max,
            @Nullable String sample,
            List<Finding> findings) {}

    /** Something a person should know about the data. */
    public record Finding(String code, String sentence) {}
}
