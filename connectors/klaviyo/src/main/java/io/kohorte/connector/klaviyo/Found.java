// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.klaviyo;

/** A row and Klaviyo's id of its profile. */
record Found(int row, String id) {

    /** In previews, for what only Klaviyo knows. */
    static Found unknown(int row) {
        return new Found(row, "{profileId}");
    }
}
