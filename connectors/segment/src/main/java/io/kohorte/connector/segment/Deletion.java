// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.segment;

import io.kohorte.toolkit.Secret;
import java.util.List;
import java.util.Optional;

/**
 * What is needed to delete people: another API than that for events, with a token of its own.
 *
 * @param url without a slash at its end
 * @param destinations RudderStack's, in which people are deleted; Segment knows them itself
 */
record Deletion(Vendor vendor, String url, Optional<Secret> token, List<String> destinations) {

    Deletion {
        destinations = List.copyOf(destinations);
    }
}
