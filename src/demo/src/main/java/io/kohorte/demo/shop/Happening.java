// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.shop;

/**
 * Something seen of a customer outside the till: a page looked at, an e-mail opened.
 *
 * @param at seconds since 1970
 * @param known whether the shop knew who it was; else only the browser's anonymous id is on record
 * @param product empty id when it was about none
 * @param campaign empty text when it belongs to none
 */
record Happening(String name, long at, boolean known, Product product, String campaign) {

    static final Product NOTHING = new Product("", "", "", 0);

    boolean byMail() {
        return name.startsWith("Email");
    }
}
