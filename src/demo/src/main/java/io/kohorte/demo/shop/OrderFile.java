// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.shop;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The till's export: one row an order line; a return has its own number and negative quantities. */
final class OrderFile implements Closeable {

    private static final List<String> NO_DATES = List.of("31.02.2026 10:00", "unknown", "", "2026-13-45 99:99:99");

    private final Csv csv;
    private final DirtCount dirt;
    private final Moments moments = new Moments();
    private long usableLines;
    private long usableCents;

    OrderFile(Path file, DirtCount dirt) throws IOException {
        this.dirt = dirt;
        csv = new Csv(
                file,
                "order_id",
                "order_date",
                "customer_id",
                "product_id",
                "product",
                "category",
                "quantity",
                "unit_price",
                "discount_percent",
                "channel");
    }

    void write(String customerId, Order order) throws IOException {
        for (Order.Line line : order.lines()) {
            csv.row(cells(customerId, order, line));
            if (line.quantity() > 0) {
                usableLines++;
                usableCents += line.quantity() * line.cents();
            }
        }
    }

    /** Now and then a row beside the true ones that no shop wants and every shop has. */
    void soil(String customerId, Order order, Dice dice) throws IOException {
        Order.Line line = order.lines().get(0);
        if (dice.chance(0.008)) {
            csv.row(cells(customerId, order, line));
            dirt.exactDuplicates++;
        }
        if (dice.chance(0.006)) {
            String[] cells = cells(customerId, order, line);
            cells[0] = "B" + order.id();
            cells[1] = dice.oneOf(NO_DATES);
            csv.row(cells);
            dirt.badDates++;
        }
        if (dice.chance(0.02)) {
            String[] cells = cells("", order, line);
            cells[0] = "G" + order.id();
            csv.row(cells);
            dirt.withoutCustomer++;
        }
        if (dice.chance(0.002)) {
            String[] cells = cells(customerId, order, line);
            cells[0] = "X" + order.id();
            csv.row(dice.chance(0.5) ? List.of(cells).subList(0, 5).toArray(String[]::new) : longer(cells));
            dirt.ragged++;
        }
    }

    private String[] cells(String customerId, Order order, Order.Line line) {
        return new String[] {
            order.id(),
            moments.written(order.at(), ' ', ""),
            customerId,
            line.product().id(),
            line.product().name(),
            line.product().category(),
            Integer.toString(line.quantity()),
            Moments.euros(line.cents()),
            Integer.toString(line.discountPercent()),
            order.channel()
        };
    }

    private static String[] longer(String[] cells) {
        String[] longer = Arrays.copyOf(cells, cells.length + 2);
        longer[cells.length] = "stray";
        longer[cells.length + 1] = "cells";
        return longer;
    }

    long rows() {
        return csv.rows();
    }

    long usableLines() {
        return usableLines;
    }

    long usableCents() {
        return usableCents;
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }
}
