// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.klaviyo;

import java.util.List;

/**
 * A bulk import that Klaviyo works on.
 *
 * @param rows positions in the batch, in the order of the job's profiles
 */
record ImportJob(String id, List<Integer> rows) {

    ImportJob {
        rows = List.copyOf(rows);
    }
}
