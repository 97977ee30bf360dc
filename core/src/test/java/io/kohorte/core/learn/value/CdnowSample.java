// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.value;

import io.kohorte.core.platform.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.TreeMap;

/** The published sample of 2,357 customers of a music shop: days with a purchase and their money, by customer. */
final class CdnowSample {
    private static final String FILE = "cdnow/CDNOW_sample.txt";

    private CdnowSample() {}

    static PurchaseLog log() throws IOException {
        Map<Integer, TreeMap<Instant, Double>> days = new TreeMap<>();
        for (String line : Files.readAllLines(SharedData.find(FILE))) {
            String[] fields = line.strip().split("\\s+", -1);
            Instant day = LocalDate.parse(fields[2], DateTimeFormatter.BASIC_ISO_DATE)
                    .atStartOfDay()
                    .toInstant(ZoneOffset.UTC);
            days.computeIfAbsent(Integer.parseInt(fields[1]), unused -> new TreeMap<>())
                    .merge(day, Double.parseDouble(fields[4]), Double::sum);
        }
        return new PurchaseLog(days);
    }
}
