// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mailchimp;

import io.kohorte.spi.MemberChange;
import io.kohorte.toolkit.identity.Hash;

/**
 * A person of a batch as Mailchimp knows them.
 *
 * @param row position in the batch
 * @param email without outer blanks, lower case
 */
record Contact(int row, String email, MemberChange change) {

    /** Where the contact is found below the audience: by the MD5 of the address, so that no address stands in a path. */
    String path() {
        return "/members/" + Hash.MD5_HEX.of(email);
    }

    @Override
    public String toString() {
        return "row " + row;
    }
}
