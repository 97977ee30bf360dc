// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.shop;

import java.util.List;

/**
 * One purchase or one return.
 *
 * @param at seconds since 1970
 * @param lines quantities are negative in a return
 */
record Order(String id, long at, String channel, List<Line> lines) {

    /**
     * One article of it.
     *
     * @param cents price of one piece after discount
     */
    record Line(Product product, int quantity, long cents, int discountPercent) {}

    /** In euro cents. */
    long total() {
        return lines.stream().mapToLong(line -> line.quantity() * line.cents()).sum();
    }
}
