// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Some people are read without a look at all others. */
@QuarkusTest
class MemberReaderTest {
    private static final int CROWD = 20_000;

    @Inject
    DataSource database;

    @Inject
    People people;

    private final Needs addresses = new Needs(List.of("email"), Set.of("email"), List.of(), Set.of());

    @Test
    void withoutStatisticsOfManyAddressesThoseOfOnePersonAreFoundByThePerson() throws SQLException {
        var ada = people.person("ada");
        var crowd = people.stranger("{}");
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                run(
                        connection,
                        "insert into identity (namespace, value, profile) select 'email', 'crowd-' || i || '@example.com', "
                                + crowd + " from generate_series(1, " + CROWD + ") as i");
                run(connection, "delete from pg_statistic where starelid = 'identity'::regclass");
                var before = looked(connection);

                var facts = new MemberReader(connection, addresses, new ObjectMapper()).read(new int[] {ada});

                assertThat(facts.get(ada).identities).containsOnly(Map.entry("email", people.mail("ada")));
                assertThat(looked(connection) - before).isLessThan(CROWD / 10);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    @Test
    void namesThatNobodyAskedForStayInTheDatabase() throws SQLException {
        var ada = people.person("ada");
        people.called(ada, "phone", "+4930123456");
        try (var connection = database.getConnection()) {
            var facts = new MemberReader(connection, addresses, new ObjectMapper()).read(new int[] {ada});

            assertThat(facts.get(ada).identities).containsOnlyKeys("email");
        }
    }

    /** Entries of the index by name and value that this transaction has read. */
    private static long looked(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row =
                        statement.executeQuery("select pg_stat_get_xact_tuples_returned('identity_pkey'::regclass)")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
