// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mailchimp;

/** What somebody is to be in a segment once their fields are written. */
enum Membership {
    JOINS,
    LEAVES,
    STAYS
}
