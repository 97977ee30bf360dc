// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** One connection, one transaction, one piece of work. */
final class Transactions {

    private final DataSource dataSource;

    Transactions(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    interface Deed {
        void in(Connection connection) throws SQLException;
    }

    <T> T call(Work<T> work) {
        try (var connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            var done = false;
            try {
                var result = work.in(connection);
                connection.commit();
                done = true;
                return result;
            } finally {
                if (!done) {
                    connection.rollback();
                }
                connection.setAutoCommit(true);
            }
        } catch (SQLException failure) {
            throw new DeliveryStoreException(failure);
        }
    }

    void run(Deed deed) {
        this.<Object>call(connection -> {
            deed.in(connection);
            return "";
        });
    }
}
