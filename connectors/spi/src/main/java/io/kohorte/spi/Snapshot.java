// SPDX-License-Identifier: Apache-2.0
package io.kohorte.spi;

import java.time.Instant;
import java.util.Objects;

/**
 * Everybody who is to be in an audience, told part by part; whoever is in no part is to be gone once the last part went
 * through. All changes in it are {@link MemberChange.Kind#ADD}. Parts come in order, one at a time, each perhaps more than
 * once, and the last when no job of another is left. Between two of them hours may pass, and the process may be another. A
 * snapshot of which a part may or may not have arrived is not gone on with: a new one begins.
 *
 * <p>A last part of which the connector wants a row again has not ended it; another follows, which may tell of nobody.
 *
 * @param key the same in all parts, another for each snapshot. Letters, digits and dashes
 * @param asOf before the first part was sent; whoever was told earlier, and not since, is to be gone
 * @param part from 0
 * @param last whether this part ends it; an empty audience is one last part without changes
 */
public record Snapshot(String key, Instant asOf, int part, boolean last) {

    public Snapshot {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(asOf, "asOf");
        if (part < 0) {
            throw new IllegalArgumentException("parts are counted from 0");
        }
    }
}
