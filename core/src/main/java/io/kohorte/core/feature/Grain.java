// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.feature;

/** What a feature's expression aggregates over: the relation it is evaluated in, always cut off at the moment asked for. */
public enum Grain {
    /** One row per completed order: {@code at}, {@code amount}, {@code quantity}, {@code first_category}. */
    ORDER,
    /** One row per event, with the columns of the event table. */
    EVENT,
    /** One row per event name and day (UTC) with it: {@code name}, {@code day}, {@code first_day} of that name, {@code amount}. */
    DAY,
    /** One row per customer: a trait. Traits are facts of today; their history is not kept. */
    PROFILE
}
