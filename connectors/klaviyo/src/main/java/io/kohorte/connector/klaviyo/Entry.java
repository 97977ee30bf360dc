// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.klaviyo;

import io.kohorte.spi.MemberChange;
import io.kohorte.toolkit.Json;

/**
 * A profile on its way into an import.
 *
 * @param row position in the batch
 * @param json the profile, UTF-8
 * @param alone whether it cannot go out with others in a job
 */
@SuppressWarnings("ArrayRecordComponent") // made once, never changed, never compared
record Entry(int row, MemberChange change, byte[] json, boolean alone) {

    /** Largest profile that Klaviyo takes: 100 KB. */
    static final int LARGEST = 100_000;

    static Entry of(int row, MemberChange change, ProfileJson profile) {
        return new Entry(row, change, Json.write(profile.resource()), profile.clearsAttributes());
    }

    /** With the comma after it. */
    int size() {
        return json.length + 1;
    }

    boolean tooLarge() {
        return json.length > LARGEST;
    }

    /** Without the profile, which is personal data. */
    @Override
    public String toString() {
        return "row " + row;
    }
}
