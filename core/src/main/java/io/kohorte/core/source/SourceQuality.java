// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * How good the data of one import were. Shares are of all its rows.
 *
 * @param missing mean over the columns of how many rows have no value there
 * @param duplicates rows we knew already
 * @param missingByColumn the same share for each column
 */
record SourceQuality(
        ImportId imported,
        Instant at,
        String filename,
        long rows,
        double missing,
        double invalid,
        double duplicates,
        Map<String, Double> missingByColumn) {

    /** Of an import that has a report. */
    static SourceQuality of(Imports.Import done, JsonNode report) {
        long rows = report.path("rowsIn").asLong();
        Map<String, Double> missing = new TreeMap<>();
        for (JsonNode column : report.path("quality").path("columns")) {
            missing.put(
                    column.path("name").asText(), share(column.path("missing").asLong(), rows));
        }
        return new SourceQuality(
                done.id(),
                done.createdAt(),
                done.filename(),
                rows,
                missing.values().stream().mapToDouble(share -> share).average().orElse(0),
                share(report.path("invalid").asLong(), rows),
                share(report.path("duplicates").asLong(), rows),
                missing);
    }

    private static double share(long part, long rows) {
        return rows == 0 ? 0 : Math.min(1, (double) part / rows);
    }
}
