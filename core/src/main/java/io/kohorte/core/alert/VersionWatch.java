// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.alert;

import io.kohorte.core.destination.EndingVersions;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Versions of interfaces that vendors end soon, or have ended: another choice in the settings mends. */
@Singleton
class VersionWatch implements Watch {

    private final EndingVersions versions;

    VersionWatch(EndingVersions versions) {
        this.versions = versions;
    }

    @Override
    public List<Finding> look(Instant now) throws SQLException {
        var today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        return versions.inUse().stream()
                .filter(use -> use.end().isNear(today))
                .map(use -> finding(use, today))
                .toList();
    }

    private static Finding finding(EndingVersions.Use use, LocalDate today) {
        var end = use.end();
        var over = end.isOver(today);
        return new Finding(
                over ? AlertKind.VERSION_ENDED : AlertKind.VERSION_ENDING,
                new Subject(Subject.Kind.DESTINATION, use.destination().value(), use.name()),
                over
                        ? "The destination '" + use.name() + "' uses version " + end.version() + ", which ended on "
                                + end.day() + "."
                        : "The destination '" + use.name() + "' uses version " + end.version() + ", which ends on "
                                + end.day() + ".",
                Optional.of(
                        over
                                ? "The vendor may refuse every request at any time."
                                : "From that day on the vendor refuses its requests."),
                end.nextStep(),
                "/destinations/" + use.destination().value());
    }
}
