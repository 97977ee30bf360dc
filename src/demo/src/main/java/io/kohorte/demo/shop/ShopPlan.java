// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.shop;

import java.time.LocalDate;

/**
 * Which shop to invent. The same plan gives the same bytes.
 *
 * @param today the last day of the next period ends where this day begins (UTC), so that "in the last 30 days" makes sense
 *     to whoever looks today
 */
public record ShopPlan(int customers, long seed, LocalDate today) {

    /** Days of history in the first files. */
    public static final int HISTORY_DAYS = 730;

    /** Days of the period after it, which the feedback act brings. */
    public static final int NEXT_DAYS = 60;

    public ShopPlan {
        if (customers < 1 || customers > 10_000_000) {
            throw new IllegalArgumentException("a shop has 1 to 10,000,000 customers, not " + customers);
        }
    }

    LocalDate historyFrom() {
        return historyTo().minusDays(HISTORY_DAYS);
    }

    /** First day that is not in the history any more. */
    public LocalDate historyTo() {
        return today.minusDays(NEXT_DAYS);
    }
}
