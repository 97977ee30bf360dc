// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.shop;

/** Counts the rows that were made wrong on purpose. */
final class DirtCount {

    long badDates;
    long withoutCustomer;
    long exactDuplicates;
    long ragged;
    long badEmails;
    long repeatedCustomers;
    long secondAccounts;

    ShopReport.Dirt total() {
        return new ShopReport.Dirt(
                badDates, withoutCustomer, exactDuplicates, ragged, badEmails, repeatedCustomers, secondAccounts);
    }
}
