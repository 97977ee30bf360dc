// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.receiver;

import java.util.Map;

/**
 * A person as the receiver has them.
 *
 * @param profile Kohorte's id of the person
 * @param identifiers by namespace, as they were sent
 * @param fields by the receiver's own names; text is enough here
 */
public record Member(String profile, Map<String, String> identifiers, Map<String, String> fields) {

    public Member {
        identifiers = Map.copyOf(identifiers);
        fields = Map.copyOf(fields);
    }
}
