// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.consent;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.core.profile.ProfileDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Words on consent come in any order, and more than once. */
class ConsentsTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private ProfileDatabase database;

    @BeforeEach
    void aProfile() throws SQLException {
        database = ProfileDatabase.empty();
        database.run("insert into profile (number) values (1)");
    }

    @Test
    void aWordFromBetweenTwoEqualOnesDoesNotCount() throws SQLException {
        said(false, NOON);
        said(false, NOON.plusSeconds(3600));

        assertThat(said(true, NOON.plusSeconds(1800))).isEmpty();

        assertThat(kept()).containsExactly("f");
    }

    @Test
    void onlyADifferentWordChangesAProfile() throws SQLException {
        assertThat(said(true, NOON)).containsExactly(1);
        assertThat(said(true, NOON.plusSeconds(1))).isEmpty();
        assertThat(said(false, NOON.plusSeconds(2))).containsExactly(1);
    }

    @Test
    void ofTwoWordsAtOnceTheNoCounts() throws SQLException {
        said(true, NOON);
        assertThat(said(false, NOON)).containsExactly(1);
        assertThat(said(true, NOON)).isEmpty();

        assertThat(kept()).containsExactly("f");
    }

    private Set<Integer> said(boolean granted, Instant at) throws SQLException {
        try (Connection connection = database.source().getConnection()) {
            return Consents.write(connection, List.of(new ConsentFact(1, "marketing", granted, at)));
        }
    }

    private List<String> kept() throws SQLException {
        return database.rows("select granted from consent");
    }
}
