// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.destination;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The end of a version of a vendor's interface that a setting chooses.
 *
 * @param setting its name
 * @param version as the vendor writes it
 * @param day on which it stops working, as the connector has it; some vendors tell none, and the connector estimates
 * @param newer one that ends later, where the connector knows any
 */
public record VersionEnd(String setting, String version, LocalDate day, Optional<String> newer) {

    /** How long before people are told: an upgrade has to be planned and tried. */
    private static final int NOTICE_DAYS = 60;

    public boolean isOver(LocalDate today) {
        return !today.isBefore(day);
    }

    /** Also when it is over. */
    public boolean isNear(LocalDate today) {
        return daysLeft(today) <= NOTICE_DAYS;
    }

    /** Below nought when it is over. */
    long daysLeft(LocalDate today) {
        return ChronoUnit.DAYS.between(today, day);
    }

    public String nextStep() {
        return newer.map(version -> "Choose " + version + " in its settings, after a look at what it changes.")
                .orElse("Look for a newer version on the vendor's pages, and choose it in the settings.");
    }
}
