// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import io.kohorte.core.consent.Suppressed;
import io.kohorte.segmentsync.DeliveryEngine;
import io.kohorte.segmentsync.Workbench;
import io.quarkus.quartz.Nonconcurrent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.util.Arrays;
import javax.sql.DataSource;
import org.roaringbitmap.RoaringBitmap;

/**
 * Examples of rejected rows are personal data, kept for a while only and of nobody who is suppressed. Who suppresses somebody is
 * answered when theirs are gone. Since a process may die before that, and a row of somebody suppressed may be refused later
 * or get its name later, what is kept is compared with who is suppressed at every start and every hour.
 */
@ApplicationScoped
class KeptExamples {

    private final Workbench workbench;
    private final DataSource database;

    KeptExamples(DeliveryEngine engine, DataSource database) {
        this.workbench = engine.workbench();
        this.database = database;
    }

    void suppressed(@Observes Suppressed suppressed) {
        workbench.forgetExamples(suppressed.profiles());
    }

    void start(@Observes StartupEvent started) throws SQLException {
        forget();
    }

    @Nonconcurrent
    @Scheduled(identity = "forget-examples", every = "1h", delayed = "5m")
    void forget() throws SQLException {
        workbench.forgetOldExamples();
        workbench.forgetExamples(suppressed(workbench.inExamples()));
    }

    /** Of these profiles those that are suppressed by a name they have, or that whom they were merged into has. */
    private RoaringBitmap suppressed(RoaringBitmap profiles) throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(
                        """
                        select p.number from profile p
                          join identity i on i.profile = coalesce(p.merged_into, p.number)
                          join suppression s using (namespace, value)
                         where p.number = any(?)""")) {
            select.setArray(
                    1,
                    connection.createArrayOf(
                            "int4", Arrays.stream(profiles.toArray()).boxed().toArray()));
            var found = new RoaringBitmap();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getInt(1));
                }
            }
            return found;
        }
    }
}
