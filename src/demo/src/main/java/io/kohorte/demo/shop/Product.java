// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.shop;

/**
 * One thing on the shelf.
 *
 * @param id the shop's article number
 * @param cents price in euro cents
 */
record Product(String id, String name, String category, long cents) {}
