// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.analytics;

import io.kohorte.core.platform.Eventually;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Those who write to the database at the same time: looks at models, imports and whatever else goes on of other tests. */
public final class Writers {

    private Writers() {}

    /**
     * Waits for the end of every transaction that was open. The replica waits for them, too: only after this does a catch-up
     * surely take in what the test has committed.
     */
    public static void end(DataSource postgres) throws SQLException {
        long ours = number(postgres, "select pg_current_xact_id()::text::bigint");
        Eventually.holds(() -> number(postgres, "select pg_snapshot_xmin(pg_current_snapshot())::text::bigint") > ours);
    }

    private static long number(DataSource postgres, String query) throws SQLException {
        try (Connection connection = postgres.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }
}
