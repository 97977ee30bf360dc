// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.analytics;

import org.roaringbitmap.RoaringBitmap;

/**
 * The replica has taken in changes of PostgreSQL.
 *
 * @param profiles those whose traits, events or scores changed, merged ones among them
 * @param facts those of them of whom more changed than scores
 * @param rebuilt everything was loaded anew, so that anything may have changed
 */
public record ReplicaAdvanced(RoaringBitmap profiles, RoaringBitmap facts, boolean rebuilt) {}
