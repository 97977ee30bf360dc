// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.shop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is really true of one customer: for the referee alone, never for the product.
 *
 * @param ordersNext orders in the period after the history
 * @param conversion probability of buying after a campaign's date, without the campaign
 * @param uplift what the campaign adds to it
 */
public record Truth(
        String customerId, String archetype, int ordersNext, double spendNext, double conversion, double uplift) {

    /** By customer id. */
    public static Map<String, Truth> read(Path shop) {
        try (Stream<String> lines = Files.lines(shop.resolve("truth.csv"))) {
            return lines.skip(1).map(Truth::parsed).collect(Collectors.toMap(Truth::customerId, Function.identity()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Truth parsed(String line) {
        String[] cells = line.split(",", -1);
        return new Truth(
                cells[0],
                cells[1],
                Integer.parseInt(cells[4]),
                Double.parseDouble(cells[5]),
                Double.parseDouble(cells[6]),
                Double.parseDouble(cells[7]));
    }
}
