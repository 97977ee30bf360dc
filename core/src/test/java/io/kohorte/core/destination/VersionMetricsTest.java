// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.destination;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.core.platform.HandClock;
import io.kohorte.core.sync.People;
import io.kohorte.core.sync.SyncDesk;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class VersionMetricsTest {

    @Inject
    EndingVersions versions;

    @Inject
    People people;

    @Test
    void theDaysThatAreLeftOfAVersionAreCountedForDestinationsWithSyncs() throws SQLException {
        var used = destination();
        var idle = destination();
        SyncDesk.create(SyncDesk.draft(used, people.segment(people.person("ada"))));
        var meters = new SimpleMeterRegistry();
        var clock = new HandClock(Instant.parse("2027-03-29T23:00:00Z"));
        var metrics = new VersionMetrics(versions, meters, clock);

        metrics.refresh();
        assertThat(daysLeft(meters, used)).isEqualTo(2);
        assertThat(meters.find("kohorte.destination.version.days.left")
                        .tag("destination", Long.toString(idle))
                        .gauge())
                .isNull();

        clock.forward(java.time.Duration.ofDays(3));
        metrics.refresh();
        assertThat(daysLeft(meters, used)).isEqualTo(-1);
    }

    private static double daysLeft(SimpleMeterRegistry meters, long destination) {
        return meters.get("kohorte.destination.version.days.left")
                .tag("destination", Long.toString(destination))
                .tag("setting", "apiVersion")
                .gauge()
                .value();
    }

    private static long destination() {
        return SyncDesk.destination(
                "hubspot", Map.of("portalId", "145", "apiVersion", "2025-09", "accessToken", "pat-1"));
    }
}
