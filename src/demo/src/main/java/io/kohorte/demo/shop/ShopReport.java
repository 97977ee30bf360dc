// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.shop;

/**
 * What was written, so that an import's report can be held against it.
 *
 * @param orderRows data rows of {@code orders.csv}, dirt included
 * @param usableLines order lines that name a customer and were really bought, returns aside
 * @param usableCents what they are worth, in euro cents
 */
public record ShopReport(
        long customerRows,
        long orderRows,
        long eventRows,
        long nextCustomerRows,
        long nextOrderRows,
        long nextEventRows,
        long usableLines,
        long usableCents,
        Dirt dirt) {

    /**
     * Rows that are wrong on purpose.
     *
     * @param badDates order lines whose date is none
     * @param withoutCustomer order lines of guests
     * @param exactDuplicates order lines given twice
     * @param ragged order lines with too few or too many cells
     * @param badEmails customers with a mailbox that cannot be one
     * @param repeatedCustomers customers given twice
     * @param secondAccounts customers who signed up again under another number with the same mailbox
     */
    public record Dirt(
            long badDates,
            long withoutCustomer,
            long exactDuplicates,
            long ragged,
            long badEmails,
            long repeatedCustomers,
            long secondAccounts) {}
}
