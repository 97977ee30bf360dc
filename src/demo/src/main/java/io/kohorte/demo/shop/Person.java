// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.shop;

/**
 * Who a customer is, as the shop's master data has it. Empty text is a gap in the shop's data.
 *
 * @param birthday ISO date
 * @param joinedBy where they signed up: web, app or store
 */
record Person(
        String customerId,
        String email,
        String phone,
        String firstName,
        String lastName,
        String gender,
        String birthday,
        Home home,
        Consents consents,
        String joinedBy) {

    /** The same person under another customer number: signed up twice. */
    Person again(String otherId) {
        return new Person(otherId, email, phone, firstName, lastName, gender, birthday, home, consents, joinedBy);
    }

    Person movedTo(Home newHome) {
        return new Person(customerId, email, phone, firstName, lastName, gender, birthday, newHome, consents, joinedBy);
    }

    Person answering(Consents newConsents) {
        return new Person(customerId, email, phone, firstName, lastName, gender, birthday, home, newConsents, joinedBy);
    }

    Person writing(String newEmail) {
        return new Person(customerId, newEmail, phone, firstName, lastName, gender, birthday, home, consents, joinedBy);
    }

    /** @param country ISO 3166 alpha-2 */
    record Home(String street, String zip, String city, String region, String country) {}

    /** Each {@code true}, {@code false}, or empty when the person was never asked. */
    record Consents(String marketing, String profiling, String ads) {}
}
